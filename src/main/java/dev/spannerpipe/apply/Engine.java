package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Adoption;
import dev.spannerpipe.apply.port.ApplyResult;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.Batcher;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanWarnings;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.UnfinishedDeployment;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.plan.review.ReviewedPlan;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.WorkflowIntents;
import dev.spannerpipe.retry.Deadline;
import dev.spannerpipe.sql.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Performs the database work of a run, in an order that makes the run crash-safe.
///
/// First, the engine reads the database without the lease (the right to change the database). If
/// there is nothing to do, or if the gate (the policy, or the rule `ALLOW_DESTRUCTIVE`) does not
/// allow the run, the run ends after this read. Otherwise the engine takes the lease, recovers an
/// earlier run that did not finish, reads the history (`DATABASECHANGELOG`) and makes the plan. The
/// gate decides on the plan. If the gate allows the plan, the engine executes it. Then the engine
/// releases the lease. One engine serves one run on one thread.
public final class Engine {
  private final Dialect dialect;
  private final Ports ports;
  private final RunLog log;
  private final ApplyEvents events;
  private final Journal journal;
  private final Transactions transactions;
  private final Deadline deadline;
  private final LeaseKeeper lease;
  private final IntentLedger ledger;
  private final SchemaOperations operations;

  /// Whether the lease was released before the end of the run.
  private boolean released;

  /// Whether the gate did not allow the run to take the lease. If so, the run writes nothing to the
  /// database, not even its record.
  private boolean refused;

  /// Creates an engine; sends no request yet.
  ///
  /// @param startedAt when the run began
  public Engine(
      Dialect dialect,
      Ports ports,
      ApplySettings settings,
      LeaseRequest request,
      RunLog log,
      Instant startedAt) {
    this.dialect = dialect;
    this.ports = ports;
    this.log = log;
    this.events = new ApplyEvents(log);
    this.journal = new Journal(log, startedAt);
    this.deadline = new Deadline(ports.time(), settings.timeout());
    this.transactions = new Transactions(ports, journal, deadline);
    this.lease =
        new LeaseKeeper(
            ports, transactions, journal, events, request, settings.lockTimeout(), deadline);
    this.ledger = new IntentLedger(lease, events);
    this.operations = new SchemaOperations(dialect, ports, transactions, lease, events, deadline);
  }

  /// Reads the book-keeping tables (the pipe's own tables) and the history, without the lease.
  public DatabaseSnapshot snapshot() {
    try {
      DatabaseSnapshot view = transactions.call(() -> ports.database().view());
      TablesVersion.refuseNewer(view.state());
      return view;
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("read the history", failure);
    }
  }

  /// Reads the same tables as [#snapshot], while this run holds the lease. If Spanner cannot be
  /// reached, the run counts as unfinished, even if it has changed nothing yet.
  private DatabaseSnapshot snapshotUnderLease() {
    try {
      return snapshot();
    } catch (AccessFailure failure) {
      if (failure.getCause() instanceof DatabaseException cause
          && cause.kind() != DatabaseException.Kind.DENIED) {
        throw new UnfinishedFailure(
                failure.description(),
                "Run again: the next run continues after what is recorded as applied; the lease of this run expires within a minute")
            .causedBy(failure);
      }
      throw failure;
    }
  }

  /// Returns the plan for this snapshot. Writes nothing to the database.
  public Plan plan(DatabaseSnapshot view, Changelog changelog) {
    Optional<UnfinishedDeployment> begun =
        view.state().lease().flatMap(Lease::deployment).map(Lease.Deployment::begun);
    return Planner.plan(dialect, changelog, view.history(), view.state().cursor(), begun)
        .withoutProblems();
  }

