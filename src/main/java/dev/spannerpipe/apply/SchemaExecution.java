package dev.spannerpipe.apply;

import dev.spannerpipe.apply.SchemaChanges.Operation;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Segments;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.Step;
import java.time.Duration;
import java.util.List;

/// Executes schema changes: intent, operation, history.
final class SchemaExecution {
  private final Ports ports;
  private final IntentLedger ledger;
  private final Operations operations;
  private final ApplyEvents events;
  private final Progress progress;
  private final String runId;

  SchemaExecution(
      Ports ports,
      IntentLedger ledger,
      Operations operations,
      ApplyEvents events,
      Progress progress,
      String runId) {
    this.ports = ports;
    this.ledger = ledger;
    this.operations = operations;
    this.events = events;
    this.progress = progress;
    this.runId = runId;
  }

  /// Executes a batch. Returns whether it succeeded; false only where its failure is tolerated.
  boolean run(Segment segment) {
    List<String> statements = segment.steps().stream().map(Step::text).toList();
    IntentContent content = new IntentContent(statements, progress.remember(segment.slices()));
    return switch (run(content)) {
      case SUCCEEDED -> true;
      case TOLERATED -> false;
      // The server refused the batch as a whole and may not say which statement it minds: the
      // halves tell.
      case SPLIT -> Segments.halves(segment).stream().allMatch(this::run);
    };
  }

  /// Executes a step whose statements were made from the live schema. Returns as [#run] does.
  boolean runLive(Slice slice, Step.Live step, List<String> statements) {
    IntentSlice remembered = progress.remember(List.of(slice)).getFirst();
    IntentSlice live = Remembered.live(remembered, step, statements.size());
    return run(new IntentContent(statements, List.of(live))) != Outcome.TOLERATED;
  }

  private enum Outcome {
    SUCCEEDED,
    TOLERATED,
    SPLIT
  }

  private Outcome run(IntentContent content) {
    Duration opened = ports.time().elapsed();
    Intent intent = ledger.open(Intent.Kind.SCHEMA, runId, content, null);
    return switch (operations.send(intent, content.statements(), opened)) {
      case Operations.Sent.Exists(Operation operation) -> end(intent, content, operation);
      case Operations.Sent.Refused(String reason) -> refused(intent, content, reason);
      case Operations.Sent.Spent() -> throw spent(intent);
    };
  }

  /// Only a run that has taken the lease meanwhile spends an id, and then closing says so.
  private UnfinishedFailure spent(Intent intent) {
    ledger.close(intent, Effects.NONE, "its id was spent before it began");
    return new UnfinishedFailure(
        "Could not send operation %s: its id was used up before it began, so nothing of it took effect"
            .formatted(intent.attempt().operationId()),
        "Run again: it goes on under another id");
  }

  private Outcome end(Intent intent, IntentContent content, Operation operation) {
    events.submitted(intent, content.statements().size(), false);
    Operation ended = operations.await(intent, operation);
    progress.recorded(
        ledger.close(intent, Effects.of(intent, ended.committed()), Settlement.result(ended)));
    String error = ended.error();
    return error == null ? Outcome.SUCCEEDED : failed(content, ended.committed().size(), error);
  }

  /// A refusal leaves the id free for a call that may still be on its way, so the id is used up
  /// before the intent closes.
  private Outcome refused(Intent intent, IntentContent content, String reason) {
    if (content.statements().size() > 1) {
      events.refused(intent, content.statements().size(), reason);
    }
    return switch (operations.spend(intent)) {
      case Operations.Fate.Exists(Operation operation) -> end(intent, content, operation);
      case Operations.Fate.NeverBegan() -> {
        ledger.close(intent, closedEffects(intent, content), "refused: " + reason);
        yield content.statements().size() > 1 && content.slices().getFirst().live() == null
            ? Outcome.SPLIT
            : failed(content, 0, reason);
      }
    };
  }

  /// A tolerated change set that fails is as if it never began; that takes its cursor away.
  private static Effects closedEffects(Intent intent, IntentContent content) {
    return content.slices().getFirst().tolerated() && content.statements().size() == 1
        ? Effects.of(intent, List.of())
        : Effects.NONE;
  }

  private Outcome failed(IntentContent content, int index, String reason) {
    StatementPlace place =
        content.places("DDL").get(Math.min(index, content.statements().size() - 1));
    events.statementFailed(place, reason);
    boolean tolerated =
        content.slices().stream()
            .anyMatch(slice -> slice.tolerated() && slice.changeSet().equals(place.changeSet()));
    if (!tolerated) {
      throw StatementFailures.refused(place, place.number() - 1, reason, progress);
    }
    events.skipped(place.changeSet(), StatementFailures.oneLine(reason));
    return Outcome.TOLERATED;
  }
}
