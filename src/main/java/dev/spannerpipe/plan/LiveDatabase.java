package dev.spannerpipe.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database as it is now. Through this interface, preconditions and steps whose SQL depends on
/// the live schema query the database.
public interface LiveDatabase {
  /// Runs a query outside of any transaction and returns its rows, with each value as a string.
  /// Numbers are decimal, booleans are `true` or `false`, timestamps follow RFC 3339, and SQL
  /// `NULL` is null. Throws a [QueryException] if the query fails.
  List<List<@Nullable String>> query(String sql);

  /// Returns whether the information schema shows every object of the database. A [database
  /// role](https://cloud.google.com/spanner/docs/fgac-about) sees only objects on which it has a
  /// privilege.
  default boolean showsAll() {
    return true;
  }

  /// Returns the rows of `DATABASECHANGELOG`, in the order of their execution.
  List<HistoryRow> history();
}
