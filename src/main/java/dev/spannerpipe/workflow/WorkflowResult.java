package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.StateDuration;
import java.util.List;
import java.util.Optional;

/// The outcome of the workflow when the run ends. The run's files, outputs and exit code are made
/// from it.
///
/// @param output the execution's output: JSON, exactly as the service returned it
/// @param failed where and why the execution failed
/// @param redrivable whether the failed execution can be redriven
/// @param redriveReason why the execution cannot be redriven; an empty string if it can be redriven
///   or has not failed
/// @param unfinished the paths of the states that a redrive would run again
/// @param ran the version of the state machine that was executed, with its alias if there is one
/// @param console the address of the execution in the AWS console
/// @param states the states that the execution entered, with their durations; empty if the
///   execution had ended before this run
/// @param failure the failure with which the run ends; empty for a success
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
  /// The content of the output file if the execution has no output.
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

  /// Returns the content of `workflow-output.json`: the output, or `null` if there is none. The
  /// file is always written, so that the output of an earlier run does not remain.
  public String outputDocument() {
    return output.map(text -> text + "\n").orElse(NO_OUTPUT);
  }
}
