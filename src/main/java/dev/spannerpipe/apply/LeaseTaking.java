package dev.spannerpipe.apply;

import dev.spannerpipe.apply.LeaseAvailability.Blocked;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.LeaseFailure;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.retry.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Waits for the lease (the right to change the database) and takes it. Not thread-safe.
final class LeaseTaking {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// How much the epoch of the lease increases after the database was restored from a backup.
  /// Otherwise the epoch increases by 1 each time a run takes the lease. The ids of schema
  /// operations contain the epoch, and no id of the original database may be used again.
  private static final long EPOCHS_SKIPPED_AFTER_RESTORE = 1_000_000;

  private final Ports ports;
  private final Transactions transactions;
  private final ApplyEvents events;
  private final LeaseRequest request;
  private final LeaseAvailability availability;
  private final Duration lockTimeout;
  private final Deadline deadline;

  /// The epoch with which this run last tried to take the lease; 0 if it has not tried. Whether the
  /// attempt succeeded may be unknown.
  private long triedEpoch;

  LeaseTaking(
      Ports ports,
      Transactions transactions,
      ApplyEvents events,
      LeaseRequest request,
      Duration lockTimeout,
      Deadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.events = events;
    this.request = request;
    this.availability = new LeaseAvailability(request);
    this.lockTimeout = lockTimeout;
    this.deadline = deadline;
  }

  /// Returns whether this run tried to take the lease since the last [#forget].
  boolean hasTried() {
    return triedEpoch > 0;
  }

  /// Forgets earlier attempts to take the lease.
  void forget() {
    triedEpoch = 0;
  }

  /// Waits until the lease is available, and takes it. Returns the lease as this run took it.
  ///
  /// @param resolving whether the run is going to record a person's decision about an open intent
  ///   (the row that announces an effect before a run requests it). Such a run may take the lease
  ///   even if the database was restored from a backup and has an open intent
  Lease take(boolean resolving) {
    Lease.DatabaseIdentity identity = identity();
    Duration end = ports.time().elapsed().plus(deadline.atMost(lockTimeout));
    String logged = "";
    Taken taken = tryToTake(identity, resolving);
    while (taken.blocked() != null) {
      Duration left = end.minus(ports.time().elapsed());
      if (left.isNegative() || left.isZero()) {
        throw notTaken(taken.blocked());
      }
      if (!taken.blocked().why().equals(logged)) {
        logged = taken.blocked().why();
        events.leaseAwaited(logged, taken.blocked().holder());
      }
      ports.time().sleep(left.compareTo(PAUSE) < 0 ? left : PAUSE);
      taken = readAndTryToTake(identity, resolving);
    }
    Lease lease = Objects.requireNonNull(taken.lease());
    events.leaseTaken(lease, taken.from());
    logCopy(taken.restoredFrom());
    return lease;
  }

  private void logCopy(Lease.@Nullable DatabaseIdentity original) {
    if (original != null) {
      events.warn(
          "This database was restored or copied from "
              + RestoredDatabase.describe(original)
              + "; it does not contain what was applied to the original database afterwards");
    }
  }

  private Lease.DatabaseIdentity identity() {
    try {
      return transactions.call(ports.identity());
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("read which database this is", failure);
    }
  }

  private LeaseFailure notTaken(Blocked blocked) {
    return new LeaseFailure(
        "Could not take the lease of the database%s: %s"
            .formatted(lockTimeout.isZero() ? "" : " within " + text(lockTimeout), blocked.why()),
        blocked.action());
  }

  private static String text(Duration duration) {
    return duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }

  /// The result of one attempt to take the lease.
  ///
  /// @param lease the lease as this run took it; null if the lease was not available
  /// @param from the id of the run from which the lease was taken over; null if nobody held it
  /// @param restoredFrom the original database, if this database was restored or copied; otherwise
  ///   null
  /// @param blocked why the lease was not available; null if this run took the lease
  private record Taken(
      @Nullable Lease lease,
      @Nullable String from,
      Lease.@Nullable DatabaseIdentity restoredFrom,
      @Nullable Blocked blocked) {}

