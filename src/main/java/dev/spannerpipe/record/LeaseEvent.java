package dev.spannerpipe.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who may change the database.
public sealed interface LeaseEvent extends RunEvent {
  /// Another run holds the lease, or plain Liquibase its lock.
  ///
  /// @param holder the other run's id; absent for Liquibase's lock, as the rest
  record LeaseAwaited(
      String reason, @Nullable String holder, @Nullable String holderUrl, @Nullable Instant since)
      implements LeaseEvent {}

  /// The lease is ours.
  ///
  /// @param takenFrom the run that held it before and did not release it
  record LeaseTaken(long epoch, @Nullable String takenFrom) implements LeaseEvent {}

  /// The lease was released. Where nothing follows, the event is written together with that.
  record LeaseReturned(long epoch) implements LeaseEvent {}

  /// A lock of plain Liquibase was removed.
  record LockRemoved(@Nullable String lockedBy, @Nullable Instant since) implements LeaseEvent {}
}
