package dev.spannerpipe.apply.port;

import org.jspecify.annotations.Nullable;

/// Who asks for the lease.
///
/// @param runId the run
/// @param url where a person can see its build
/// @param takeoverKey equal for re-runs of the same step; null where that cannot be told
/// @param stepRunNumber counts the re-runs, from 1
public record LeaseRequest(
    String runId, @Nullable String url, @Nullable String takeoverKey, long stepRunNumber) {
  /// Returns whether the holder is an earlier try of the same step, which Bitbucket ended before it
  /// began this one.
  public boolean supersedes(Lease.Holder holder) {
    return takeoverKey != null
        && takeoverKey.equals(holder.takeoverKey())
        && stepRunNumber > holder.stepRunNumber();
  }
}