  /// Tries to take the lease only if a read without a transaction shows that the lease is
  /// available. Each attempt to take the lease is a transaction that reads the row of the lease.
  /// Such a transaction conflicts with the transactions of the holder, which write that row.
  /// Without the read, waiting runs would therefore slow down the holder.
  private Taken readAndTryToTake(Lease.DatabaseIdentity identity, boolean resolving) {
    Blocked blocked = availability.blocked(read(identity));
    return blocked == null ? tryToTake(identity, resolving) : new Taken(null, null, null, blocked);
  }

  private BookkeepingState read(Lease.DatabaseIdentity identity) {
    try {
      return transactions.call(() -> ports.database().state());
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("take the lease of " + identity.name(), failure);
    }
  }

  private Taken tryToTake(Lease.DatabaseIdentity identity, boolean resolving) {
    try {
      return transactions.runIfStillNeeded(
          "lease",
          (transaction, state, record) -> take(transaction, state, record, identity, resolving));
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("take the lease of " + identity.name(), failure);
    }
  }

  private Taken take(
      Transaction transaction,
      BookkeepingState state,
      Runnable record,
      Lease.DatabaseIdentity identity,
      boolean resolving) {
    Optional<Lease> lease = state.lease();
    Optional<Lease.Holder> holder = lease.flatMap(Lease::holder);
    if (availability.isOurs(lease)) {
      return new Taken(lease.orElseThrow(), null, null, null);
    }
    Blocked blocked = availability.blocked(state);
    if (blocked != null) {
      return new Taken(null, null, null, blocked);
    }
    boolean restored = lease.filter(row -> row.database().isOther(identity)).isPresent();
    if (restored && !resolving && state.open().isPresent()) {
      throw RestoredDatabase.inTheMiddle(
          lease.orElseThrow().database(), identity, state.open().orElseThrow());
    }
    record.run();
    Lease taken = taken(transaction, state, identity, restored);
    triedEpoch = taken.epoch();
    transaction.write(new Write.PutLease(taken));
    transaction.write(new Write.PutLock(HeldLiquibaseLock.heldBy(request, state.databaseTime())));
    if (state.majorVersion() == 0) {
      transaction.write(new Write.PutVersion(TablesVersion.MAJOR));
    }
    return new Taken(
        taken,
        holder.map(Lease.Holder::runId).orElse(null),
        restored ? lease.orElseThrow().database() : null,
        null);
  }

  private Lease taken(
      Transaction transaction,
      BookkeepingState state,
      Lease.DatabaseIdentity identity,
      boolean restored) {
    Lease before =
        state
            .lease()
            .orElseGet(
                () ->
                    new Lease(
                        lastEpoch(state),
                        Optional.empty(),
                        state.databaseTime(),
                        identity,
                        0,
                        Chain.GENESIS,
                        Optional.empty()));
    Lease chained = withDeadHolderLinked(transaction, before);
    return new Lease(
        before.epoch() + (restored ? EPOCHS_SKIPPED_AFTER_RESTORE : 1),
        Optional.of(
            new Lease.Holder(
                request.runId(),
                request.url(),
                request.takeoverKey(),
                request.stepRunNumber(),
                state.databaseTime())),
        state.databaseTime().plus(LeaseKeeper.LENGTH),
        // If the creation time could not be read, the stored identity of the database remains.
        identity.createdAt() == null && !restored ? before.database() : identity,
        chained.links(),
        chained.link(),
        before.deployment());
  }

  /// Returns the epoch to continue from if there is no row of the lease. In new tables, this epoch
  /// is 0. In older tables, the row was lost, so the epoch is the database's time in seconds since
  /// 1970. No epoch has ever been that high, so no id of an intent is used again.
  private static long lastEpoch(BookkeepingState state) {
    return state.majorVersion() == 0 ? 0 : state.databaseTime().getEpochSecond();
  }

  /// Returns the lease after adding its previous holder to the database's hash chain of runs, if
  /// that run is not in the chain yet. A run that was killed could not add itself.
  private static Lease withDeadHolderLinked(Transaction transaction, Lease lease) {
    Optional<RunRow> dead =
        lease
            .holder()
            .flatMap(holder -> transaction.run(holder.runId()))
            .filter(run -> run.link().isEmpty() && run.headSequence() > 0);
    if (dead.isEmpty()) {
      return lease;
    }
    RunRow linked = RunChain.linked(lease, dead.get());
    transaction.write(new Write.PutRun(linked));
    return RunChain.after(lease, linked);
  }
}
