package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Segments;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Executes schema changes: intent, operation, history.
final class SchemaExecution {
  private final Ports ports;
  private final IntentLedger ledger;
  private final SchemaOperations operations;
  private final ApplyEvents events;
  private final Progress progress;
  private final String runId;

  SchemaExecution(
      Ports ports,
      IntentLedger ledger,
      SchemaOperations operations,
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

  /// Executes a batch. Returns whether it succeeded; false only if its failure is tolerated.
  boolean run(Segment segment) {
    List<String> statements = segment.steps().stream().map(Step::text).toList();
    Optional<ProtoDescriptors> descriptors = segment.protoDescriptors();
    IntentContent content =
        new IntentContent(
            statements,
            progress.intentSlices(segment.slices()),
            descriptors.map(ProtoDescriptors::sha256).orElse(null));
    return switch (run(content, descriptors, true)) {
      case SUCCEEDED -> true;
      case TOLERATED -> false;
      // The batch failed as a whole, and Spanner did not name the statement. The halves show which
      // one it is.
      case SPLIT -> Segments.halves(segment).stream().allMatch(this::run);
      // Most likely the first statement failed, whose validation may have taken long.
      case SPLIT_AFTER_FIRST -> Segments.firstAlone(segment).stream().allMatch(this::run);
    };
  }

  /// Executes a step whose statements were made from the live schema. Returns as [#run] does.
  boolean runLive(Slice slice, Step.Live step, List<String> statements) {
    IntentSlice remembered = progress.intentSlices(List.of(slice)).getFirst();
    IntentSlice live = remembered.withLiveStatements(step, statements.size());
    IntentContent content = new IntentContent(statements, List.of(live));
    return run(content, Optional.empty(), true) != Outcome.TOLERATED;
  }

  private enum Outcome {
    SUCCEEDED,
    TOLERATED,
    SPLIT,
    SPLIT_AFTER_FIRST
  }

  /// @param firstTime whether the statements are sent once more if the answer is unclear
  private Outcome run(
      IntentContent content, Optional<ProtoDescriptors> descriptors, boolean firstTime) {
    Duration opened = ports.time().elapsed();
    Intent intent = ledger.open(Intent.Kind.SCHEMA, runId, content, null);
    return switch (operations.send(intent, content.statements(), descriptors, opened)) {
      case SchemaOperations.SubmitResult.Exists(Operation operation) ->
          end(intent, content, operation, false);
      case SchemaOperations.SubmitResult.Refused(String reason) -> refused(intent, content, reason);
      case SchemaOperations.SubmitResult.Fenced() -> throw fenced(intent);
      case SchemaOperations.SubmitResult.Unclear(DatabaseException failure) ->
          unclear(intent, content, descriptors, failure, firstTime);
    };
  }

  /// Only another run that took the lease meanwhile can have fenced the id. Closing the intent then
  /// throws [dev.spannerpipe.failure.LeaseFailure].
  private UnfinishedFailure fenced(Intent intent) {
    ledger.close(intent, BookkeepingUpdate.NONE, "its id was fenced before it began");
    return new UnfinishedFailure(
        "Could not send operation %s: its id was fenced before it began, so nothing took effect"
            .formatted(intent.attempt().operationId()),
        "Run again: the next run uses another id");
  }

  private Outcome end(Intent intent, IntentContent content, Operation operation, boolean attached) {
    events.submitted(intent, content.statements().size(), attached);
    Operation ended = operations.await(intent, operation);
    progress.recorded(
        ledger.close(
            intent,
            BookkeepingUpdate.of(intent, ended.committed()),
            UnfinishedRunRecovery.result(ended)));
    progress.executed(content.statements().subList(0, ended.committed().size()));
    String error = ended.error();
    if (error == null) {
      return Outcome.SUCCEEDED;
    }
    if (ended.committed().isEmpty() && content.statements().size() > 1) {
      return failedAsWhole(intent, content, error);
    }
    return failed(content, place(content, ended.committed().size()), error);
  }

  /// Without any commit timestamp, the error may be about any of the statements.
  private Outcome failedAsWhole(Intent intent, IntentContent content, String error) {
    if (!isDivisible(content)) {
      return failed(content, all(content), error);
    }
    events.refused(intent, content.statements().size(), error);
    return Outcome.SPLIT_AFTER_FIRST;
  }

  /// After a rejection, the id is still free for a delayed call. So the id is fenced before the
  /// intent is closed.
  private Outcome refused(Intent intent, IntentContent content, String reason) {
    if (content.statements().size() > 1) {
      events.refused(intent, content.statements().size(), reason);
    }
    return switch (operations.fence(intent)) {
      case SchemaOperations.Outcome.Exists(Operation operation) ->
          end(intent, content, operation, false);
      case SchemaOperations.Outcome.NeverBegan() -> {
        ledger.close(intent, closedEffects(intent, content), "rejected: " + reason);
        yield isDivisible(content) ? Outcome.SPLIT : failed(content, all(content), reason);
      }
    };
  }

  /// Finds out whether the operation began, by fencing its id. If this stayed open, a statement
  /// that always gets an unclear answer would stop every run. An operation that never began is sent
  /// once more under a new id. After a second unclear answer, the statement itself is the likely
  /// cause.
  private Outcome unclear(
      Intent intent,
      IntentContent content,
      Optional<ProtoDescriptors> descriptors,
      DatabaseException failure,
      boolean firstTime) {
    int statements = content.statements().size();
    events.unclear(intent, statements, StatementFailures.oneLine(failure.reason()));
    return switch (operations.fenceUnclear(intent)) {
      case SchemaOperations.Outcome.Exists(Operation operation) ->
          end(intent, content, operation, true);
      case SchemaOperations.Outcome.NeverBegan() -> {
        String result = "never began, without a clear answer: " + failure.reason();
        if (firstTime) {
          ledger.close(intent, BookkeepingUpdate.NONE, result);
          events.fenced(intent, statements, "again");
          yield run(content, descriptors, false);
        }
        ledger.close(intent, closedEffects(intent, content), result);
        yield unclearAgain(intent, content, failure);
      }
    };
  }

  private Outcome unclearAgain(Intent intent, IntentContent content, DatabaseException failure) {
    if (isDivisible(content)) {
      events.fenced(intent, content.statements().size(), "bisect");
      return Outcome.SPLIT;
    }
    LocatedStatement place = all(content);
    return failed(
        content,
        place,
        failure.reason(),
        StatementFailures.unclear(place, place.number() - 1, failure, progress));
  }

  /// The statements of a step that was made from the live schema belong together.
  private static boolean isDivisible(IntentContent content) {
    return content.statements().size() > 1 && content.slices().getFirst().live() == null;
  }

  /// A tolerated change set that fails counts as never begun, so its cursor is deleted.
  private static BookkeepingUpdate closedEffects(Intent intent, IntentContent content) {
    return content.slices().getFirst().tolerated() && content.statements().size() == 1
        ? BookkeepingUpdate.of(intent, List.of())
        : BookkeepingUpdate.NONE;
  }

  private static LocatedStatement place(IntentContent content, int index) {
    return content.places("DDL").get(Math.min(index, content.statements().size() - 1));
  }

  /// Returns one location for all statements, if the failing one is not known.
  private static LocatedStatement all(IntentContent content) {
    LocatedStatement first = place(content, 0);
    return new LocatedStatement(
        first.changeSet(),
        first.location(),
        first.kind(),
        String.join("; ", content.statements()),
        first.number(),
        first.of());
  }

  private Outcome failed(IntentContent content, LocatedStatement place, String reason) {
    return failed(
        content,
        place,
        reason,
        StatementFailures.refused(place, place.number() - 1, reason, progress));
  }

  private Outcome failed(
      IntentContent content, LocatedStatement place, String reason, MigrationFailure failure) {
    events.statementFailed(place, reason);
    boolean tolerated =
        content.slices().stream()
            .anyMatch(slice -> slice.tolerated() && slice.changeSet().equals(place.changeSet()));
    if (!tolerated) {
      throw failure;
    }
    events.skipped(place.changeSet(), StatementFailures.oneLine(reason));
    return Outcome.TOLERATED;
  }
}
