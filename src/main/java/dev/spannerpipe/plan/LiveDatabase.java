package dev.spannerpipe.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database as it is right now: the port through which preconditions and live steps ask.
public interface LiveDatabase {
  /// Runs a query outside of any transaction and returns its rows, each value as text: numbers in
  /// decimal, truth values as `true` or `false`, timestamps in RFC 3339, null as null. Throws a
  /// [QueryException] where the server refuses.
  List<List<@Nullable String>> query(String sql);

  /// Returns the rows of `DATABASECHANGELOG`, in the order of their execution.
  List<HistoryRow> history();
}
