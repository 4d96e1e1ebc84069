package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `SPANNER_PIPE_RUN`.
///
/// @param endedAt when the run ended; null while it is running, and forever if it was killed
/// @param exitCode its exit code; null while it is running, and forever if it was killed
/// @param planSha256 the digest of its plan; null before the plan is made
/// @param headSequence how many of its events the database holds
/// @param head the hash of the last of these events
/// @param link its place in the chain of the database, if it has one
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
  /// A run's place in the chain of its database.
  ///
  /// @param number the number of the link, from 1
  /// @param sequence the event at which the run was linked
  /// @param head the hash of that event
  /// @param previous the hash of the previous link, or [Chain#GENESIS]
  /// @param hash the hash of this link, computed by [Chain#link]
  public record Link(long number, long sequence, String head, String previous, String hash) {}
}
