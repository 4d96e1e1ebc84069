package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Key;
import com.google.cloud.spanner.KeyRange;
import com.google.cloud.spanner.KeySet;
import com.google.cloud.spanner.Options;
import com.google.cloud.spanner.Options.ReadOption;
import com.google.cloud.spanner.ReadContext;
import com.google.cloud.spanner.ResultSet;
import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.spanner.Branch.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads those book-keeping tables by key that grow with each run: the runs, the intents and the
/// executions. A query could read all rows of such a table (an emulator always does), but a read by
/// key never does. Each method sends one request, except where it says otherwise. A table that does
/// not exist has no rows.
final class KeyReads {
  private static final Branch RUNS =
      new Branch(
          Branch.Part.RUN,
          List.of("ExitCode", "HeadSequence", "LinkNumber", "LinkSequence"),
          List.of("StartedAt", "EndedAt"),
          List.of(
              "RunId",
              "Command",
              "Version",
              "CommitId",
              "BuildUrl",
              "PlanSha256",
              "Head",
              "LinkHead",
              "LinkPrevious",
              "LinkHash"),
          "");

  /// The intents, the rows that announce a change before the pipe sends it.
  private static final Branch INTENTS =
      new Branch(
          Branch.Part.INTENT,
          List.of("Epoch", "Number", "Recorded"),
          List.of("CreatedAt", "Deadline"),
          List.of("RunId", "Kind", "State", "Content", "Result"),
          "");

  /// What is read of many intents at once.
  private static final Branch INTENT_SUMMARIES =
      new Branch(
          Branch.Part.INTENT,
          List.of("Epoch", "Number"),
          List.of("CreatedAt"),
          List.of("State"),
          "");

  /// The attempts to run the workflow.
  private static final Branch EXECUTIONS =
      new Branch(
          Branch.Part.EXECUTION,
          List.of("Attempt", "RedriveCountBefore"),
          List.of("CreatedAt"),
          List.of("Deployment", "StateMachine", "Input", "RunId", "RedriveToken"),
          "");

  private static final Branch RUN_IDS =
      new Branch(Branch.Part.RUN, List.of(), List.of(), List.of("RunId"), "");

  private static final Branch EVENTS =
      new Branch(Branch.Part.EVENT, List.of(), List.of(), List.of("Event"), "");

  private final Calls calls;
  private final DatabaseDescription description;
  private final Supplier<? extends ReadContext> contexts;
  private final List<ReadOption> options;

  /// @param contexts returns the context of the next request
  /// @param options the options of each request
  KeyReads(
      Calls calls,
      DatabaseDescription description,
      Supplier<? extends ReadContext> contexts,
      ReadOption... options) {
    this.calls = calls;
    this.description = description;
    this.contexts = contexts;
    this.options = List.of(options);
  }

  /// Returns an intent by its id.
  Optional<Intent> intent(AttemptId attempt) {
    return rows(
            BookKeepingTable.SPANNER_PIPE_INTENT,
            INTENTS,
            KeySet.singleKey(key(attempt)),
            BookKeepingRows::intent)
        .stream()
        .findFirst();
  }

  /// Returns the open intent; sends a second request if there is one.
  ///
  /// @param lowestEpoch the lowest epoch in which an intent may be open
  Optional<Intent> openIntent(long lowestEpoch) {
    KeySet from = KeySet.range(KeyRange.closedClosed(Key.of(lowestEpoch), Key.of(Long.MAX_VALUE)));
    return summaries(from).stream()
        .filter(intent -> intent.state() == Intent.State.OPEN)
        .min(Comparator.comparing(Intent.Summary::attempt))
        .flatMap(open -> intent(open.attempt()));
  }

  /// Returns the intents with the lowest ids.
  List<Intent.Summary> firstIntents(int limit) {
    return summaries(KeySet.all(), Options.limit(limit));
  }

  /// Returns a run by its id.
  Optional<RunRow> run(String runId) {
    return runs(KeySet.singleKey(Key.of(runId))).stream().findFirst();
  }

  /// Returns runs, ordered by id.
  List<RunRow> runs(KeySet keys) {
    return rows(BookKeepingTable.SPANNER_PIPE_RUN, RUNS, keys, BookKeepingRows::run);
  }

  /// Returns the ids of runs, in order.
  List<String> runIds(KeySet keys) {
    return rows(BookKeepingTable.SPANNER_PIPE_RUN, RUN_IDS, keys, row -> row.text(0));
  }

  /// Returns the events of a run as they are stored, in order.
  List<String> eventLines(String runId) {
    return rows(
        BookKeepingTable.SPANNER_PIPE_STEP,
        EVENTS,
        KeySet.prefixRange(Key.of(runId)),
        row -> row.text(0));
  }

  /// Returns the latest attempt to run the workflow of a deployment.
  Optional<WorkflowIntent> latestExecution(String deployment) {
    return rows(
            BookKeepingTable.SPANNER_PIPE_EXECUTION,
            EXECUTIONS,
            KeySet.prefixRange(Key.of(deployment)),
            BookKeepingRows::execution)
        .stream()
        .max(Comparator.comparingInt(WorkflowIntent::attempt));
  }

  private List<Intent.Summary> summaries(KeySet keys, ReadOption... more) {
    return rows(
        BookKeepingTable.SPANNER_PIPE_INTENT,
        INTENT_SUMMARIES,
        keys,
        BookKeepingRows::summary,
        more);
  }

  private static Key key(AttemptId attempt) {
    return Key.of(attempt.epoch(), attempt.number());
  }

  private <T> List<T> rows(
      BookKeepingTable table,
      Branch columns,
      KeySet keys,
      Function<Row, T> read,
      ReadOption... more) {
    if (!description.has(table)) {
      return List.of();
    }
    List<ReadOption> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return calls.attempt(
        Calls.CALL,
        () -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet result =
              contexts
                  .get()
                  .read(table.name(), keys, columns.columns(), all.toArray(ReadOption[]::new))) {
            while (result.next()) {
              rows.add(read.apply(columns.row(result.getCurrentRowAsStruct())));
            }
          }
          return rows;
        });
  }
}
