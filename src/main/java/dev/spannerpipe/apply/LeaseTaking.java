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

/// Waits for the lease and takes it. Not thread-safe.
final class LeaseTaking {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Keeps operation ids from before a restore from being used again.
  private static final long EPOCHS_SKIPPED_AFTER_RESTORE = 1_000_000;

  private final Ports ports;
  private final Transactions transactions;
  private final ApplyEvents events;
  private final LeaseRequest claim;
  private final LeaseAvailability availability;
  private final Duration lockTimeout;
  private final Deadline deadline;

  /// The epoch that this run last tried to get. It may be unknown whether the attempt succeeded.
  private long asked;

  LeaseTaking(
      Ports ports,
      Transactions transactions,
      ApplyEvents events,
      LeaseRequest claim,
      Duration lockTimeout,
      Deadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.events = events;
    this.claim = claim;
    this.availability = new LeaseAvailability(claim);
    this.lockTimeout = lockTimeout;
    this.deadline = deadline;
  }

  /// Returns whether this run tried to take the lease since the last [#forget].
  boolean wasAsked() {
    return asked > 0;
  }

  /// Forgets earlier attempts to take the lease.
  void forget() {
    asked = 0;
  }

  /// Waits until the lease is available, and takes it. Returns the lease as this run took it.
  ///
  /// @param resolving whether a person is about to resolve what is open; allowed even in a restored
  ///   database
  Lease take(boolean resolving) {
    Lease.DatabaseIdentity identity = identity();
    Duration end = ports.time().elapsed().plus(deadline.atMost(lockTimeout));
    String told = "";
    Taken taken = tryToTake(identity, resolving);
    while (taken.blocked() != null) {
      Duration left = end.minus(ports.time().elapsed());
      if (left.isNegative() || left.isZero()) {
        throw notHad(taken.blocked());
      }
      if (!taken.blocked().why().equals(told)) {
        told = taken.blocked().why();
        events.leaseAwaited(told, taken.blocked().holder());
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
              + "; what was applied to the original since then is not in it");
    }
  }

  private Lease.DatabaseIdentity identity() {
    try {
      return transactions.call(ports.identity());
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("read which database this is", failure);
    }
  }

  private LeaseFailure notHad(Blocked blocked) {
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
  private record Taken(
      @Nullable Lease lease,
      @Nullable String from,
      Lease.@Nullable DatabaseIdentity restoredFrom,
      @Nullable Blocked blocked) {}

  /// Reads before it tries, so that waiting runs do not slow down the holder. An attempt reads the
  /// lease's row in a transaction, and the holder's own transactions write that row.
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
          (transaction, standing, record) ->
              take(transaction, standing, record, identity, resolving));
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("take the lease of " + identity.name(), failure);
    }
  }

  private Taken take(
      Transaction transaction,
      BookkeepingState standing,
      Runnable record,
      Lease.DatabaseIdentity identity,
      boolean resolving) {
    Optional<Lease> lease = standing.lease();
    Optional<Lease.Holder> holder = lease.flatMap(Lease::holder);
    if (availability.isOurs(lease)) {
      return new Taken(lease.orElseThrow(), null, null, null);
    }
    Blocked blocked = availability.blocked(standing);
    if (blocked != null) {
      return new Taken(null, null, null, blocked);
    }
    boolean restored = lease.filter(row -> row.database().isOther(identity)).isPresent();
    if (restored && !resolving && standing.open().isPresent()) {
      throw RestoredDatabase.inTheMiddle(
          lease.orElseThrow().database(), identity, standing.open().orElseThrow());
    }
    record.run();
    Lease taken = taken(transaction, standing, identity, restored);
    asked = taken.epoch();
    transaction.write(new Write.PutLease(taken));
    transaction.write(new Write.PutLock(HeldLiquibaseLock.heldBy(claim, standing.databaseTime())));
    if (standing.majorVersion() == 0) {
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
      BookkeepingState standing,
      Lease.DatabaseIdentity identity,
      boolean restored) {
    Lease before =
        standing
            .lease()
            .orElseGet(
                () ->
                    new Lease(
                        lastEpoch(standing),
                        Optional.empty(),
                        standing.databaseTime(),
                        identity,
                        0,
                        Chain.GENESIS,
                        Optional.empty()));
    Lease chained = withDeadHolderLinked(transaction, standing, before);
    return new Lease(
        before.epoch() + (restored ? EPOCHS_SKIPPED_AFTER_RESTORE : 1),
        Optional.of(
            new Lease.Holder(
                claim.runId(),
                claim.url(),
                claim.takeoverKey(),
                claim.stepRunNumber(),
                standing.databaseTime())),
        standing.databaseTime().plus(LeaseKeeper.LENGTH),
        // If this identity may not read the creation time, the stored one remains.
        identity.createdAt() == null && !restored ? before.database() : identity,
        chained.links(),
        chained.link(),
        before.deployment());
  }

  /// If the lease's row was lost, the epoch continues from the database's clock in seconds. No run
  /// has counted that far, so no intent's id is used again.
  private static long lastEpoch(BookkeepingState standing) {
    return standing.majorVersion() == 0 ? 0 : standing.databaseTime().getEpochSecond();
  }

  /// A run that was killed could not link its own head. The run that takes over its lease does.
  private static Lease withDeadHolderLinked(
      Transaction transaction, BookkeepingState standing, Lease lease) {
    Optional<RunRow> dead =
        standing.holderRun().filter(run -> run.link().isEmpty() && run.headSequence() > 0);
    if (dead.isEmpty()) {
      return lease;
    }
    RunRow linked = RunChain.linked(lease, dead.get());
    transaction.write(new Write.PutRun(linked));
    return RunChain.after(lease, linked);
  }
}
