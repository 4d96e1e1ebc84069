package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.List;

/// A condition as an English clause, for people. The plan digest does not cover it.
sealed interface Phrase {
  /// Returns the clause, such as `the table customers exists`.
  String text();

  /// Returns the clause of the opposite, such as `the table customers does not exist`.
  Phrase negated();

  /// Returns the text for a place beside other clauses. Parentheses show where it ends.
  String enclosed();

  /// A condition with no others inside.
  ///
  /// @param open whether free text, such as a query, stands at the end
  record Fact(String text, String opposite, boolean open) implements Phrase {
    @Override
    public Phrase negated() {
      return new Fact(/* text= */ opposite, /* opposite= */ text, open);
    }

    @Override
    public String enclosed() {
      return open ? "(" + text + ")" : text;
    }
  }

  /// Holds if all parts hold.
  record All(List<Phrase> parts) implements Phrase {
    @Override
    public String text() {
      return parts.isEmpty() ? "always" : English.list(clauses(parts));
    }

    @Override
    public Phrase negated() {
      return any(parts.stream().map(Phrase::negated).toList());
    }

    @Override
    public String enclosed() {
      return "(" + text() + ")";
    }
  }

  /// Holds if at least one part holds.
  record Any(List<Phrase> parts) implements Phrase {
    @Override
    public String text() {
      return parts.isEmpty() ? "never" : English.list(clauses(parts), "or");
    }

    @Override
    public Phrase negated() {
      return all(parts.stream().map(Phrase::negated).toList());
    }

    @Override
    public String enclosed() {
      return "(" + text() + ")";
    }
  }

  static Phrase fact(String text, String opposite) {
    return new Fact(text, opposite, false);
  }

  /// Returns a clause with a verb that is negated: `SUBJECT is VALUE`, `SUBJECT is not VALUE`.
  static Phrase is(String subject, String value) {
    return fact(subject + " is " + value, subject + " is not " + value);
  }

  static Phrase exists(String subject) {
    return fact(subject + " exists", subject + " does not exist");
  }

  static Phrase all(List<Phrase> parts) {
    List<Phrase> flat = new ArrayList<>();
    parts.forEach(part -> flat.addAll(part instanceof All same ? same.parts() : List.of(part)));
    return flat.size() == 1 ? flat.getFirst() : new All(flat);
  }

  static Phrase any(List<Phrase> parts) {
    List<Phrase> flat = new ArrayList<>();
    parts.forEach(part -> flat.addAll(part instanceof Any same ? same.parts() : List.of(part)));
    return flat.size() == 1 ? flat.getFirst() : new Any(flat);
  }

  private static List<String> clauses(List<Phrase> parts) {
    return parts.stream().map(Phrase::enclosed).toList();
  }
}
