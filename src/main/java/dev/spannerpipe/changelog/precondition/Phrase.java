package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.List;

/// A condition as an English clause for people. The clause is not part of the plan digest, which is
/// the hash of the plan.
sealed interface Phrase {
  /// Returns the clause, such as `the table customers exists`.
  String text();

  /// Returns the opposite condition, such as `the table customers does not exist`.
  Phrase negated();

  /// Returns the clause for use in a list of clauses. It is in parentheses if readers could not see
  /// otherwise where the clause ends.
  String enclosed();

  /// A condition that contains no other conditions.
  ///
  /// @param open whether the clause ends in free text, such as a query
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

  /// A condition that holds if all parts hold.
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

  /// A condition that holds if at least one part holds.
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

  /// Returns the clause `SUBJECT is VALUE`, whose opposite is `SUBJECT is not VALUE`.
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
