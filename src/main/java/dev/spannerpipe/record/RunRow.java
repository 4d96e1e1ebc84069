package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of the table `SPANNER_PIPE_RUN`, which has one row for each run.
///
/// @param endedAt when the run ended; null while the run is running, and forever if it was killed
/// @param exitCode the exit code of the run; null as long as `endedAt` is null
/// @param planSha256 the digest of the run's plan; null before the plan is made
/// @param headSequence the number of the run's last event that is stored in the database
/// @param head the hash of that event
/// @param link the run's entry in the hash chain of the database; empty if the chain does not
///   contain the run
public record RunRow(
    String runId,
    String command,
    String version,
    @Nullable String commit,
    @Nullable String buildUrl,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long exitCode,
    @Nullable String planSha256,
    long headSequence,
    String head,
    Optional<Link> link) {
  /// A run's entry in the hash chain of the database.
  ///
  /// @param number the number of the link, from 1
  /// @param sequence the number of the run's last event at the time when the link was added
  /// @param head the hash of that event
  /// @param previous the hash of the previous link; [Chain#GENESIS] in the first link
  /// @param hash the hash of this link, computed by [Chain#linkHash]
  public record Link(long number, long sequence, String head, String previous, String hash) {}
}
