package dev.spannerpipe.workflow.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event of an execution's history.
///
/// @param id the number of the event, from 1
/// @param previousId the id of the event that this event follows; 0 for the first event
/// @param type the type as the service reports it, even if this pipe does not know it
/// @param name the name of a state: the state that is entered or exited, the Map of an iteration,
///   or the state whose evaluation failed
/// @param index the number of a Map's iteration, from 0; 0 for other events
/// @param resourceType the type of a submitted task's resource, such as `states`
/// @param resource the resource of a submitted task, such as `startExecution.sync:2`
/// @param mapRunArn the ARN of a Distributed Map's Map Run
/// @param output the output of a submitted task, if the history was requested with data
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

  /// Returns a copy of this event without the output, and with at most this many characters of the
  /// cause.
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

  /// Returns the type of the state, such as `Task` or `Map`, for an event about a whole state.
  String stateType() {
    return type.replaceFirst("State(Entered|Exited|Aborted|Started|Succeeded|Failed)$", "");
  }

  boolean isEndOfExecution() {
    return switch (type) {
      case "ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut" -> true;
      default -> false;
    };
  }

  /// Returns whether the work of a state failed at this event, even if the work is retried or the
  /// error is caught later.
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

  /// Returns whether a whole Map, Map Run or Parallel, or an iteration of a Map, failed at this
  /// event.
  boolean isFailureOfGroup() {
    return switch (type) {
      case "MapStateFailed", "ParallelStateFailed", "MapRunFailed", "MapIterationFailed" -> true;
      default -> false;
    };
  }

  /// Returns whether work began at this event. Work that begins again in the same state is a retry.
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
