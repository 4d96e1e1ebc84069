package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.UnfinishedDeployment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one row of `SPANNER_PIPE_LEASE`. It is never deleted, and its epoch never goes back.
///
/// @param epoch counts how often the lease was taken, from 1
/// @param holder who holds it, if anybody does
/// @param expiresAt by the database's clock
/// @param database the database that this row was written in
/// @param links how many links the database's chain has
/// @param link the last link of that chain
/// @param deployment the plan that was begun and not yet finished
public record Lease(
    long epoch,
    Optional<Holder> holder,
    Instant expiresAt,
    DatabaseIdentity database,
    long links,
    String link,
    Optional<Deployment> deployment) {

  /// Who holds the lease.
  ///
  /// @param runId the run
  /// @param url where a person can see its build
  /// @param takeoverKey equal for re-runs of the same step; null where that cannot be told
  /// @param stepRunNumber counts the re-runs, from 1
  /// @param since when it took the lease, by the database's clock
  public record Holder(
      String runId,
      @Nullable String url,
      @Nullable String takeoverKey,
      long stepRunNumber,
      Instant since) {}

  /// Tells a database from a restored or copied one.
  ///
  /// @param name its full resource name
  /// @param createdAt its creation time; null where the server does not say (an emulator)
  public record DatabaseIdentity(String name, @Nullable Instant createdAt) {
    /// Returns whether the two are certainly not the same database.
    public boolean isOther(DatabaseIdentity that) {
      boolean bothKnown = createdAt != null && that.createdAt() != null;
      return !name.equals(that.name())
          || (bothKnown && !Objects.equals(createdAt, that.createdAt()));
    }
  }

  /// A plan that was begun.
  ///
  /// @param planSha256 its digest
  /// @param deploymentId what its history rows carry as `DEPLOYMENT_ID`
  public record Deployment(String planSha256, String deploymentId) {
    /// Returns it for the planner.
    public UnfinishedDeployment begun() {
      return new UnfinishedDeployment(planSha256, deploymentId);
    }
  }
}
