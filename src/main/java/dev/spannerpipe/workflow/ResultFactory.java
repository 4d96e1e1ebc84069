package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.workflow.history.CauseText;
import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.StateDuration;
import dev.spannerpipe.workflow.history.StateIndex;
import dev.spannerpipe.workflow.history.StateVisit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Creates the result of the workflow, with its messages, when the execution has ended or is no
/// longer followed.
final class ResultFactory {
  private static final int MOST_STATES = 10;

  private final StateMachineArn stateMachine;
  private final WorkflowIntent intent;
  private final String arn;

  ResultFactory(StateMachineArn stateMachine, WorkflowIntent intent, String arn) {
    this.stateMachine = stateMachine;
    this.intent = intent;
    this.arn = arn;
  }

  /// Returns the result of an execution that ended, whatever its status.
  ///
  /// @param index the states in the history; null if the history was not read
  WorkflowResult ended(
      Execution execution, @Nullable StateIndex index, Optional<FailedState> failed, Instant now) {
    Optional<Failure> failure =
        execution.status().isSuccess()
            ? Optional.empty()
            : Optional.of(failure(execution, failed, unfinished(index)));
    return result(execution, index, failed, now, failure);
  }

  private WorkflowResult result(
      Execution execution,
      @Nullable StateIndex index,
      Optional<FailedState> failed,
      Instant now,
      Optional<Failure> failure) {
    return new WorkflowResult(
        arn,
        execution.status(),
        Optional.ofNullable(execution.output()),
        failed,
        execution.isRedrivable(),
        execution.status().isFailure() && !execution.isRedrivable()
            ? execution.whyNotRedrivable()
            : "",
        unfinished(index),
        execution.executedVersion(),
        stateMachine.console(arn),
        index == null ? List.of() : durations(index, now),
        failure);
  }

  private static List<String> unfinished(@Nullable StateIndex index) {
    return index == null ? List.of() : index.unfinished().stream().map(StateVisit::path).toList();
  }

  private static List<StateDuration> durations(StateIndex index, Instant now) {
    return index.visits().stream()
        .map(
            visit ->
                new StateDuration(visit.path(), visit.type(), visit.elapsed(now), visit.isExited()))
        .toList();
  }

  private Failure failure(
      Execution execution, Optional<FailedState> failed, List<String> unfinished) {
    String details =
        failed
            .map(each -> (each.guess() ? ", likely in " : " in ") + each.path() + why(each))
            .orElseGet(() -> plain(execution));
    return switch (execution.status().kind()) {
      case PENDING_REDRIVE ->
          new WorkflowFailure(
              "Execution %s waits for the redrive of its Map Run".formatted(intent.name()),
              "Redrive the parent execution" + see());
      case MISSING ->
          new WorkflowFailure(
              "Execution %s: Step Functions reports no status, so it is not known whether it succeeded"
                  .formatted(intent.name()),
              "Check in the console how the execution ended, and run this step again" + see());
      case RUNNING, SUCCEEDED ->
          new WorkflowFailure(
              "Execution %s has the status %s, although it was reported as ended before"
                  .formatted(intent.name(), execution.status()),
              "Check the execution" + see());
      case UNKNOWN ->
          new WorkflowFailure(
              "Execution %s has the status %s, which this pipe does not know and treats as a failure"
                  .formatted(intent.name(), execution.status()),
              "Check the execution" + see());
      case FAILED, TIMED_OUT, ABORTED ->
          new WorkflowFailure(
              "Execution %s %s%s".formatted(intent.name(), verb(execution.status()), details),
              next(execution, unfinished) + see());
    };
  }

  private static String verb(ExecutionStatus status) {
    return switch (status.kind()) {
      case TIMED_OUT -> "timed out";
      case ABORTED -> "was aborted";
      case FAILED, RUNNING, SUCCEEDED, PENDING_REDRIVE, UNKNOWN, MISSING -> "failed";
    };
  }

  private static String why(FailedState failed) {
    String text = because(failed.error(), failed.cause());
    return failed.hasOtherRoot()
        ? text
            + "; the failure began in "
            + failed.rootPath()
            + because(failed.rootError(), failed.rootCause())
        : text;
  }

  private static String plain(Execution execution) {
    String error = execution.error() == null ? "" : execution.error();
    return because(error, CauseText.of(execution.cause(), error));
  }

  private static String because(String error, String cause) {
    if (error.isEmpty() && cause.isEmpty()) {
      return ", without an error or a cause";
    }
    return (error.isEmpty() ? "" : " with " + error) + (cause.isEmpty() ? "" : ": " + cause);
  }

  private String next(Execution execution, List<String> unfinished) {
    String again =
        "Fix the cause. Then run this step again, which begins attempt %d"
            .formatted(intent.attempt() + 1);
    if (!execution.isRedrivable()) {
      return again
          + " (a redrive is not possible: "
          + execution.whyNotRedrivable().replaceFirst("\\.$", "")
          + ")";
    }
    return again
        + ", or redrive the unfinished states"
        + (unfinished.isEmpty() ? "" : " (" + some(unfinished) + ")")
        + ": aws stepfunctions redrive-execution --region "
        + stateMachine.region()
        + " --execution-arn "
        + arn;
  }

  /// Returns the first ten states as a list for a message, followed by the number of further
  /// states, if there are any.
  static String some(List<String> states) {
    String shown = states.stream().limit(MOST_STATES).collect(Collectors.joining(", "));
    return states.size() <= MOST_STATES
        ? shown
        : shown + " and " + (states.size() - MOST_STATES) + " more";
  }

  private String see() {
    return stateMachine.console(arn).map(link -> "; see " + link).orElse("");
  }

  /// Returns the result of an execution that is still running but no longer followed.
  ///
  /// @param why a clause such as "the AWS credentials have expired"
  WorkflowResult detached(String why, @Nullable StateIndex index, Instant now) {
    Execution running = running();
    UnfinishedFailure failure =
        new UnfinishedFailure(
            "Execution %s is still running but no longer followed: %s"
                .formatted(intent.name(), why),
            "Run this step again, which follows the same execution" + see());
    return result(running, index, Optional.empty(), now, Optional.of(failure));
  }

  /// Returns the result of an execution that was stopped because it took too long.
  WorkflowResult stopped(
      Execution execution, StateIndex index, List<String> working, String timeout, Instant now) {
    String still =
        working.isEmpty()
            ? ""
            : "; work that was started in %s may still be running".formatted(some(working));
    WorkflowFailure failure =
        new WorkflowFailure(
            "Execution %s was stopped because it had not ended after %s%s"
                .formatted(intent.name(), timeout, still),
            "Find out why it takes so long, or set a longer WORKFLOW_TIMEOUT, and run this step again, which begins attempt %d%s"
                .formatted(intent.attempt() + 1, see()));
    return result(execution, index, Optional.empty(), now, Optional.of(failure));
  }

  /// Returns the result of an execution that is still running, but could not be followed or
  /// stopped.
  WorkflowResult goingOn(Failure failure, @Nullable StateIndex index, Instant now) {
    return result(running(), index, Optional.empty(), now, Optional.of(failure));
  }

  private Execution running() {
    return Executions.fromHistory(arn, new StateIndex());
  }
}
