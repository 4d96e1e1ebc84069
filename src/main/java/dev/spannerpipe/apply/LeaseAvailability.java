package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides from the book-keeping state whether this run may have the lease.
///
/// @param claim the request for the lease
record LeaseAvailability(LeaseRequest claim) {
  /// Why the lease is not available now.
  record Blocked(String why, Lease.@Nullable Holder holder, String action) {}

  /// Returns whether an earlier run left something that only the holder of the lease may clean up.
  /// This is an intent, a half-finished change set, Liquibase's lock, or the lease of a dead run.
  boolean isSomethingLeft(BookkeepingState standing) {
    return standing.open().isPresent()
        || standing.cursor().isPresent()
        || isLockLeft(standing)
        || standing
            .lease()
            .filter(
                row ->
                    row.holder()
                        .filter(holder -> isDead(row, holder, standing.databaseTime()))
                        .isPresent())
            .isPresent();
  }

  /// The holder of the lease also holds the lock, so no run of this pipe should hold the lock
  /// alone.
  private static boolean isLockLeft(BookkeepingState standing) {
    return standing.lock().locked()
        && !HeldLiquibaseLock.isStrangers(standing.lock())
        && standing.lease().flatMap(Lease::holder).isEmpty();
  }

  private boolean isDead(Lease row, Lease.Holder holder, Instant now) {
    return !row.expiresAt().isAfter(now) || claim.supersedes(holder);
  }

  /// Returns whether this run holds the lease.
  boolean isOurs(Optional<Lease> lease) {
    return lease
        .flatMap(Lease::holder)
        .filter(holder -> holder.runId().equals(claim.runId()))
        .isPresent();
  }

  /// Returns why the lease is not available now; null if it is.
  @Nullable Blocked blocked(BookkeepingState standing) {
    Optional<Lease> lease = standing.lease();
    Lease.Holder holder = lease.flatMap(Lease::holder).orElse(null);
    Optional<Intent> partitioned =
        standing.open().filter(intent -> intent.kind() == Intent.Kind.PARTITIONED);
    boolean mayStillBeSent =
        partitioned
            .map(Intent::deadline)
            .filter(end -> standing.databaseTime().isBefore(end))
            .isPresent();
    if (holder != null && mayStillBeSent) {
      return new Blocked(
          "run %s may still send a partitioned update".formatted(holder.runId()),
          holder,
          "Run again in a few minutes");
    }
    if (holder != null && !isDead(lease.orElseThrow(), holder, standing.databaseTime())) {
      return new Blocked(
          "run %s%s has held it since %s"
              .formatted(holder.runId(), url(holder.url()), holder.since()),
          holder,
          "Wait for that run to end, or raise LOCK_TIMEOUT, and run again; where that run is dead, its lease expires within a minute");
    }
    return HeldLiquibaseLock.isStrangers(standing.lock())
        ? lockedByLiquibase(standing.lock())
        : null;
  }

  private static Blocked lockedByLiquibase(LiquibaseLock lock) {
    return new Blocked(
        "Liquibase's lock is held" + lock.holder(),
        null,
        "Wait for that Liquibase to end; if it is dead, take its lock away with COMMAND=unlock, and run again");
  }

  /// Returns a run's address for a message; empty if it has none.
  static String url(@Nullable String url) {
    return url == null ? "" : " (" + url + ")";
  }
}
