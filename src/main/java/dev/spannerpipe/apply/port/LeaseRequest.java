package dev.spannerpipe.apply.port;

import org.jspecify.annotations.Nullable;

/// A run's request for the lease (the right to change the database).
///
/// @param runId the id of the run
/// @param url the URL of the run's build, for people; null if there is none
/// @param takeoverKey a string that all runs of the same step share; null if the step is not known
/// @param stepRunNumber the number of this run of the step, counted from 1
public record LeaseRequest(
    String runId, @Nullable String url, @Nullable String takeoverKey, long stepRunNumber) {
  /// Returns whether the holder of the lease is an earlier run of the same step. If so, the earlier
  /// run has ended, because Bitbucket ends a run of a step before it starts the next one.
  public boolean supersedes(Lease.Holder holder) {
    return takeoverKey != null
        && takeoverKey.equals(holder.takeoverKey())
        && stepRunNumber > holder.stepRunNumber();
  }
}
