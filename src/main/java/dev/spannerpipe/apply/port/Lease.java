package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.UnfinishedDeployment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The only row of `SPANNER_PIPE_LEASE`. It is never deleted, and its epoch never goes back.
///
/// @param epoch starts at 1 and increases each time the lease is taken; it increases by more than 1
///   after a restore
/// @param holder the holder, if there is one
/// @param expiresAt when it expires, by the database's clock
/// @param database the database that this row was written in
/// @param links how many links the database's chain has
/// @param link the last link of that chain
/// @param deployment the plan that was begun and not finished yet
public record Lease(
    long epoch,
    Optional<Holder> holder,
    Instant expiresAt,
    DatabaseIdentity database,
    long links,
    String link,
    Optional<Deployment> deployment) {

  /// The holder of the lease.
  ///
  /// @param runId the id of the run
  /// @param url the address of its build, for people
  /// @param takeoverKey equal for re-runs of the same step; null if that is not known
  /// @param stepRunNumber counts the re-runs, from 1
  /// @param since when it took the lease, by the database's clock
  public record Holder(
      String runId,
      @Nullable String url,
      @Nullable String takeoverKey,
      long stepRunNumber,
      Instant since) {}

  /// Distinguishes a database from one that was restored or copied from it.
  ///
  /// @param name its full resource name
  /// @param createdAt its creation time; null if the server does not report it (an emulator)
  public record DatabaseIdentity(String name, @Nullable Instant createdAt) {
    /// Returns whether these are certainly two different databases.
    public boolean isOther(DatabaseIdentity that) {
      boolean bothKnown = createdAt != null && that.createdAt() != null;
      return !name.equals(that.name())
          || (bothKnown && !Objects.equals(createdAt, that.createdAt()));
    }
  }

  /// A plan that was begun.
  ///
  /// @param planSha256 its digest
  /// @param deploymentId the `DEPLOYMENT_ID` of its history rows
  public record Deployment(String planSha256, String deploymentId) {
    /// Returns the deployment as the planner needs it.
    public UnfinishedDeployment begun() {
      return new UnfinishedDeployment(planSha256, deploymentId);
    }
  }
}
