package dev.spannerpipe.record;

import java.util.List;
import java.util.Optional;

/// Reads the record (the events of all runs) from the database, for the command `history`. If the
/// tables are missing, each result is empty.
public interface RecordReader {
  /// Returns the rows of the latest runs, newest first.
  ///
  /// @param limit the maximum number of rows, from 1
  List<RunRow> runs(int limit);

  /// Returns the events of a run exactly as they are stored: one canonical JSON object per event,
  /// ordered by sequence number.
  List<String> eventLines(String runId);

  /// Returns the end of the hash chain of the database's runs; empty if the chain has no link yet.
  /// Each link is the entry of one run.
  Optional<ChainEnd> chainEnd();

  /// The end of the hash chain of a database's runs.
  ///
  /// @param links the number of links in the chain
  /// @param linkHash the hash of the last link
  record ChainEnd(long links, String linkHash) {}
}
