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

/// Holds, renews and releases the lease, which is the right to change the database. No background
/// thread renews the lease: code that waits calls [#renewIfDue] again and again. Not thread-safe.
///
/// The lease expires 60 s after the last renewal, by the database's clock. The database stays safe
/// even if a run works on after its lease has expired. Each transaction that changes something
/// checks the lease's epoch, a number that increases each time a run takes the lease. A schema
/// operation cannot check the epoch. Instead, the next holder of the lease fences the operation's
/// id, so that a late request with this id has no effect.
final class LeaseKeeper {
  /// How long the lease lasts without a renewal.
  static final Duration LENGTH = Duration.ofSeconds(60);

  private static final Duration RENEWAL = Duration.ofSeconds(15);

  private final Ports ports;
  private final Transactions transactions;
  private final Journal journal;
  private final LeaseRequest request;
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
      LeaseRequest request,
      Duration lockTimeout,
      Deadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.journal = journal;
    this.request = request;
    this.availability = new LeaseAvailability(request);
    this.taking = new LeaseTaking(ports, transactions, events, request, lockTimeout, deadline);
  }

  boolean isHeld() {
    return epoch > 0 && !lost;
  }

  /// Returns whether this run holds the lease, or may hold the lease because the response to its
  /// attempt to take it was lost.
  boolean mayBeHeld() {
    return taking.hasTried() && !lost;
  }

  /// Returns whether an earlier run left something that only the holder of the lease may clean up:
  /// an open intent (the row with which a run announced an effect), a half-finished change set,
  /// Liquibase's lock, or the lease of a dead run.
  boolean isSomethingLeft(BookkeepingState state) {
    return availability.isSomethingLeft(state);
  }

  /// Returns the epoch of the lease; 0 if this run does not hold the lease.
  long epoch() {
    return epoch;
  }

  /// Returns a new id for an intent. The epoch of the lease is a part of the id.
  AttemptId nextAttempt() {
    return new AttemptId(epoch, ++lastNumber);
  }

  /// Returns the plan digest and the deployment id of the unfinished migration. It was begun by
  /// this run, or by an earlier run that did not finish it.
  Optional<Lease.Deployment> deployment() {
    return deployment;
  }

  /// Sets the migration that this run executes. The next transaction that writes the lease stores
  /// it.
  void begin(Lease.Deployment begun) {
    deployment = Optional.of(begun);
  }

  /// Removes the migration, because it is finished. The next transaction that writes the lease also
  /// removes it from the database.
  void finishDeployment() {
    deployment = Optional.empty();
  }

  /// Waits until the lease is available, and takes it.
  ///
  /// @param resolving whether the run is going to record a person's decision about an open intent.
  ///   Such a run may take the lease even if the database was restored from a backup and has an
  ///   open intent
  void take(boolean resolving) {
    Lease lease = taking.take(resolving);
    epoch = lease.epoch();
    deployment = lease.deployment();
    renewedAt = ports.time().elapsed();
  }

  /// Runs a transaction that changes the database. The transaction is committed only while this run
  /// holds the lease, and at most once for the same intent id.
  ///
  /// @param own the id of the intent that the body inserts as its last row
  /// @param repeated computes the result from the stored intent, if that intent shows that an
  ///   earlier commit of this transaction succeeded
  <T> T fenced(String tag, AttemptId own, Function<Intent, T> repeated, Transactions.Body<T> body) {
    return fenced(checked -> transactions.run(tag, Optional.of(own), checked), repeated, body);
  }

  /// Like [#fenced] with an intent id, but for data changes, at a time when no intent can be open.
  <T> T fencedData(
      String tag, AttemptId own, Function<Intent, T> repeated, Transactions.Body<T> body) {
    return fenced(checked -> transactions.runData(tag, own, checked), repeated, body);
  }

  /// Runs a transaction that may safely be committed twice. The transaction is committed only while
  /// this run holds the lease. It reads no intent.
  <T> T fenced(String tag, Transactions.Body<T> body) {
    return fenced(checked -> transactions.runWithoutIntents(tag, checked), body);
  }

  /// Like [#fenced] without an intent id, but the transaction reads an existing intent.
  <T> T fencedWith(String tag, AttemptId existing, Transactions.Body<T> body) {
    return fenced(checked -> transactions.runWith(tag, existing, checked), body);
  }

  private <T> T fenced(
      Function<Transactions.Body<T>, T> run,
      Function<Intent, T> repeated,
      Transactions.Body<T> body) {
    Duration before = ports.time().elapsed();
    T result =
        run.apply(
            (transaction, state) ->
                state.own().isPresent()
                    ? repeated.apply(ownRow(state.own().get()))
                    : renewing(transaction, state, body));
    renewedAt = before;
    return result;
  }

  private <T> T fenced(Function<Transactions.Body<T>, T> run, Transactions.Body<T> body) {
    Duration before = ports.time().elapsed();
    T result = run.apply((transaction, state) -> renewing(transaction, state, body));
    renewedAt = before;
    return result;
  }

  private <T> T renewing(
      Transaction transaction, BookkeepingState state, Transactions.Body<T> body) {
    transaction.write(new Write.PutLease(extended(ours(state), state.databaseTime())));
    return body.run(transaction, state);
  }

  /// Returns the intent if this run wrote it. Throws [MigrationFailure] if another run wrote it.
  /// This can happen only if somebody deleted or reset the row of the lease, so that the epochs
  /// started again.
  private Intent ownRow(Intent own) {
    if (own.runId().equals(request.runId())) {
      return own;
    }
    throw new MigrationFailure(
        "Could not continue: intent %s was already recorded by run %s, so the row of SPANNER_PIPE_LEASE was lost or set back"
            .formatted(own.attempt(), own.runId()),
        "Run again, several times if necessary: each run tries the next number, until a number is free");
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

  private Lease ours(BookkeepingState state) {
    Optional<Lease> lease = state.lease().filter(row -> row.epoch() == epoch);
    return lease.orElseThrow(() -> taken(state));
  }

  /// Throws [LeaseFailure] if this state shows that another run took the lease meanwhile. In this
  /// case, an open intent may belong to the other run, so this run must not close the intent.
  void refuseTaken(BookkeepingState state) {
    Lease _ = ours(state);
  }

  private LeaseFailure taken(BookkeepingState state) {
    lost = true;
    String by =
        state
            .lease()
            .flatMap(Lease::holder)
            .map(holder -> "run " + holder.runId() + LeaseAvailability.url(holder.url()))
            .orElse("another run");
    return new LeaseFailure(
        "Could not continue: %s took the lease of the database while this run did not renew it"
            .formatted(by),
        "Check what that run did, and run again if work is left");
  }

  /// Renews the lease if at least 15 s have passed since the last renewal.
  void renewIfDue() {
    Duration now = ports.time().elapsed();
    if (now.minus(renewedAt).compareTo(RENEWAL) >= 0) {
      renew();
    }
  }

  /// Renews the lease now. Throws [LeaseFailure] if another run took the lease.
  void renew() {
    fenced("renew", (_, _) -> true);
  }

  /// Releases the lease, adds this run to the database's hash chain of runs, and removes old
  /// intents. Unless an intent is open, also frees Liquibase's lock, and moves the mark from which
  /// later reads look for an open intent. Returns false if another run had already taken the lease.
  boolean release() {
    while (isHeld() && journal.isBehind()) {
      fenced("record", (_, _) -> true);
    }
    boolean free =
        transactions.run(
            "return",
            Optional.empty(),
            (transaction, state) -> {
              if (availability.isOurs(state.lease())) {
                release(transaction, state, state.lease().orElseThrow());
              } else {
                // An earlier request of this run may be delayed, and could otherwise still take the
                // lease. This write conflicts with that request.
                transaction.write(
                    state
                        .lease()
                        .<Write>map(Write.PutLease::new)
                        .orElseGet(() -> new Write.PutVersion(TablesVersion.MAJOR)));
              }
              // If an earlier commit of this transaction succeeded but its response was lost,
              // nobody holds the lease any more.
              return state
                  .lease()
                  .flatMap(Lease::holder)
                  .map(holder -> holder.runId().equals(request.runId()))
                  .orElse(true);
            });
    epoch = 0;
    taking.forget();
    return free;
  }

  private void release(Transaction transaction, BookkeepingState state, Lease lease) {
    Lease chained = withOwnRunLinked(transaction, lease);
    transaction.write(
        new Write.PutLease(
            new Lease(
                chained.epoch(),
                Optional.empty(),
                state.databaseTime(),
                chained.database(),
                chained.links(),
                chained.link(),
                deployment)));
    if (state.open().isEmpty() && HeldLiquibaseLock.isOf(request, state.lock())) {
      transaction.write(new Write.PutLock(LiquibaseLock.FREE));
    }
    if (state.open().isEmpty()) {
      transaction.write(new Write.PutClosedBefore(lease.epoch() + 1));
    }
    IntentLedger.removeOld(transaction, state.databaseTime());
  }

  /// Returns the lease after adding this run to the database's hash chain of runs. Each run is
  /// added only once. This run may already be in the chain: it may have taken the lease earlier
  /// without knowing, because the response was lost. In this case, the run that took over that
  /// lease added this run.
  private Lease withOwnRunLinked(Transaction transaction, Lease lease) {
    if (transaction.run(request.runId()).flatMap(RunRow::link).isPresent()) {
      return lease;
    }
    RunRow linked = RunChain.linked(lease, journal.next().row());
    linked.link().ifPresent(journal::linked);
    transaction.write(new Write.PutRun(linked));
    return RunChain.after(lease, linked);
  }
}