  /// Applies the pending change sets. If the process is killed, at any moment, the next run
  /// continues. The run holds the lease until [#release] or [#finish].
  ///
  /// @param reviewed the only plan that may run; empty means any plan
  /// @param planned receives the plan before any of its statements runs, and before the plan is
  ///   compared with the reviewed plan
  public ApplyResult apply(
      Changelog changelog, Gate gate, Optional<ReviewedPlan> reviewed, Consumer<Plan> planned) {
    DatabaseSnapshot view = snapshot();
    Optional<Plan> first = firstPlan(view, changelog);
    Consumer<Plan> reviewing =
        plan -> {
          logPlan(plan);
          planned.accept(plan);
          GateKeeper.checkReview(plan, reviewed, events);
        };
    if (first.isPresent() && isNothingToDo(view.state(), first.get())) {
      reviewing.accept(first.get());
      return new ApplyResult(first.get(), List.of());
    }
    LiveDatabase database = new RetriedQueries(ports, transactions);
    GateKeeper keeper =
        new GateKeeper(gate, new DataLossDetector(dialect, database), events, "apply the plan");
    checkBeginning(keeper, view.state(), first);
    return guarded(() -> applyUnderLease(changelog, database, keeper, reviewing));
  }

  /// Returns the plan that results from the first read, which was made without the lease. Returns
  /// empty if planning fails. In this case, the engine takes the lease, plans again, and then
  /// reports the failure.
  private Optional<Plan> firstPlan(DatabaseSnapshot view, Changelog changelog) {
    try {
      return Optional.of(plan(view, changelog));
    } catch (Failure _) {
      return Optional.empty();
    }
  }

  private boolean isNothingToDo(BookkeepingState state, Plan first) {
    return first.pending().isEmpty() && !lease.isSomethingLeft(state);
  }

  /// Asks the gate whether the run may begin. If the gate does not allow the run to change
  /// anything, the run must not take the lease either.
  private void checkBeginning(GateKeeper keeper, BookkeepingState state, Optional<Plan> first) {
    refused = true;
    if (state.open().isPresent()) {
      keeper.checkSettling(state);
    } else {
      first.filter(plan -> !plan.pending().isEmpty()).ifPresent(keeper::checkBeginning);
    }
    refused = false;
  }

  private ApplyResult applyUnderLease(
      Changelog changelog, LiveDatabase database, GateKeeper keeper, Consumer<Plan> reviewing) {
    lease.take(false);
    recoverUnfinishedRun(keeper);
    DatabaseSnapshot view = snapshotUnderLease();
    Plan plan = keeper.assess(plan(view, changelog));
    reviewing.accept(plan);
    if (!plan.pending().isEmpty()) {
      keeper.check(plan);
    }
    LivePreconditions conditions = new LivePreconditions(database, events);
    conditions.checkChangelog(
        plan.pending().isEmpty() ? Optional.empty() : changelog.precondition());
    Progress progress = progress(view, begin(plan).deploymentId());
    migration(database, keeper, conditions, progress).run(plan);
    lease.finishDeployment();
    return new ApplyResult(plan, progress.added());
  }

  private Progress progress(DatabaseSnapshot view, String deploymentId) {
    boolean begins = view.history().isEmpty() && view.state().cursor().isEmpty();
    return new Progress(view.history(), begins, deploymentId, ports.database().limits());
  }

  /// Recovers an earlier run that did not finish, if the gate allows the recovery. The gate was
  /// already asked after the first read. It is asked again because, since then, another run may
  /// have stored an intent (the row that announces an effect), or the gate may decide differently
  /// now.
  private void recoverUnfinishedRun(GateKeeper keeper) {
    BookkeepingState state = snapshotUnderLease().state();
    keeper.checkSettling(state);
    recovery().recover(state);
  }

  private void logPlan(Plan plan) {
    journal.planned(plan.digest());
    events.planned(plan);
    PlanWarnings.of(plan).forEach(events::warn);
  }

