package dev.spannerpipe.workflow;

import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.HistoryEvent;
import dev.spannerpipe.workflow.history.StateIndex;
import java.util.Optional;

/// Derives the description of an execution from the events that were already read, without a
/// request to the service.
final class Executions {
  private Executions() {}

  /// Returns a description with the status, error and cause in the event that ended the execution.
  /// If no such event has been read, the status is `RUNNING`.
  static Execution fromHistory(String arn, StateIndex index) {
    Optional<HistoryEvent> end = index.end();
    String status =
        end.map(HistoryEvent::type)
            .map(
                type ->
                    switch (type) {
                      case "ExecutionSucceeded" -> "SUCCEEDED";
                      case "ExecutionFailed" -> "FAILED";
                      case "ExecutionTimedOut" -> "TIMED_OUT";
                      case "ExecutionAborted" -> "ABORTED";
                      default -> type;
                    })
            .orElse("RUNNING");
    return new Execution(
        arn,
        ExecutionStatus.of(status),
        null,
        null,
        end.map(HistoryEvent::error).orElse(null),
        end.map(HistoryEvent::cause).orElse(null),
        null,
        null,
        0,
        null,
        null,
        null,
        null);
  }
}
