package dev.spannerpipe.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events about the lease: the right to change the database, which one run has at a time.
public sealed interface LeaseEvent extends RunEvent {
  /// Another run holds the lease, or plain Liquibase holds its lock.
  ///
  /// @param holder the id of the run that holds the lease; absent for Liquibase's lock
  record LeaseAwaited(
      String reason, @Nullable String holder, @Nullable String holderUrl, @Nullable Instant since)
      implements LeaseEvent {}

  /// This run took the lease.
  ///
  /// @param epoch a number that increases each time that a run takes the lease
  /// @param takenFrom the id of the run that had the lease before and did not release it
  record LeaseTaken(long epoch, @Nullable String takenFrom) implements LeaseEvent {}

  /// The lease was released. At the end of a run, the transaction that releases the lease also
  /// writes this event. If the run continues without the lease, the event follows the release.
  record LeaseReturned(long epoch) implements LeaseEvent {}

  /// The lock of plain Liquibase (without the pipe) was removed.
  record LockRemoved(@Nullable String lockedBy, @Nullable Instant since) implements LeaseEvent {}
}
