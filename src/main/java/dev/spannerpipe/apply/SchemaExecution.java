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

/// Executes schema changes. For each batch of statements, stores an intent (the row that announces
/// the batch), submits a schema operation, and writes the history rows.
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

  /// Executes a segment. Returns true if the segment succeeded, and false if it failed and the
  /// failure is tolerated (`failOnError: false`). Throws any other failure.
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
      // Spanner rejected the batch without naming a statement. Executing the halves shows which
      // statement fails.
      case SPLIT -> Segments.halves(segment).stream().allMatch(this::run);
      // Most likely, the first statement failed. If the halves were executed, the first half would
      // repeat the validation of that statement, which may take long.
      case SPLIT_AFTER_FIRST -> Segments.firstAlone(segment).stream().allMatch(this::run);
    };
  }

  /// Executes a step whose statements were generated from the live schema. Returns and throws as
  /// [#run] does.
  boolean runLive(Slice slice, Step.Live step, List<String> statements) {
    IntentSlice planned = progress.intentSlices(List.of(slice)).getFirst();
    IntentSlice live = planned.withLiveStatements(step, statements.size());
    IntentContent content = new IntentContent(statements, List.of(live));
    return run(content, Optional.empty(), true) != Outcome.TOLERATED;
  }

  private enum Outcome {
    SUCCEEDED,
    TOLERATED,
    SPLIT,
    SPLIT_AFTER_FIRST
  }

  /// @param firstTime whether to send the statements once more after an unclear response
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

  /// Returns the failure to throw if the operation's id was fenced before the request arrived, so
  /// that the request had no effect. Only another run that took the lease meanwhile can have fenced
  /// the id. If another run has the lease, the attempt to close the intent throws
  /// [dev.spannerpipe.failure.LeaseFailure].
  private UnfinishedFailure fenced(Intent intent) {
    ledger.close(intent, BookkeepingUpdate.NONE, "its id was fenced before it began");
    return new UnfinishedFailure(
        "Could not send operation %s: another run blocked its id before the request arrived, so nothing took effect"
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

  /// Handles an operation that failed without reporting a commit timestamp. Any of the operation's
  /// statements may have caused the error.
  private Outcome failedAsWhole(Intent intent, IntentContent content, String error) {
    if (!isDivisible(content)) {
      return failed(content, all(content), error);
    }
    events.refused(intent, content.statements().size(), error);
    return Outcome.SPLIT_AFTER_FIRST;
  }

  /// Handles a rejection. The operation's id is still unused, so a late request with this id could
  /// still take effect. Therefore the id is fenced before the intent is closed: a statement that
  /// changes nothing uses up the id.
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

  /// Handles an unclear response: fences the operation's id, which shows whether the operation
  /// began. If the run ended here instead, a statement that always gets an unclear response would
  /// stop every run. If the operation never began, its statements are sent once more under a new
  /// id. After a second unclear response, a statement itself is the likely cause.
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

  /// Returns whether the statements may be sent in several operations. Statements that were
  /// generated from the live schema belong together.
  private static boolean isDivisible(IntentContent content) {
    return content.statements().size() > 1 && content.slices().getFirst().live() == null;
  }

  /// Returns the book-keeping update to write for an operation that never began. If the operation
  /// has only one statement, and the failure of its change set is tolerated, the change set counts
  /// as never begun, so its cursor (how far it got) is deleted.
  private static BookkeepingUpdate closedEffects(Intent intent, IntentContent content) {
    return content.slices().getFirst().tolerated() && content.statements().size() == 1
        ? BookkeepingUpdate.of(intent, List.of())
        : BookkeepingUpdate.NONE;
  }

  private static LocatedStatement place(IntentContent content, int index) {
    return content.places("DDL").get(Math.min(index, content.statements().size() - 1));
  }

  /// Returns all statements as one, at the location of the first one. Used if it is not known which
  /// of the statements failed.
  private static LocatedStatement all(IntentContent content) {
    LocatedStatement first = place(content, 0);
    return new LocatedStatement(
        first.changeSet(),
        first.location(),
        first.kind(),
        String.join("; ", content.statements()),
        first.number(),
        first.total());
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
