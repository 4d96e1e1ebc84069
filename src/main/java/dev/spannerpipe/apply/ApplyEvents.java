package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.record.Event.Outcome;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.RunLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine's events, each with its details in one place.
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
    JsonObject detail = Json.object().with("reason", why);
    if (holder != null) {
      detail =
          detail
              .with("holder", holder.runId())
              .with("holderUrl", holder.url())
              .with("since", holder.since().toString());
    }
    log.add(EventName.LEASE_AWAITED, Outcome.GOING_ON, detail);
  }

  void leaseTaken(Lease lease, @Nullable String takenFrom) {
    log.add(
        EventName.LEASE_TAKEN,
        Outcome.SUCCEEDED,
        Json.object().with("epoch", lease.epoch()).with("takenFrom", takenFrom));
  }

  void leaseReturned(long epoch) {
    log.add(EventName.LEASE_RETURNED, Outcome.SUCCEEDED, Json.object().with("epoch", epoch));
  }

  void lockRemoved(LiquibaseLock lock) {
    JsonObject detail = Json.object().with("lockedBy", lock.lockedBy());
    Instant granted = lock.granted();
    log.add(
        EventName.LOCK_REMOVED,
        Outcome.SUCCEEDED,
        granted == null ? detail : detail.with("since", granted.toString()));
  }

  void settled(Intent intent, String result) {
    log.add(
        EventName.INTENT_SETTLED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("operationId", intent.attempt().operationId())
            .with("runId", intent.runId())
            .with("result", result));
  }

  void resolved(JsonObject detail) {
    log.add(EventName.INTENT_RESOLVED, Outcome.SUCCEEDED, detail);
  }

  void planned(Plan plan) {
    log.add(
        EventName.PLANNED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("sha256", plan.digest())
            .with("pending", plan.pending().size())
            .with("applied", plan.applied())
            .with("segments", plan.segments().size())
            .with("schemaOperations", plan.schemaOperations())
            .with(
                "statements", plan.pending().stream().mapToLong(each -> each.rest().size()).sum()));
  }

  void decided(Gate.Decision decision) {
    log.add(
        EventName.POLICY_DECIDED,
        decision.allowed() ? Outcome.SUCCEEDED : Outcome.FAILED,
        decision.detail().with("rule", decision.rule()).with("reason", decision.reason()));
  }

  void preconditionChecked(ChangeSetId changeSet, String outcome, String reason) {
    log.add(
        EventName.PRECONDITION_CHECKED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("changeSet", changeSet.toString())
            .with("outcome", outcome)
            .with("reason", reason));
  }

  void submitted(Intent intent, int statements, boolean attached) {
    log.add(
        EventName.BATCH_SUBMITTED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("operationId", intent.attempt().operationId())
            .with("statements", statements)
            .with("attached", new JsonBoolean(attached)));
  }

  void progress(SchemaChanges.Operation operation) {
    log.add(EventName.BATCH_PROGRESS, Outcome.GOING_ON, OperationListener.state(operation));
  }

  void refused(Intent intent, int statements, String reason) {
    log.add(
        EventName.BATCH_REFUSED,
        Outcome.FAILED,
        Json.object()
            .with("operationId", intent.attempt().operationId())
            .with("statements", statements)
            .with("reason", reason));
  }

  void unclear(Intent intent, int statements, String reason) {
    log.add(
        EventName.BATCH_UNCLEAR,
        Outcome.FAILED,
        Json.object()
            .with("operationId", intent.attempt().operationId())
            .with("statements", statements)
            .with("reason", reason));
  }

  /// @param next what happens to the statements: `again` or `bisect`
  void fenced(Intent intent, int statements, String next) {
    log.add(
        EventName.BATCH_FENCED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("operationId", intent.attempt().operationId())
            .with("statements", statements)
            .with("next", next));
  }

  /// Returns whether a statement took effect in this run.
  boolean anyEffect() {
    return anyEffect;
  }

  void statementCommitted(
      LocatedStatement place, Instant committedAt, @Nullable String operationId, long rows) {
    anyEffect = true;
    JsonObject detail =
        place(place).with("committedAt", committedAt.toString()).with("operationId", operationId);
    log.add(
        EventName.STATEMENT_COMMITTED,
        Outcome.SUCCEEDED,
        rows < 0 ? detail : detail.with("rows", rows));
  }

  /// Says that data changes took effect together, where the change set has more than them.
  ///
  /// @param rows how many rows each touched; empty where the answer of the commit was lost
  void chunkCommitted(List<LocatedStatement> places, Instant committedAt, List<Long> rows) {
    LocatedStatement first = places.getFirst();
    JsonObject detail =
        Json.object()
            .with("changeSet", first.changeSet().toString())
            .with("file", first.location().file())
            .with("line", first.location().line())
            .with("from", first.number())
            .with("to", places.getLast().number())
            .with("of", first.of())
            .with("committedAt", committedAt.toString());
    log.add(
        EventName.CHUNK_COMMITTED,
        Outcome.SUCCEEDED,
        rows.isEmpty()
            ? detail
            : detail.with("rows", rows.stream().mapToLong(Long::longValue).sum()));
  }

  void partitionedSent(LocatedStatement place) {
    log.add(EventName.PARTITIONED_SENT, Outcome.GOING_ON, place(place));
  }

  void statementFailed(LocatedStatement place, String reason) {
    log.add(EventName.STATEMENT_FAILED, Outcome.FAILED, place(place).with("reason", reason));
  }

  private static JsonObject place(LocatedStatement place) {
    SourceLocation location = place.location();
    JsonObject members =
        Json.object()
            .with("changeSet", place.changeSet().toString())
            .with("file", location.file())
            .with("line", location.line())
            .with("kind", place.kind())
            .with("statement", Cursor.mark(place.statement()));
    return location.lastLine() > location.line()
        ? members.with("lastLine", location.lastLine())
        : members;
  }

  void recorded(HistoryRow row) {
    log.add(
        EventName.CHANGE_SET_RECORDED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("changeSet", row.changeSet().toString())
            .with("execType", row.execType().name())
            .with("orderExecuted", row.orderExecuted()));
  }

  void skipped(ChangeSetId changeSet, String reason) {
    log.add(
        EventName.CHANGE_SET_SKIPPED,
        Outcome.SKIPPED,
        Json.object().with("changeSet", changeSet.toString()).with("reason", reason));
  }
}
