package dev.spannerpipe.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events about the lease, which decides who may change the database.
public sealed interface LeaseEvent extends RunEvent {
  /// Another run holds the lease, or plain Liquibase holds its lock.
  ///
  /// @param holder the id of the other run; for Liquibase's lock, this and the next components are
  ///   absent
  record LeaseAwaited(
      String reason, @Nullable String holder, @Nullable String holderUrl, @Nullable Instant since)
      implements LeaseEvent {}

  /// This run took the lease.
  ///
  /// @param takenFrom the run that held the lease before and did not release it
  record LeaseTaken(long epoch, @Nullable String takenFrom) implements LeaseEvent {}

  /// The lease was released. If no further event follows, this event is written in the same
  /// transaction as the release.
  record LeaseReturned(long epoch) implements LeaseEvent {}

  /// A lock of plain Liquibase was removed.
  record LockRemoved(@Nullable String lockedBy, @Nullable Instant since) implements LeaseEvent {}
}
