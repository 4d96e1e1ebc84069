package dev.spannerpipe.workflow;

import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.HistoryEvent;
import dev.spannerpipe.workflow.history.StateIndex;
import java.util.Optional;

/// Derives descriptions of executions without a request to the service.
final class Executions {
  private Executions() {}

  /// Returns the status, error and cause of an execution, judged by its last event alone. Without a
  /// last event, the status is `RUNNING`.
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
