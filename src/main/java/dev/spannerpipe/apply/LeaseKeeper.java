package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.LeaseFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.retry.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Holds, renews and releases the lease, which is the right to change the database. No thread
/// renews it: code that waits calls [#renewIfDue] in between. Not thread-safe.
///
/// The lease expires 60 s after the last renewal, by the database's clock. Safety does not depend
/// on that: each transaction with an effect checks the epoch, and schema operations are fenced by
/// their ids.
final class LeaseKeeper {
  /// How long the lease lasts without a renewal.
  static final Duration LENGTH = Duration.ofSeconds(60);

  private static final Duration RENEWAL = Duration.ofSeconds(15);

  private final Ports ports;
  private final Transactions transactions;
  private final Journal journal;
  private final LeaseRequest claim;
  private final LeaseAvailability availability;
  private final LeaseTaking taking;

  private long epoch;
  private long lastNumber;
  private boolean lost;
  private Duration renewedAt = Duration.ZERO;
  private Optional<Lease.Deployment> deployment = Optional.empty();

  LeaseKeeper(
      Ports ports,
      Transactions transactions,
      Journal journal,
      ApplyEvents events,
      LeaseRequest claim,
      Duration lockTimeout,
      Deadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.journal = journal;
    this.claim = claim;
    this.availability = new LeaseAvailability(claim);
    this.taking = new LeaseTaking(ports, transactions, events, claim, lockTimeout, deadline);
  }

  boolean isHeld() {
    return epoch > 0 && !lost;
  }

  /// Returns whether this run tried to take the lease and does not know that it failed.
  boolean mayBeHeld() {
    return taking.wasAsked() && !lost;
  }

  /// Returns whether an earlier run left something that only the holder of the lease may clean up.
  /// This is an intent, a half-finished change set, Liquibase's lock, or the lease of a dead run.
  boolean isSomethingLeft(BookkeepingState standing) {
    return availability.isSomethingLeft(standing);
  }

  /// Returns the epoch of the lease that this run holds.
  long epoch() {
    return epoch;
  }

  /// Returns the id of the next intent.
  AttemptId nextAttempt() {
    return new AttemptId(epoch, ++lastNumber);
  }

  /// Returns the deployment that was begun and not finished: the one that this run found, or the
  /// one that it began.
  Optional<Lease.Deployment> deployment() {
    return deployment;
  }

  /// Sets the deployment that is being executed. It is written with the next effect.
  void begin(Lease.Deployment begun) {
    deployment = Optional.of(begun);
  }

  /// Marks the deployment as finished. This is written with the next effect.
  void finishDeployment() {
    deployment = Optional.empty();
  }

  /// Waits until the lease is available, and takes it.
  ///
  /// @param resolving whether a person is about to resolve what is open; allowed even in a restored
  ///   database
  void take(boolean resolving) {
    Lease lease = taking.take(resolving);
    epoch = lease.epoch();
    deployment = lease.deployment();
    renewedAt = ports.time().elapsed();
  }

  /// Runs a transaction with an effect. It commits only while the lease is ours, and at most once
  /// for each attempt.
  ///
  /// @param own the attempt that the body inserts as its last row
  /// @param repeated returns the result of the attempt if an earlier commit of it turns out to have
  ///   succeeded
  <T> T fenced(String tag, AttemptId own, Function<Intent, T> repeated, Transactions.Body<T> body) {
    return fenced(checked -> transactions.run(tag, Optional.of(own), checked), repeated, body);
  }

  /// Runs the same kind of transaction when no intent may be open. Its cost does not grow with the
  /// number of intents.
  <T> T fencedData(
      String tag, AttemptId own, Function<Intent, T> repeated, Transactions.Body<T> body) {
    return fenced(checked -> transactions.runData(tag, own, checked), repeated, body);
  }

  /// Runs a transaction whose effect may happen twice. It commits only while the lease is ours.
  <T> T fenced(String tag, Transactions.Body<T> body) {
    return fenced(
        checked -> transactions.run(tag, Optional.empty(), checked),
        intent -> {
          throw new IllegalStateException("nobody asked for intent " + intent.attempt());
        },
        body);
  }