  /// Returns the plan's digest and deployment id. The next transaction stores them with the lease.
  /// The deployment id is the value of `DEPLOYMENT_ID` in the history. A plan that continues an
  /// unfinished migration run keeps the id of that run. Any other plan gets a new id.
  private Lease.Deployment begin(Plan plan) {
    Lease.Deployment deployment =
        lease
            .deployment()
            .filter(begun -> begun.planSha256().equals(plan.digest()))
            .orElseGet(() -> new Lease.Deployment(plan.digest(), newDeploymentId()));
    lease.begin(deployment);
    return deployment;
  }

  /// Returns a new deployment id. Like plain Liquibase, uses the last ten digits of the
  /// milliseconds since 1970.
  private String newDeploymentId() {
    String millis = "0000000000" + ports.time().now().toEpochMilli();
    return millis.substring(millis.length() - 10);
  }

  private UnfinishedRunRecovery recovery() {
    return new UnfinishedRunRecovery(
        ports, transactions, lease, ledger, operations, events, deadline);
  }

  private Migration migration(
      LiveDatabase database, GateKeeper gate, LivePreconditions conditions, Progress progress) {
    String runId = log.context().runId();
    return new Migration(
        new Batcher(dialect, ports.database().limits()),
        database,
        conditions,
        new SchemaExecution(ports, ledger, operations, events, progress, runId),
        new DataExecution(lease, events, progress, runId),
        new PartitionedExecution(
            ports,
            ledger,
            new ActivePartitioned(ports, transactions, lease, deadline),
            events,
            progress,
            deadline,
            runId),
        gate,
        lease,
        progress,
        deadline);
  }

  /// Throws a `MigrationFailure` if nothing can be adopted in this state, because a run is
  /// unfinished or because the history has rows.
  ///
  /// @param mayBeDone whether the rows may be those of the same adoption, which is checked later
  public static void refuseAdoption(DatabaseSnapshot view, boolean mayBeDone) {
    HistoryAdoption.refuseUnfinished(view.state());
    if (!mayBeDone) {
      boolean _ = HistoryAdoption.isDone(view.history(), List.of());
    }
  }

  /// Writes history rows without running their change sets, in one transaction. Returns the rows;
  /// empty if an earlier run has written exactly these. The run holds the lease until [#release] or
  /// [#finish].
  ///
  /// @param unchanged throws a `Failure` if the database is not what the adoption was decided for;
  ///   called under the lease, before anything is written
  public List<HistoryRow> adopt(Adoption adoption, Gate gate, Runnable unchanged) {
    LiveDatabase database = new RetriedQueries(ports, transactions);
    GateKeeper keeper =
        new GateKeeper(gate, new DataLossDetector(dialect, database), events, "adopt");
    Plan plan = adoption.plan();
    refused = true;
    keeper.checkBeginning(plan);
    refused = false;
    return guarded(
        () -> {
          lease.take(false);
          DatabaseSnapshot view = snapshotUnderLease();
          HistoryAdoption.refuseUnfinished(view.state());
          journal.planned(plan.digest());
          unchanged.run();
          keeper.check(plan);
          return new HistoryAdoption(lease, events, adoption).adopt(view, newDeploymentId());
        });
  }

  /// Records a person's decision about what an unfinished run changed, if the pipe cannot find that
  /// out. Returns one sentence that says what was done.
  public String resolve(ManualDecision.Word word, Changelog changelog) {
    return guarded(
        () -> {
          lease.take(true);
          return new ManualDecision(
                  ports, transactions, lease, ledger, operations, events, log.context().runId())
              .resolve(word, changelog, newDeploymentId());
        });
  }

