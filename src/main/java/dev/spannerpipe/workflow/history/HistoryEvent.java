package dev.spannerpipe.workflow.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event of an execution's history.
///
/// @param id from 1
/// @param previousId the event that this one follows; 0 for the root
/// @param type the service's word, even if this pipe does not know it
/// @param name the state that is entered or left, or the Map of an iteration; for a failed
///   evaluation, the state that it names
/// @param index of a Map's iteration, from 0
/// @param resourceType of a task, such as `states`
/// @param resource of a task, such as `startExecution.sync:2`
/// @param mapRunArn of a Distributed Map
/// @param output of a submitted task, if the history was requested with data
public record HistoryEvent(
    long id,
    long previousId,
    Instant at,
    String type,
    @Nullable String name,
    int index,
    @Nullable String error,
    @Nullable String cause,
    @Nullable String resourceType,
    @Nullable String resource,
    @Nullable String mapRunArn,
    @Nullable String output) {

  /// Returns the same event without output, its cause cut to this number of characters.
  HistoryEvent withCauseOf(int most) {
    String shortened = cause == null || cause.length() <= most ? cause : cause.substring(0, most);
    return new HistoryEvent(
        id,
        previousId,
        at,
        type,
        name,
        index,
        error,
        shortened,
        resourceType,
        resource,
        mapRunArn,
        null);
  }

  boolean isEntered() {
    return type.endsWith("StateEntered");
  }

  boolean isExited() {
    return type.endsWith("StateExited");
  }

  /// Returns `Task`, `Map` and so on for an event about a state as a whole.
  String stateType() {
    return type.replaceFirst("State(Entered|Exited|Aborted|Started|Succeeded|Failed)$", "");
  }

  boolean isEndOfExecution() {
    return switch (type) {
      case "ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut" -> true;
      default -> false;
    };
  }

  /// Returns whether the work of a state failed at this event, even if it is retried or caught
  /// later.
  boolean isFailureOfWork() {
    return switch (type) {
      case "ActivityFailed",
          "ActivityScheduleFailed",
          "ActivityTimedOut",
          "LambdaFunctionFailed",
          "LambdaFunctionScheduleFailed",
          "LambdaFunctionStartFailed",
          "LambdaFunctionTimedOut",
          "TaskFailed",
          "TaskStartFailed",
          "TaskSubmitFailed",
          "TaskTimedOut",
          "EvaluationFailed" ->
          true;
      default -> false;
    };
  }

  /// Returns whether a whole Map, Parallel or Map Run failed at this event.
  boolean isFailureOfGroup() {
    return switch (type) {
      case "MapStateFailed", "ParallelStateFailed", "MapRunFailed", "MapIterationFailed" -> true;
      default -> false;
    };
  }

  /// Returns whether work began at this event. A second time in the same state is a retry.
  boolean isBeginOfWork() {
    return switch (type) {
      case "ActivityScheduled",
          "LambdaFunctionScheduled",
          "TaskScheduled",
          "ParallelStateStarted",
          "MapStateStarted",
          "MapRunStarted",
          "MapRunRedriven" ->
          true;
      default -> false;
    };
  }

  boolean isChildStart() {
    return type.equals("TaskSubmitted")
        && "states".equals(resourceType)
        && resource != null
        && resource.startsWith("startExecution.sync");
  }
}