  private <T> T fenced(
      Function<Transactions.Body<T>, T> run,
      Function<Intent, T> repeated,
      Transactions.Body<T> body) {
    Duration before = ports.time().elapsed();
    T result =
        run.apply(
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

  /// Only this run can have written the attempt's row, unless somebody deleted the lease's row and
  /// with it the epoch.
  private Intent ownRow(Intent own) {
    if (own.runId().equals(claim.runId())) {
      return own;
    }
    throw new MigrationFailure(
        "Could not continue: intent %s is on record already, by run %s, so the row of SPANNER_PIPE_LEASE was lost or set back"
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

  private Lease ours(BookkeepingState standing) {
    Optional<Lease> lease = standing.lease().filter(row -> row.epoch() == epoch);
    return lease.orElseThrow(() -> taken(standing));
  }

  /// Throws [LeaseFailure] if this state shows that another run took the lease meanwhile. Then an
  /// open intent may belong to that run, and this run must not touch it.
  void refuseTaken(BookkeepingState standing) {
    Lease _ = ours(standing);
  }

  private LeaseFailure taken(BookkeepingState standing) {
    lost = true;
    String by =
        standing
            .lease()
            .flatMap(Lease::holder)
            .map(holder -> "run " + holder.runId() + LeaseAvailability.url(holder.url()))
            .orElse("another run");
    return new LeaseFailure(
        "Could not continue: %s took the lease of the database while this run was not answering"
            .formatted(by),
        "Check what that run did, and run again if work is left");
  }

  /// Renews the lease if a quarter of its time has passed.
  void renewIfDue() {
    Duration now = ports.time().elapsed();
    if (now.minus(renewedAt).compareTo(RENEWAL) >= 0) {
      renew();
    }
  }

  /// Renews the lease now. Throws [LeaseFailure] if another run took it.
  void renew() {
    fenced("renew", (_, _) -> true);
  }

  /// Releases the lease, links this run into the database's chain, and frees Liquibase's lock
  /// unless an intent is open. Returns whether this run no longer holds the lease; another run may
  /// have taken it before.
  boolean giveBack() {
    while (isHeld() && journal.isBehind()) {
      fenced("record", (_, _) -> true);
    }
    boolean free =
        transactions.run(
            "return",
            Optional.empty(),
            (transaction, standing) -> {
              if (availability.isOurs(standing.lease())) {
                giveBack(transaction, standing, standing.lease().orElseThrow());
              } else {
                // This write keeps a delayed call of this run from taking the lease after all.
                transaction.write(
                    standing
                        .lease()
                        .<Write>map(Write.PutLease::new)
                        .orElseGet(() -> new Write.PutVersion(TablesVersion.MAJOR)));
              }
              // After a commit whose answer was lost, nobody holds the lease any more.
              return standing
                  .lease()
                  .flatMap(Lease::holder)
                  .map(holder -> holder.runId().equals(claim.runId()))
                  .orElse(true);
            });
    epoch = 0;
    taking.forget();
    return free;
  }

  private void giveBack(Transaction transaction, BookkeepingState standing, Lease lease) {
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
    if (standing.open().isEmpty() && HeldLiquibaseLock.isOf(claim, standing.lock())) {
      transaction.write(new Write.PutLock(LiquibaseLock.FREE));
    }
  }

  /// A run has only one place in the chain. It may have one already: it may have held the lease
  /// before without knowing. The run that took that lease over then linked it.
  private Lease withOwnRunLinked(Transaction transaction, BookkeepingState standing, Lease lease) {
    if (standing.holderRun().flatMap(RunRow::link).isPresent()) {
      return lease;
    }
    RunRow linked = RunChain.linked(lease, journal.next().row());
    linked.link().ifPresent(journal::linked);
    transaction.write(new Write.PutRun(linked));
    return RunChain.after(lease, linked);
  }
}
