package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.UnfinishedDeployment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The only row of `SPANNER_PIPE_LEASE`. The lease is the right to change the database. The row is
/// never deleted, and its epoch never decreases.
///
/// @param epoch a number that starts at 1 and increases each time a run takes the lease: by 1, or
///   by more if the database was restored from a backup
/// @param holder the run that holds the lease; empty if no run holds it
/// @param expiresAt when the lease expires, by the database's clock
/// @param database the database in which this row was written; differs from the database that
///   contains the row if that database was restored or copied
/// @param links the number of runs in the database's hash chain of runs
/// @param link the hash of the last run in that chain
/// @param deployment the plan that a run began to execute and that is not finished yet
public record Lease(
    long epoch,
    Optional<Holder> holder,
    Instant expiresAt,
    DatabaseIdentity database,
    long links,
    String link,
    Optional<Deployment> deployment) {

  /// Returns the lowest epoch that may have an open intent (a row that announces an effect before a
  /// run requests it). It is the stored mark, unless the mark cannot belong to the lease: if the
  /// row of the lease is missing or was set back, any epoch may have an open intent, and the result
  /// is 0.
  ///
  /// @param lease the row of the lease, if there is one
  /// @param closedBefore the mark, see [Write.PutClosedBefore]; 0 if there is none
  public static long lowestOpenEpoch(Optional<Lease> lease, long closedBefore) {
    return lease.filter(row -> closedBefore <= row.epoch() + 1).map(_ -> closedBefore).orElse(0L);
  }

  /// The holder of the lease.
  ///
  /// @param runId the id of the run
  /// @param url the URL of the run's build, for people; null if there is none
  /// @param takeoverKey a string that all runs of the same step share; null if the step is not
  ///   known
  /// @param stepRunNumber the number of this run of the step, counted from 1
  /// @param since when the run took the lease, by the database's clock
  public record Holder(
      String runId,
      @Nullable String url,
      @Nullable String takeoverKey,
      long stepRunNumber,
      Instant since) {}

  /// Identifies a database, so that it can be distinguished from a restored or copied one.
  ///
  /// @param name the full resource name of the database
  /// @param createdAt the creation time of the database; null if the server does not report the
  ///   time (an emulator)
  public record DatabaseIdentity(String name, @Nullable Instant createdAt) {
    /// Returns whether these are certainly two different databases.
    public boolean isOther(DatabaseIdentity that) {
      boolean bothKnown = createdAt != null && that.createdAt() != null;
      return !name.equals(that.name())
          || (bothKnown && !Objects.equals(createdAt, that.createdAt()));
    }
  }

  /// A plan that a run began to execute.
  ///
  /// @param planSha256 the SHA-256 of the plan
  /// @param deploymentId the `DEPLOYMENT_ID` of the plan's history rows
  public record Deployment(String planSha256, String deploymentId) {
    /// Returns the same values in the type that the planner uses.
    public UnfinishedDeployment begun() {
      return new UnfinishedDeployment(planSha256, deploymentId);
    }
  }
}
