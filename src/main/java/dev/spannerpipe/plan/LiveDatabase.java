package dev.spannerpipe.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database as it is right now: the port through which preconditions and live steps ask.
public interface LiveDatabase {
  /// Runs a query outside of any transaction and returns its rows, each value as text: numbers in
  /// decimal, truth values as `true` or `false`, timestamps in RFC 3339, null as null. Throws a
  /// [QueryException] where the server refuses.
  List<List<@Nullable String>> query(String sql);

  /// Returns whether the schema's own tables show every object. A [database
  /// role](https://cloud.google.com/spanner/docs/fgac-about) sees only what it has a privilege on.
  default boolean showsAll() {
    return true;
  }

  /// Returns the rows of `DATABASECHANGELOG`, in the order of their execution.
  List<HistoryRow> history();
}
