package dev.spannerpipe.record;

import java.util.List;
import java.util.Optional;

/// Reads the record that a database holds: the port of `history`. Where the tables are missing
/// there is no record, and every answer is empty.
public interface RecordReader {
  /// Returns the rows of the latest runs, newest first.
  ///
  /// @param limit how many at most, from 1
  List<RunRow> runs(int limit);

  /// Returns the events of a run as they were stored: canonical JSON, one per event, in the order
  /// of their sequence numbers.
  List<String> eventLines(String runId);

  /// Returns where the database's chain of runs ends; empty where no run was linked yet.
  Optional<ChainEnd> chainEnd();

  /// The end of a database's chain of runs.
  ///
  /// @param links how many links it has
  /// @param link the last of them, or [Chain#GENESIS]
  record ChainEnd(long links, String link) {}
}
