package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `SPANNER_PIPE_RUN`.
///
/// @param endedAt when the run ended; null while the run is running, and forever if it was killed
/// @param exitCode the exit code of the run; null as long as `endedAt` is null
/// @param planSha256 the digest of the run's plan; null before the plan is made
/// @param headSequence how many events of the run the database contains
/// @param head the hash of the last of these events
/// @param link the run's place in the hash chain of the database; empty if the run is not linked
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
  /// A run's place in the hash chain of the database.
  ///
  /// @param number the number of the link, from 1
  /// @param sequence the number of the event at which the run was linked
  /// @param head the hash of that event
  /// @param previous the hash of the previous link; [Chain#GENESIS] in the first link
  /// @param hash the hash of this link, computed by [Chain#linkHash]
  public record Link(long number, long sequence, String head, String previous, String hash) {}
}
