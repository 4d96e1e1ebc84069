package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import java.util.Optional;

/// Takes clauses out of statements, one at a time.
final class Clauses {
  private Clauses() {}

  /// Removes these words from `CREATE TABLE` or `ALTER TABLE`.
  static Optional<String> withoutInTable(DdlText statement, String... words) {
    int found = inTable(statement, words);
    return found < 0
        ? Optional.empty()
        : Optional.of(statement.without(new Range(found, found + words.length)));
  }

  /// Replaces this word in `CREATE TABLE` or `ALTER TABLE`.
  static Optional<String> replacedInTable(DdlText statement, String word, String other) {
    int found = inTable(statement, word);
    return found < 0
        ? Optional.empty()
        : Optional.of(statement.replaced(new Range(found, found + 1), other));
  }

  /// A name of a column is followed by its type, and so never follows another word.
  private static int inTable(DdlText statement, String... words) {
    if (!isTable(statement)) {
      return -1;
    }
    int found = statement.find(statement.afterHead(), words);
    while (found >= 0 && isColumnName(statement, found)) {
      found = statement.find(found + 1, words);
    }
    return found;
  }

  private static boolean isColumnName(DdlText statement, int position) {
    return statement.is(position - 1, "(")
        || statement.is(position - 1, ",")
        || statement.is(position - 1, "column")
        || statement.is(position - 1, "exists");
  }

  private static boolean isTable(DdlText statement) {
    return statement.head().is("create", "table") || statement.head().is("alter", "table");
  }

  /// Removes `ENFORCED` or `NOT ENFORCED` from a constraint.
  static Optional<String> withoutEnforcement(DdlText statement) {
    int found = inTable(statement, "enforced");
    if (found < 0) {
      return Optional.empty();
    }
    int from = statement.is(found - 1, "not") ? found - 1 : found;
    return Optional.of(statement.without(new Range(from, found + 1)));
  }

  /// Removes `ON UPDATE (…)` from a column.
  static Optional<String> withoutOnUpdate(DdlText statement) {
    int found = inTable(statement, "on", "update");
    if (found < 0 || isReferentialAction(statement, found + 2)) {
      return Optional.empty();
    }
    int end = found + 2;
    if (statement.at(end).isName()) {
      end = statement.afterName(end);
    }
    if (statement.is(end, "(")) {
      end = statement.afterClosing(end);
    }
    return Optional.of(statement.without(new Range(found, end)));
  }

  private static boolean isReferentialAction(DdlText statement, int position) {
    return statement.is(position, "no", "action")
        || statement.is(position, "cascade")
        || statement.is(position, "restrict")
        || statement.is(position, "set");
  }

  /// Removes `OPTIONS (…)` from `CREATE INDEX`.
  static Optional<String> withoutIndexOptions(DdlText statement) {
    int found =
        statement.head().is("create", "index")
            ? statement.find(statement.afterHead(), "options", "(")
            : -1;
    return found < 0
        ? Optional.empty()
        : Optional.of(statement.without(new Range(found, statement.afterClosing(found + 1))));
  }

  static Optional<String> withInvoker(DdlText statement) {
    boolean view = statement.head().is("create", "view");
    int found = statement.afterHead();
    return view && statement.is(found, "sql", "security", "definer")
        ? Optional.of(statement.replaced(new Range(found + 2, found + 3), "INVOKER"))
        : Optional.empty();
  }

  /// Removes `IF EXISTS` or `IF NOT EXISTS` from the head of a statement.
  static Optional<String> unconditional(DdlText statement, String verb, String type) {
    int found = statement.find(0, "if");
    if (!statement.head().is(verb, type) || found < 0 || found > statement.afterHead()) {
      return Optional.empty();
    }
    int end = statement.is(found + 1, "not") ? found + 3 : found + 2;
    return Optional.of(statement.without(new Range(found, end)));
  }

  /// Replaces the name of a function where it is called, in any statement.
  static Optional<String> replacedFunction(DdlText statement, String name, String other) {
    int found = statement.find(0, name, "(");
    return found < 0
        ? Optional.empty()
        : Optional.of(statement.replaced(new Range(found, found + 1), other));
  }
}
