package dev.spannerpipe.record;

import java.util.List;

/// Reads the record that a database holds, as it was at one moment: all answers of one reader are
/// from the same snapshot, as a run that goes on would else seem to be damaged. A port that
/// `spanner` implements.
public interface RecordReader {
  /// Returns the newest runs, newest first, at most so many.
  List<RunRow> runs(int limit);

  /// Returns the events of a run as [Event#line] wrote them, by their sequence; none where there is
  /// no such run.
  List<String> eventLines(String runId);

  /// Returns where the lease says that the database's chain ends.
  ChainEnd chainEnd();

  /// The end of a database's chain of runs.
  ///
  /// @param links how many links it has
  /// @param link the hash of the last one, or [Chain#GENESIS] where there is none
  record ChainEnd(long links, String link) {
    /// The end of a chain without links.
    public static final ChainEnd NONE = new ChainEnd(0, Chain.GENESIS);
  }
}
