package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides from the book-keeping state whether this run may take the lease (the right to change the
/// database).
///
/// @param request the request of this run for the lease
record LeaseAvailability(LeaseRequest request) {
  /// Why the lease is not available now.
  ///
  /// @param why the reason, as a clause
  /// @param holder the run that holds the lease, if that is the reason; otherwise null
  /// @param action what the user can do
  record Blocked(String why, Lease.@Nullable Holder holder, String action) {}

  /// Returns whether an earlier run left something that only the holder of the lease may clean up:
  /// an open intent (the row with which a run announced an effect), a half-finished change set,
  /// Liquibase's lock, or the lease of a dead run.
  boolean isSomethingLeft(BookkeepingState state) {
    return state.open().isPresent()
        || state.cursor().isPresent()
        || isLockLeft(state)
        || state
            .lease()
            .filter(
                row ->
                    row.holder()
                        .filter(holder -> isDead(row, holder, state.databaseTime()))
                        .isPresent())
            .isPresent();
  }

  /// Returns whether an earlier run of this pipe left Liquibase's lock behind. A run that is still
  /// working holds this lock only together with the lease, so the lock is left behind if no run
  /// holds the lease.
  private static boolean isLockLeft(BookkeepingState state) {
    return state.lock().locked()
        && !HeldLiquibaseLock.isStrangers(state.lock())
        && state.lease().flatMap(Lease::holder).isEmpty();
  }

  private boolean isDead(Lease row, Lease.Holder holder, Instant now) {
    return !row.expiresAt().isAfter(now) || request.supersedes(holder);
  }

  /// Returns whether this run holds the lease.
  boolean isOurs(Optional<Lease> lease) {
    return lease
        .flatMap(Lease::holder)
        .filter(holder -> holder.runId().equals(request.runId()))
        .isPresent();
  }

  /// Returns why the lease is not available now; null if it is available.
  @Nullable Blocked blocked(BookkeepingState state) {
    Optional<Lease> lease = state.lease();
    Lease.Holder holder = lease.flatMap(Lease::holder).orElse(null);
    Optional<Intent> partitioned =
        state.open().filter(intent -> intent.kind() == Intent.Kind.PARTITIONED);
    boolean mayStillBeSent =
        partitioned
            .map(Intent::deadline)
            .filter(end -> state.databaseTime().isBefore(end))
            .isPresent();
    if (holder != null && mayStillBeSent) {
      return new Blocked(
          "run %s may still send a partitioned update".formatted(holder.runId()),
          holder,
          "Run again in a few minutes");
    }
    if (holder != null && !isDead(lease.orElseThrow(), holder, state.databaseTime())) {
      return new Blocked(
          "run %s%s has held it since %s"
              .formatted(holder.runId(), url(holder.url()), holder.since()),
          holder,
          "Wait for that run to end, or raise LOCK_TIMEOUT, and run again; if that run is dead, its lease expires within a minute");
    }
    return HeldLiquibaseLock.isStrangers(state.lock()) ? lockedByLiquibase(state.lock()) : null;
  }

  private static Blocked lockedByLiquibase(LiquibaseLock lock) {
    return new Blocked(
        "Liquibase's lock is held" + lock.holder(),
        null,
        "Wait for that Liquibase process to end, or, if it is dead, remove its lock with COMMAND=unlock; then run again");
  }

  /// Returns the URL of a run's build in parentheses, for a message; empty if the URL is not known.
  static String url(@Nullable String url) {
    return url == null ? "" : " (" + url + ")";
  }
}
