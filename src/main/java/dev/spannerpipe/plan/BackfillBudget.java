package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import java.util.HashSet;
import java.util.Set;

/// Counts the statements of one batch that make Spanner validate or backfill existing data. Not
/// thread-safe.
///
/// Source: [Schema updates, best
/// practices](https://cloud.google.com/spanner/docs/schema-updates#best-practices): at most 10 such
/// statements in a batch. A statement that creates an index on a table or changes a table does not
/// count if the same batch creates the table, unless another backfill stands between the creation
/// of the table and the statement.
final class BackfillBudget {
  /// The maximum number of statements in one batch that validate or backfill data.
  static final int MOST = 10;

  private final Dialect dialect;
  private final Set<String> newTables = new HashSet<>();
  private int spent;

  BackfillBudget(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Returns whether the batch may also include this statement. If so, and if the statement makes
  /// Spanner validate or backfill data, counts the statement.
  boolean admits(String sql) {
    SchemaChange change = SchemaChange.of(dialect, sql);
    if (isCostly(change)) {
      if (spent == MOST) {
        return false;
      }
      spent++;
      // A backfill between the creation of a table and of its index makes Spanner backfill the
      // index as well.
      newTables.clear();
    }
    if (change.is("create", "table")) {
      newTables.add(change.name());
    }
    return true;
  }

  private boolean isCostly(SchemaChange change) {
    if (newTables.contains(change.table())) {
      return false;
    }
    return switch (change.verb()) {
      case "create" -> change.type().endsWith("index");
      case "alter" -> change.type().equals("table") && touchesData(change);
      default -> false;
    };
  }

  private static boolean touchesData(SchemaChange change) {
    return switch (change.word(0)) {
      case "add" ->
          change.word(1).equals("constraint")
              || isKeyOrCheck(change)
              || change.has("default")
              || change.has("stored");
      case "alter" -> !change.has("set", "options") && !change.has("default");
      default -> false;
    };
  }

  private static boolean isKeyOrCheck(SchemaChange change) {
    return change.word(1).equals("foreign")
        || change.word(1).equals("check")
        || change.word(1).equals("unique");
  }
}