  /// Removes a lock that plain Liquibase left behind. Returns one sentence that says what was done.
  public String unlock() {
    LiquibaseLock lock = snapshot().state().lock();
    if (!lock.locked()) {
      return "Liquibase's lock is free";
    }
    if (!HeldLiquibaseLock.isStrangers(lock)) {
      throw new ConfigurationFailure(
          "Could not remove Liquibase's lock: it belongs to a run of this pipe, \"%s\""
              .formatted(lock.lockedBy()),
          "Run again: a lease expires within a minute, and the next run takes over the lock");
    }
    boolean freed =
        guarded(
            () ->
                transactions.runWithoutIntents(
                    "unlock", (transaction, state) -> free(transaction, state, lock)));
    if (!freed) {
      return "Liquibase's lock was held%s, but has changed meanwhile, so it was not removed"
          .formatted(lock.holder());
    }
    events.lockRemoved(lock);
    return "Liquibase's lock, held%s, was removed".formatted(lock.holder());
  }

  /// Frees the lock if it has not changed since this run read it. Returns whether the lock is free
  /// now. If the response to the commit was lost, the transaction runs again and finds the lock
  /// free.
  private static boolean free(Transaction transaction, BookkeepingState state, LiquibaseLock seen) {
    if (state.lock().equals(seen)) {
      transaction.write(new Write.PutLock(LiquibaseLock.FREE));
      return true;
    }
    return !state.lock().locked();
  }

  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseException failure) {
      throw PortFailures.afterEffect("record what this run does", failure, events.anyEffect());
    }
  }

  /// Releases the lease, if this run holds it, before the run ends. The rest of the run changes
  /// only the record, so other runs need not wait for this run.
  public void release() {
    if (lease.mayBeHeld()) {
      boolean held = lease.isHeld();
      long epoch = lease.epoch();
      boolean free = guarded(lease::release);
      released = true;
      if (held && free) {
        events.leaseReturned(epoch);
      }
    }
  }

  /// Returns the store of the deployment workflow's intents. Each of these intents announces the
  /// start of an execution. The store writes the intents to the database, together with the run's
  /// events.
  public WorkflowIntents workflowIntents() {
    return new ExecutionIntents(transactions, journal, released);
  }

  private static Failure notEnded(DatabaseException failure) {
    return new UnfinishedFailure(
            "Could not write the end of this run into the database's record: "
                + StatementFailures.oneLine(failure.reason()),
            "Run again: what is applied is on record, and the lease expires within a" + " minute")
        .causedBy(failure);
  }

  private static Failure notEndedAfterRelease(DatabaseException failure) {
    return new UnfinishedFailure(
            "Could not write the end of this run into the database's record: "
                + StatementFailures.oneLine(failure.reason()),
            "Run again: what is applied is on record, and a workflow that was started is found"
                + " again")
        .causedBy(failure);
  }

  /// Returns the failure for a run that does not hold the lease. Without the lease, a run writes
  /// only its record.
  private static Failure notRecorded(DatabaseException failure) {
    return PortFailures.beforeEffect("write this run into the database's record", failure);
  }

  /// Ends the run: releases the lease if this run holds it, and writes the rest of the record.
  /// Throws a failure if writing to the database fails. Even in this case, the database has a
  /// record of everything that the run applied.
  ///
  /// @param last adds the last event of the run; called once, right before that event is written
  public void finish(int exitCode, Runnable last) {
    boolean held = lease.isHeld();
    // The transaction that releases the lease also writes events. Listeners get these events only
    // after the commit.
    log.hold();
    boolean free = false;
    if (exitCode == ExitCode.UNFINISHED.number()) {
      transactions.hurry();
    }
    try {
      if (held) {
        events.leaseReturned(lease.epoch());
      }
      journal.ended(ports.time().now(), exitCode);
      last.run();
      free = !lease.mayBeHeld() || lease.release();
      log.notifyListeners(free);
      while (!refused && !journal.isComplete()) {
        transactions.runWithoutIntents("record", (_, _) -> true);
      }
    } catch (DatabaseException failure) {
      if (released) {
        throw notEndedAfterRelease(failure);
      }
      throw held ? notEnded(failure) : notRecorded(failure);
    } finally {
      log.notifyListeners(free);
    }
  }
}
