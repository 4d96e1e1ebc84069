package dev.spannerpipe.apply.port;

import org.jspecify.annotations.Nullable;

/// A run's request for the lease.
///
/// @param runId the id of the run
/// @param url the address of its build, for people
/// @param takeoverKey equal for re-runs of the same step; null if that is not known
/// @param stepRunNumber counts the re-runs, from 1
public record LeaseRequest(
    String runId, @Nullable String url, @Nullable String takeoverKey, long stepRunNumber) {
  /// Returns whether the holder is an earlier run of the same step. Bitbucket ended that run before
  /// it began this one.
  public boolean supersedes(Lease.Holder holder) {
    return takeoverKey != null
        && takeoverKey.equals(holder.takeoverKey())
        && stepRunNumber > holder.stepRunNumber();
  }
}
