package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves `REFERENCES` and `CHECK` from the definition of a column to the table.
final class ColumnConstraints {
  private ColumnConstraints() {}

  static Optional<List<String>> without(DdlText statement) {
    return statement.columns() >= 0 ? inTable(statement) : inAddedColumn(statement);
  }

  private static Optional<List<String>> inTable(DdlText statement) {
    DdlText rest = statement;
    boolean found = true;
    while (found) {
      found = false;
      for (Range element : rest.elements()) {
        Optional<Moved> moved =
            isConstraint(rest, element) ? Optional.empty() : first(rest, element);
        if (moved.isPresent()) {
          int end = rest.afterClosing(rest.columns()) - 1;
          String longer = rest.inserted(end, ", " + moved.get().constraint());
          rest = rest.of(rest.of(longer).without(moved.get().range()));
          found = true;
          break;
        }
      }
    }
    return rest == statement ? Optional.empty() : Optional.of(List.of(rest.text()));
  }

  private static Optional<List<String>> inAddedColumn(DdlText statement) {
    int add = statement.afterHead();
    if (!statement.head().is("alter", "table") || !statement.is(add, "add", "column")) {
      return Optional.empty();
    }
    int column = statement.is(add + 2, "if", "not", "exists") ? add + 5 : add + 2;
    List<String> statements = new ArrayList<>();
    DdlText rest = statement;
    Optional<Moved> moved = first(rest, new Range(column, rest.size()));
    while (moved.isPresent()) {
      statements.add(
          "ALTER TABLE " + statement.nameAsWritten() + " ADD " + moved.get().constraint());
      rest = rest.of(rest.without(moved.get().range()));
      moved = first(rest, new Range(column, rest.size()));
    }
    statements.addFirst(rest.text());
    return rest == statement ? Optional.empty() : Optional.of(statements);
  }

  /// A constraint of a column, in the form that a table has it.
  private record Moved(Range range, String constraint) {}

  private static Optional<Moved> first(DdlText statement, Range column) {
    int depth = 0;
    for (int i = column.from() + 1; i < column.to(); i++) {
      depth += statement.is(i, "(") ? 1 : statement.is(i, ")") ? -1 : 0;
      if (depth == 0 && statement.is(i, "references")) {
        return Optional.of(moved(statement, column, i, afterReference(statement, i)));
      }
      if (depth == 0 && statement.is(i, "check", "(")) {
        return Optional.of(moved(statement, column, i, afterEnforcement(statement, i + 1)));
      }
    }
    return Optional.empty();
  }

  private static Moved moved(DdlText statement, Range column, int from, int to) {
    boolean named = from - 2 > column.from() && statement.is(from - 2, "constraint");
    String name = named ? statement.text(new Range(from - 2, from)) + " " : "";
    String key =
        statement.is(from, "references")
            ? "FOREIGN KEY (" + statement.text(new Range(column.from(), column.from() + 1)) + ") "
            : "";
    return new Moved(
        new Range(named ? from - 2 : from, to), name + key + statement.text(new Range(from, to)));
  }

  private static int afterReference(DdlText statement, int references) {
    int end = statement.afterName(references + 1);
    if (statement.is(end, "(")) {
      end = statement.afterClosing(end);
    }
    if (statement.is(end, "on", "delete")) {
      end += statement.is(end + 2, "no", "action") ? 4 : 3;
    }
    return enforcement(statement, end);
  }

  private static int afterEnforcement(DdlText statement, int open) {
    return enforcement(statement, statement.afterClosing(open));
  }

  private static int enforcement(DdlText statement, int end) {
    if (statement.is(end, "not", "enforced")) {
      return end + 2;
    }
    return statement.is(end, "enforced") ? end + 1 : end;
  }

  private static boolean isConstraint(DdlText statement, Range element) {
    return statement.is(element.from(), "constraint")
        || statement.is(element.from(), "foreign", "key")
        || statement.is(element.from(), "check", "(")
        || statement.is(element.from(), "primary", "key");
  }
}
