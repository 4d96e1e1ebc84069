package dev.spannerpipe.apply;

import dev.spannerpipe.failure.LeaseFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes, renews and gives back the right to change the database. There is no thread behind it:
/// whoever waits calls [#renewIfDue] in between. Not thread-safe.
///
/// It expires 60 s after the last renewal, by the database's clock, but nothing is safe only
/// because of that: each transaction with an effect checks the epoch, and schema operations are
/// fenced by their ids.
final class LeaseKeeper {
  private static final Duration LENGTH = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(15);
  private static final RetryPolicy WAITING =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofDays(1));

  /// So that operation ids of the time before a restore are never used again.
  private static final long EPOCHS_SKIPPED_AFTER_RESTORE = 1_000_000;

  private final Ports ports;
  private final Transactions transactions;
  private final Journal journal;
  private final ApplyEvents events;
  private final Claim claim;
  private final Duration lockTimeout;
  private final RunDeadline deadline;

  private long epoch;

  /// The epoch that this run last tried to get; whether it did may be unknown.
  private long asked;

  private long lastNumber;
  private boolean lost;
  private Duration renewedAt = Duration.ZERO;
  private Optional<Lease.Deployment> deployment = Optional.empty();

  LeaseKeeper(
      Ports ports,
      Transactions transactions,
      Journal journal,
      ApplyEvents events,
      Claim claim,
      Duration lockTimeout,
      RunDeadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.journal = journal;
    this.events = events;
    this.claim = claim;
    this.lockTimeout = lockTimeout;
    this.deadline = deadline;
  }

  boolean isHeld() {
    return epoch > 0 && !lost;
  }

  /// Returns whether this run tried to take the lease, and does not know that it failed.
  boolean mayBeHeld() {
    return asked > 0 && !lost;
  }

  /// Returns whether an earlier run left something that only the holder of the lease may tidy up:
  /// an intent, a half-finished change set, or the lease of a run that is dead.
  boolean isSomethingLeft(Standing standing) {
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

  /// Whoever has the lease has the lock, so nobody of ours should have it alone.
  private static boolean isLockLeft(Standing standing) {
    return standing.lock().locked()
        && !OurLock.isStrangers(standing.lock())
        && standing.lease().flatMap(Lease::holder).isEmpty();
  }

  private boolean isDead(Lease row, Lease.Holder holder, Instant now) {
    return !row.expiresAt().isAfter(now) || claim.supersedes(holder);
  }

  /// Returns the epoch of the lease that is held.
  long epoch() {
    return epoch;
  }

  /// Returns a name for the next intent.
  AttemptId nextAttempt() {
    return new AttemptId(epoch, ++lastNumber);
  }

  /// Returns the plan that was begun and not finished, as this run found it or said it.
  Optional<Lease.Deployment> deployment() {
    return deployment;
  }

  /// Says which plan is being executed; it is written with the next effect.
  void begin(Lease.Deployment begun) {
    deployment = Optional.of(begun);
  }

  /// Says that the plan is executed to its end.
  void finishDeployment() {
    deployment = Optional.empty();
  }

  /// Waits until the lease can be had, and takes it.
  ///
  /// @param resolving whether a person is about to settle what is open, even in a restored database
  void take(boolean resolving) {
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
      ports.time().sleep(left.compareTo(pause()) < 0 ? left : pause());
      taken = lookAndTryToTake(identity, resolving);
    }
    Lease lease = Objects.requireNonNull(taken.lease());
    epoch = lease.epoch();
    deployment = lease.deployment();
    renewedAt = ports.time().elapsed();
    events.leaseTaken(lease, taken.from());
    tellOfCopy(taken.restoredFrom());
  }

  private void tellOfCopy(Lease.@Nullable DatabaseIdentity original) {
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

  private static Duration pause() {
    return WAITING.first();
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

  /// Why the lease cannot be had now.
  private record Blocked(String why, Lease.@Nullable Holder holder, String action) {}

  /// What came of a try.
  private record Taken(
      @Nullable Lease lease,
      @Nullable String from,
      Lease.@Nullable DatabaseIdentity restoredFrom,
      @Nullable Blocked blocked) {}

  /// Looks before it tries, so that those who wait do not hold up the one that works: a try reads
  /// the lease's row in a transaction, which the holder's own transactions write.
  private Taken lookAndTryToTake(Lease.DatabaseIdentity identity, boolean resolving) {
    Blocked blocked = blocked(look(identity));
    return blocked == null ? tryToTake(identity, resolving) : new Taken(null, null, null, blocked);
  }

  private Standing look(Lease.DatabaseIdentity identity) {
    try {
      return transactions.call(() -> ports.database().standing());
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("take the lease of " + identity.name(), failure);
    }
  }

  private Taken tryToTake(Lease.DatabaseIdentity identity, boolean resolving) {
    try {
      return transactions.runHesitantly(
          "lease",
          (transaction, standing, record) ->
              take(transaction, standing, record, identity, resolving));
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("take the lease of " + identity.name(), failure);
    }
  }

  private Taken take(
      Transaction transaction,
      Standing standing,
      Runnable record,
      Lease.DatabaseIdentity identity,
      boolean resolving) {
    Optional<Lease> lease = standing.lease();
    Optional<Lease.Holder> holder = lease.flatMap(Lease::holder);
    if (isOurs(lease)) {
      return new Taken(lease.orElseThrow(), null, null, null);
    }
    Blocked blocked = blocked(standing);
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
    transaction.write(new Write.PutLock(OurLock.heldBy(claim, standing.databaseTime())));
    if (standing.majorVersion() == 0) {
      transaction.write(new Write.PutVersion(TablesVersion.MAJOR));
    }
    return new Taken(
        taken,
        holder.map(Lease.Holder::runId).orElse(null),
        restored ? lease.orElseThrow().database() : null,
        null);
  }

  private boolean isOurs(Optional<Lease> lease) {
    return lease
        .flatMap(Lease::holder)
        .filter(holder -> holder.runId().equals(claim.runId()))
        .isPresent();
  }

  private @Nullable Blocked blocked(Standing standing) {
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
    return OurLock.isStrangers(standing.lock()) ? lockedByLiquibase(standing.lock()) : null;
  }

  private static Blocked lockedByLiquibase(LiquibaseLock lock) {
    return new Blocked(
        "Liquibase's lock is held" + lock.holder(),
        null,
        "Wait for that Liquibase to end; if it is dead, take its lock away with COMMAND=unlock, and run again");
  }

  private static String url(@Nullable String url) {
    return url == null ? "" : " (" + url + ")";
  }

  private Lease taken(
      Transaction transaction,
      Standing standing,
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
        standing.databaseTime().plus(LENGTH),
        // An identity that may not read the creation time does not make it unknown.
        identity.createdAt() == null && !restored ? before.database() : identity,
        chained.links(),
        chained.link(),
        before.deployment());
  }

  /// Where the lease's row was lost, the count goes on from the clock: nobody has counted so far,
  /// so no name of an intent is used again.
  private static long lastEpoch(Standing standing) {
    return standing.majorVersion() == 0 ? 0 : standing.databaseTime().getEpochSecond();
  }

  /// A run that was killed could not link its head; whoever takes its lease does.
  private static Lease withDeadHolderLinked(
      Transaction transaction, Standing standing, Lease lease) {
    Optional<RunRow> dead =
        standing.holderRun().filter(run -> run.link().isEmpty() && run.headSequence() > 0);
    if (dead.isEmpty()) {
      return lease;
    }
    RunRow linked = Links.linked(lease, dead.get());
    transaction.write(new Write.PutRun(linked));
    return Links.after(lease, linked);
  }

  /// Runs a transaction with an effect: only while the lease is ours, and at most once for an
  /// attempt.
  ///
  /// @param own the attempt that the body inserts as its last row
  /// @param repeated what the attempt returned, where an earlier commit of it turns out to have
  ///   succeeded
  <T> T fenced(String tag, AttemptId own, Function<Intent, T> repeated, Transactions.Body<T> body) {
    return fenced(tag, Optional.of(own), repeated, body);
  }

  /// Runs a transaction whose effect may be had twice, only while the lease is ours.
  <T> T fenced(String tag, Transactions.Body<T> body) {
    return fenced(
        tag,
        Optional.empty(),
        intent -> {
          throw new IllegalStateException("nobody asked for intent " + intent.attempt());
        },
        body);
  }

  private <T> T fenced(
      String tag,
      Optional<AttemptId> own,
      Function<Intent, T> repeated,
      Transactions.Body<T> body) {
    Duration before = ports.time().elapsed();
    T result =
        transactions.run(
            tag,
            own,
            (transaction, standing) -> {
              if (standing.own().isPresent()) {
                return repeated.apply(ownRow(standing.own().get()));
              }
              transaction.write(
                  new Write.PutLease(extended(ours(standing), standing.databaseTime())));
              return body.run(transaction, standing);
            });
    renewedAt = before;
    return result;
  }

  /// The attempt's row can only be there because this run wrote it, unless somebody took away the
  /// lease's row and with it the count.
  private Intent ownRow(Intent own) {
    if (own.runId().equals(claim.runId())) {
      return own;
    }
    throw new MigrationFailure(
        "Could not go on: intent %s is on record already, by run %s, so the row of SPANNER_PIPE_LEASE was lost or set back"
            .formatted(own.attempt(), own.runId()),
        "Run again, several times if need be: each run counts on by one, until it finds a number that is free");
  }

  private Lease extended(Lease lease, Instant now) {
    return new Lease(
        lease.epoch(),
        lease.holder(),
        now.plus(LENGTH),
        lease.database(),
        lease.links(),
        lease.link(),
        deployment);
  }

  private Lease ours(Standing standing) {
    Optional<Lease> lease = standing.lease().filter(row -> row.epoch() == epoch);
    return lease.orElseThrow(() -> taken(standing));
  }

  /// Throws [LeaseFailure] where this shows that another run took the lease meanwhile: then what is
  /// open may be that run's own, and is not to be touched.
  void refuseTaken(Standing standing) {
    Lease _ = ours(standing);
  }

  private LeaseFailure taken(Standing standing) {
    lost = true;
    String by =
        standing
            .lease()
            .flatMap(Lease::holder)
            .map(holder -> "run " + holder.runId() + url(holder.url()))
            .orElse("another run");
    return new LeaseFailure(
        "Could not go on: %s took the lease of the database while this run was not answering"
            .formatted(by),
        "Look at what that run did, and run again if something is left to do");
  }

  /// Renews the lease if a quarter of its time is over.
  void renewIfDue() {
    Duration now = ports.time().elapsed();
    if (now.minus(renewedAt).compareTo(RENEWAL) >= 0) {
      renew();
    }
  }

  /// Renews the lease now; throws [LeaseFailure] where another run took it.
  void renew() {
    fenced("renew", (_, _) -> true);
  }

  /// Gives the lease back, links this run into the database's chain, and frees Liquibase's lock
  /// unless an intent is open.
  void giveBack() {
    while (isHeld() && journal.isBehind()) {
      fenced("record", (_, _) -> true);
    }
    transactions.run(
        "return",
        Optional.empty(),
        (transaction, standing) -> {
          if (isOurs(standing.lease())) {
            giveBack(transaction, standing, standing.lease().orElseThrow());
          } else {
            // So that a call of ours that is still on its way does not take it any more.
            transaction.write(
                standing
                    .lease()
                    .<Write>map(Write.PutLease::new)
                    .orElseGet(() -> new Write.PutVersion(TablesVersion.MAJOR)));
          }
          return true;
        });
    epoch = 0;
    asked = 0;
  }

  private void giveBack(Transaction transaction, Standing standing, Lease lease) {
    Lease chained = withOwnRunLinked(transaction, standing, lease);
    transaction.write(
        new Write.PutLease(
            new Lease(
                chained.epoch(),
                Optional.empty(),
                standing.databaseTime(),
                chained.database(),
                chained.links(),
                chained.link(),
                deployment)));
    if (standing.open().isEmpty() && OurLock.isOf(claim, standing.lock())) {
      transaction.write(new Write.PutLock(LiquibaseLock.FREE));
    }
  }

  /// A run has one place in the chain. It may have one already: it had the lease once before
  /// without hearing of it, and whoever took that away linked it.
  private Lease withOwnRunLinked(Transaction transaction, Standing standing, Lease lease) {
    if (standing.holderRun().flatMap(RunRow::link).isPresent()) {
      return lease;
    }
    RunRow linked = Links.linked(lease, journal.next().row());
    linked.link().ifPresent(journal::linked);
    transaction.write(new Write.PutRun(linked));
    return Links.after(lease, linked);
  }
}
