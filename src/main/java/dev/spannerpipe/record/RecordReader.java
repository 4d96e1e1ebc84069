package dev.spannerpipe.record;

import java.util.List;
import java.util.Optional;

/// Reads the record that a database holds; the port of the command `history`. If the tables are
/// missing, each result is empty.
public interface RecordReader {
  /// Returns the rows of the latest runs, newest first.
  ///
  /// @param limit the maximum number of rows, from 1
  List<RunRow> runs(int limit);

  /// Returns the events of a run exactly as they are stored: one canonical JSON object per event,
  /// ordered by sequence number.
  List<String> eventLines(String runId);

  /// Returns the end of the hash chain that links the runs of the database; empty if no run is
  /// linked yet.
  Optional<ChainEnd> chainEnd();

  /// The end of the hash chain that links the runs of a database.
  ///
  /// @param links how many links the chain has
  /// @param linkHash the hash of the last link
  record ChainEnd(long links, String linkHash) {}
}
