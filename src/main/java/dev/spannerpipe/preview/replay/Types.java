package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import java.util.Optional;

/// Replaces a type where a statement uses it as one, but not where a column has that name.
final class Types {
  private Types() {}

  /// Returns the statement with its first use of the type replaced; empty if it has none.
  ///
  /// @param other the type of a column instead
  /// @param inCast the type in a cast instead
  static Optional<String> replaced(DdlText statement, String type, String other, String inCast) {
    for (int i = 1; i < statement.size(); i++) {
      if (statement.is(i, type)) {
        boolean cast = isCast(statement, i) && !inCast.equalsIgnoreCase(type);
        if (cast || isColumnType(statement, i)) {
          return Optional.of(statement.replaced(new Range(i, i + 1), cast ? inCast : other));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isCast(DdlText statement, int position) {
    return (statement.is(position - 1, "as") && statement.is(position + 1, ")"))
        || statement.is(position - 2, ":", ":");
  }

  private static boolean isColumnType(DdlText statement, int position) {
    if (statement.is(position - 2, "array", "<")) {
      return true;
    }
    if (statement.head().is("create", "table")) {
      return statement.elements().stream().anyMatch(element -> position == element.from() + 1);
    }
    return statement.head().is("alter", "table") && position == typeOfAltered(statement);
  }

  /// Returns the position of the type in `ADD COLUMN c type` and `ALTER COLUMN c type`.
  private static int typeOfAltered(DdlText statement) {
    int at = statement.afterHead();
    if (!statement.is(at, "add") && !statement.is(at, "alter")) {
      return -1;
    }
    at += statement.is(at + 1, "column") ? 2 : 1;
    at += statement.is(at, "if", "not", "exists") ? 3 : 0;
    return statement.is(at + 1, "type") ? at + 2 : at + 1;
  }
}
