package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.ChunkCommitted;
import dev.spannerpipe.record.ChangeSetEvent.PartitionedSent;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.LeaseEvent.LeaseAwaited;
import dev.spannerpipe.record.LeaseEvent.LeaseReturned;
import dev.spannerpipe.record.LeaseEvent.LeaseTaken;
import dev.spannerpipe.record.LeaseEvent.LockRemoved;
import dev.spannerpipe.record.LifecycleEvent.AdoptionPlanned;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RecoveryEvent.IntentResolved;
import dev.spannerpipe.record.RecoveryEvent.IntentSettled;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.SchemaOperationEvent.BatchFenced;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
import dev.spannerpipe.record.SchemaOperationEvent.BatchUnclear;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Converts the values of the package `apply` to events of the record, and adds the events to the
/// run log.
final class ApplyEvents {
  private final RunLog log;
  private boolean anyEffect;

  ApplyEvents(RunLog log) {
    this.log = log;
  }

  void warn(String message) {
    log.warn(message);
  }

  void leaseAwaited(String why, Lease.@Nullable Holder holder) {
    log.add(
        Outcome.GOING_ON,
        holder == null
            ? new LeaseAwaited(why, null, null, null)
            : new LeaseAwaited(why, holder.runId(), holder.url(), holder.since()));
  }

  void leaseTaken(Lease lease, @Nullable String takenFrom) {
    log.add(new LeaseTaken(lease.epoch(), takenFrom));
  }

  void leaseReturned(long epoch) {
    log.add(new LeaseReturned(epoch));
  }

  void lockRemoved(LiquibaseLock lock) {
    log.add(new LockRemoved(lock.lockedBy(), lock.granted()));
  }

  /// Logs that this run recovered an intent (the row that announces an effect before a run requests
  /// it) of an earlier run.
  void settled(Intent intent, String result) {
    log.add(new IntentSettled(intent.attempt().operationId(), intent.runId(), result));
  }

  /// Logs that a person decided the outcome of an intent.
  void resolved(IntentResolved event) {
    log.add(event);
  }

  void planned(Plan plan) {
    log.add(
        new Planned(
            plan.digest(),
            plan.pending().size(),
            plan.applied(),
            plan.segments().size(),
            plan.schemaOperations(),
            plan.pending().stream().mapToLong(each -> each.rest().size()).sum()));
  }

  void decided(Gate.Decision decision) {
    log.add(decision.allowed() ? Outcome.SUCCEEDED : Outcome.FAILED, decision.event());
  }

  void preconditionChecked(ChangeSetId changeSet, String outcome, String reason) {
    log.add(new PreconditionChecked(changeSet.toString(), outcome, reason));
  }

  void submitted(Intent intent, int statements, boolean attached) {
    log.add(new BatchSubmitted(intent.attempt().operationId(), statements, attached));
  }

  void progress(SchemaChanges.Operation operation) {
    log.add(Outcome.GOING_ON, OperationListener.progressOf(operation));
  }

  void refused(Intent intent, int statements, String reason) {
    log.add(Outcome.FAILED, new BatchRefused(intent.attempt().operationId(), statements, reason));
  }

  void unclear(Intent intent, int statements, String reason) {
    log.add(Outcome.FAILED, new BatchUnclear(intent.attempt().operationId(), statements, reason));
  }

  /// Logs that a schema operation never began, and that its id is fenced: a late request with this
  /// id cannot begin the operation any more.
  ///
  /// @param next what happens to the operation's statements: `again` (they are sent once more) or
  ///   `bisect` (they are sent in halves)
  void fenced(Intent intent, int statements, String next) {
    log.add(new BatchFenced(intent.attempt().operationId(), statements, next));
  }

  /// Returns whether this run has seen a statement take effect.
  boolean anyEffect() {
    return anyEffect;
  }

  /// @param rows how many rows were changed; negative if that is not known
  void statementCommitted(
      LocatedStatement statement, Instant committedAt, @Nullable String operationId, long rows) {
    anyEffect = true;
    log.add(
        new StatementCommitted(place(statement), committedAt, operationId, rows < 0 ? null : rows));
  }

  /// Logs that one transaction committed several, but not all, of a change set's consecutive data
  /// changes. The caller also logs each of these statements.
  ///
  /// @param rows how many rows each statement changed; empty if the response to the commit was lost
  void chunkCommitted(List<LocatedStatement> statements, Instant committedAt, List<Long> rows) {
    LocatedStatement first = statements.getFirst();
    log.add(
        new ChunkCommitted(
            first.changeSet().toString(),
            first.location().file(),
            first.location().line(),
            first.number(),
            statements.getLast().number(),
            first.total(),
            committedAt,
            rows.isEmpty() ? null : rows.stream().mapToLong(Long::longValue).sum()));
  }

  void partitionedSent(LocatedStatement statement) {
    log.add(Outcome.GOING_ON, new PartitionedSent(place(statement)));
  }

  void statementFailed(LocatedStatement statement, String reason) {
    log.add(Outcome.FAILED, new StatementFailed(place(statement), reason));
  }

  private static StatementPlace place(LocatedStatement statement) {
    SourceLocation location = statement.location();
    return new StatementPlace(
        statement.changeSet().toString(),
        location.file(),
        location.line(),
        location.lastLine() > location.line() ? (long) location.lastLine() : null,
        statement.kind(),
        Cursor.mark(statement.statement()));
  }

  void recorded(HistoryRow row) {
    log.add(
        new ChangeSetRecorded(
            row.changeSet().toString(), row.execType().name(), row.orderExecuted(), null));
  }

  void adopting(AdoptionPlanned event) {
    log.add(event);
  }

  /// Logs that a change set was recorded without running it.
  void adopted(HistoryRow row) {
    anyEffect = true;
    log.add(
        new ChangeSetRecorded(
            row.changeSet().toString(),
            row.execType().name(),
            row.orderExecuted(),
            ChangeSetRecorded.ADOPTED));
  }

  void skipped(ChangeSetId changeSet, String reason) {
    log.add(Outcome.SKIPPED, new ChangeSetSkipped(changeSet.toString(), reason));
  }
}
