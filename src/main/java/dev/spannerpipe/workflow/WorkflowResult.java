package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.StateDuration;
import java.util.List;
import java.util.Optional;

/// The state of the workflow at the end of the run, for the files, the outputs and the exit code.
///
/// @param output the execution's output, JSON as the service returned it
/// @param failed where and why it failed
/// @param redrivable whether a failed execution can be redriven
/// @param redriveReason why it cannot be redriven
/// @param unfinished the states that a redrive would run
/// @param ran the version that actually ran, and its alias if any
/// @param console the address of the execution in the console
/// @param states the states that were seen; empty for an execution that was only adopted
/// @param failure the failure that the run ends with; empty for a success
public record WorkflowResult(
    String executionArn,
    ExecutionStatus status,
    Optional<String> output,
    Optional<FailedState> failed,
    boolean redrivable,
    String redriveReason,
    List<String> unfinished,
    Optional<String> ran,
    Optional<String> console,
    List<StateDuration> states,
    Optional<Failure> failure) {
  /// The content of the output file if there is no output.
  public static final String NO_OUTPUT = "null\n";

  /// Copies the lists.
  public WorkflowResult {
    unfinished = List.copyOf(unfinished);
    states = List.copyOf(states);
  }

  WorkflowResult withFailure(Failure other) {
    return new WorkflowResult(
        executionArn,
        status,
        output,
        failed,
        redrivable,
        redriveReason,
        unfinished,
        ran,
        console,
        states,
        Optional.of(other));
  }

  /// Returns the content of `workflow-output.json`: the output, or `null`. It is always written, so
  /// that the output of an earlier run does not remain.
  public String outputDocument() {
    return output.map(text -> text + "\n").orElse(NO_OUTPUT);
  }
}
