package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import java.util.Optional;

/// Takes clauses out of `CREATE TABLE` that follow its columns, or belong behind them.
final class TableClauses {
  private TableClauses() {}

  /// Moves `PRIMARY KEY (…)` from within the parentheses behind them.
  static Optional<String> withKeyBehind(DdlText statement) {
    for (Range element : statement.elements()) {
      int key = statement.is(element.from(), "constraint") ? element.from() + 2 : element.from();
      if (statement.is(key, "primary", "key", "(")) {
        String clause = statement.text(new Range(key, element.to()));
        int behind = statement.afterClosing(statement.columns());
        boolean more = behind < statement.size() && !statement.is(behind, ",");
        return Optional.of(
            statement
                .of(statement.inserted(behind, " " + clause + (more ? ", " : "")))
                .withoutElement(element));
      }
    }
    return Optional.empty();
  }

  /// Removes `INTERLEAVE IN` without `PARENT`. It only says where rows are stored.
  static Optional<String> withoutInterleaveIn(DdlText statement) {
    int in = behindColumns(statement, "interleave", "in");
    return in < 0 || statement.is(in + 2, "parent")
        ? Optional.empty()
        : Optional.of(withoutClause(statement, new Range(in, statement.afterName(in + 2))));
  }

  static Optional<String> withoutTableOptions(DdlText statement) {
    int options = behindColumns(statement, "options", "(");
    return options < 0
        ? Optional.empty()
        : Optional.of(
            withoutClause(statement, new Range(options, statement.afterClosing(options + 1))));
  }

  /// Removes `LOCALITY GROUP g` behind the columns, in the PostgreSQL dialect.
  static Optional<String> withoutLocalityGroup(DdlText statement) {
    int group = behindColumns(statement, "locality", "group");
    return group < 0
        ? Optional.empty()
        : Optional.of(withoutClause(statement, new Range(group, statement.afterName(group + 2))));
  }

  private static int behindColumns(DdlText statement, String... words) {
    return statement.columns() < 0
        ? -1
        : statement.find(statement.afterClosing(statement.columns()), words);
  }

  private static String withoutClause(DdlText statement, Range clause) {
    boolean comma = statement.is(clause.from() - 1, ",");
    return statement.without(comma ? new Range(clause.from() - 1, clause.to()) : clause);
  }
}
