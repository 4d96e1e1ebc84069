package dev.spannerpipe.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events about the lease, which decides who may change the database.
public sealed interface LeaseEvent extends RunEvent {
  /// Another run holds the lease, or plain Liquibase holds its lock.
  ///
  /// @param holder the id of the other run; absent for Liquibase's lock, like the components after
  ///   it
  record LeaseAwaited(
      String reason, @Nullable String holder, @Nullable String holderUrl, @Nullable Instant since)
      implements LeaseEvent {}

  /// This run took the lease.
  ///
  /// @param epoch the number of the lease, which increases each time that a run takes it
  /// @param takenFrom the id of the run that had the lease before and did not release it
  record LeaseTaken(long epoch, @Nullable String takenFrom) implements LeaseEvent {}

  /// The lease was released. At the end of a run, the transaction that releases the lease also
  /// writes this event. If the run continues without the lease, the event follows the release.
  record LeaseReturned(long epoch) implements LeaseEvent {}

  /// A lock of plain Liquibase was removed.
  record LockRemoved(@Nullable String lockedBy, @Nullable Instant since) implements LeaseEvent {}
}
