package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The book-keeping rows of the model, as they are committed.
final class ModelRows implements RecordReader {
  @Nullable Lease lease;
  LiquibaseLock lock = LiquibaseLock.FREE;
  final TreeMap<AttemptId, Intent> intents = new TreeMap<>();
  final Map<ChangeSetId, Cursor> cursors = new LinkedHashMap<>();
  final Map<ChangeSetId, HistoryRow> history = new LinkedHashMap<>();
  final Map<String, RunRow> runs = new LinkedHashMap<>();
  final Map<String, TreeMap<Long, RecordedEvent>> events = new LinkedHashMap<>();
  final Map<String, WorkflowIntent> executions = new LinkedHashMap<>();
  long major;
  long closedBefore;

  ModelRows copy() {
    ModelRows copy = new ModelRows();
    copy.lease = lease;
    copy.lock = lock;
    copy.intents.putAll(intents);
    copy.cursors.putAll(cursors);
    copy.history.putAll(history);
    copy.runs.putAll(runs);
    events.forEach((run, all) -> copy.events.put(run, new TreeMap<>(all)));
    copy.executions.putAll(executions);
    copy.major = major;
    copy.closedBefore = closedBefore;
    return copy;
  }

  /// Returns the intent that is open, whether a reader finds it or not.
  Optional<Intent> open() {
    return openFrom(0);
  }

  private Optional<Intent> openFrom(long epoch) {
    for (Intent intent : intents.tailMap(new AttemptId(epoch, 0)).values()) {
      if (intent.state() == Intent.State.OPEN) {
        return Optional.of(intent);
      }
    }
    return Optional.empty();
  }

  BookkeepingState standing(Instant now, Optional<AttemptId> own) {
    long lowest = Lease.lowestOpenEpoch(Optional.ofNullable(lease), closedBefore);
    return standing(now, own.map(intents::get), openFrom(lowest));
  }

  BookkeepingState standingWith(Instant now, AttemptId own) {
    return standing(now, Optional.ofNullable(intents.get(own)), Optional.empty());
  }

  List<Intent.Summary> firstIntents(int limit) {
    return intents.values().stream()
        .limit(limit)
        .map(each -> new Intent.Summary(each.attempt(), each.state(), each.createdAt()))
        .toList();
  }

  BookkeepingState standingWithoutIntents(Instant now) {
    return standing(now, Optional.empty(), Optional.empty());
  }

  private BookkeepingState standing(Instant now, Optional<Intent> own, Optional<Intent> open) {
    return new BookkeepingState(
        now,
        Optional.ofNullable(lease),
        lock,
        own,
        open,
        cursors.values().stream().findFirst(),
        major);
  }

  List<HistoryRow> historyInOrder() {
    List<HistoryRow> rows = new ArrayList<>(history.values());
    rows.sort(
        Comparator.comparingLong(HistoryRow::orderExecuted)
            .thenComparing(HistoryRow::dateExecuted));
    return rows;
  }

  /// Returns why the service would not commit this; empty where it would.
  Optional<String> refusal(Write write) {
    return switch (write) {
      case Write.InsertIntent(Intent intent) when intents.containsKey(intent.attempt()) ->
          Optional.of("Row " + intent.attempt() + " already exists");
      case Write.UpdateIntent(Intent intent) when !intents.containsKey(intent.attempt()) ->
          Optional.of("Row " + intent.attempt() + " not found");
      case Write.InsertExecution(WorkflowIntent intent)
          when executions.containsKey(intent.name()) ->
          Optional.of("Row " + intent.name() + " already exists");
      case Write.UpdateExecution(WorkflowIntent intent)
          when !executions.containsKey(intent.name()) ->
          Optional.of("Row " + intent.name() + " not found");
      default -> Optional.empty();
    };
  }

  void apply(Write write) {
    switch (write) {
      case Write.PutLease(Lease row) -> lease = row;
      case Write.PutLock(LiquibaseLock row) -> lock = row;
      case Write.InsertIntent(Intent intent) -> intents.put(intent.attempt(), intent);
      case Write.UpdateIntent(Intent intent) -> intents.put(intent.attempt(), intent);
      case Write.DeleteIntent(AttemptId attempt) -> intents.remove(attempt);
      case Write.PutClosedBefore(long epoch) -> closedBefore = epoch;
      case Write.PutCursor(Cursor cursor, String _) -> cursors.put(cursor.changeSet(), cursor);
      case Write.DeleteCursor(ChangeSetId changeSet) -> cursors.remove(changeSet);
      case Write.PutHistory(HistoryRow row) -> history.put(row.changeSet(), row);
      case Write.DeleteHistory(ChangeSetId changeSet) -> history.remove(changeSet);
      case Write.PutRun(RunRow row) -> runs.merge(row.runId(), row, ModelRows::keepingLink);
      case Write.PutEvent(RecordedEvent event) ->
          events.computeIfAbsent(event.runId(), _ -> new TreeMap<>()).put(event.sequence(), event);
      case Write.PutVersion(long version) -> major = version;
      case Write.InsertExecution(WorkflowIntent intent) -> executions.put(intent.name(), intent);
      case Write.UpdateExecution(WorkflowIntent intent) -> executions.put(intent.name(), intent);
    }
  }

  Optional<WorkflowIntent> latestExecution(String deployment) {
    return executions.values().stream()
        .filter(intent -> intent.deployment().equals(deployment))
        .max(Comparator.comparingInt(WorkflowIntent::attempt));
  }

  private static RunRow keepingLink(RunRow before, RunRow after) {
    return after.link().isPresent()
        ? after
        : new RunRow(
            after.runId(),
            after.command(),
            after.version(),
            after.commit(),
            after.buildUrl(),
            after.startedAt(),
            after.endedAt(),
            after.exitCode(),
            after.planSha256(),
            after.headSequence(),
            after.head(),
            before.link());
  }

  /// Returns whether every transaction reads the row that this writes, so that the two exclude each
  /// other.
  boolean isReadByAll(Write write) {
    return switch (write) {
      case Write.PutLease _, Write.PutLock _, Write.PutVersion _, Write.PutCursor _ -> true;
      case Write.DeleteCursor(ChangeSetId changeSet) -> cursors.containsKey(changeSet);
      case Write.InsertIntent(Intent intent) -> intent.state() == Intent.State.OPEN;
      case Write.UpdateIntent _, Write.DeleteIntent _, Write.PutClosedBefore _ -> true;
      case Write.PutRun(RunRow row) ->
          Optional.ofNullable(lease)
              .flatMap(Lease::holder)
              .filter(holder -> holder.runId().equals(row.runId()))
              .isPresent();
      case Write.PutHistory _, Write.DeleteHistory _, Write.PutEvent _ -> false;
      // Stricter than it need be: only those conflict that read the same deployment.
      case Write.InsertExecution _, Write.UpdateExecution _ -> true;
    };
  }

  @Override
  public List<RunRow> runs(int limit) {
    return new ArrayList<>(runs.values()).reversed().stream().limit(limit).toList();
  }

  @Override
  public List<String> eventLines(String runId) {
    return events.getOrDefault(runId, new TreeMap<>()).values().stream()
        .map(RecordedEvent::line)
        .toList();
  }

  @Override
  public Optional<ChainEnd> chainEnd() {
    return Optional.ofNullable(lease).map(row -> new ChainEnd(row.links(), row.link()));
  }
}
