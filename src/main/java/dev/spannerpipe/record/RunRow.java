package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `SPANNER_PIPE_RUN`.
///
/// @param endedAt null while it runs, and for ever if it was killed
/// @param exitCode null while it runs, and for ever if it was killed
/// @param planSha256 the digest of its plan; null before there is one
/// @param headSequence how many of its events the database holds
/// @param head the hash of the last of them
/// @param link its place in the database's chain, if it has one
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
  /// @param number counts the links, from 1
  /// @param sequence the event at which the run was linked
  /// @param head that event's hash
  /// @param previous the link before, or [Chain#GENESIS]
  /// @param hash what [Chain#link] makes of all that
  public record Link(long number, long sequence, String head, String previous, String hash) {}
}
