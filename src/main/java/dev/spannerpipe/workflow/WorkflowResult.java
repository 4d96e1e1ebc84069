package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.StateDuration;
import java.util.List;
import java.util.Optional;

/// How the workflow stands at the end of the run: for the files, the outputs and the exit code.
///
/// @param output the execution's output, JSON as the service gave it
/// @param failed where and why it failed
/// @param redrivable whether it can be redriven; for a failure only
/// @param redriveReason why not
/// @param unfinished the states that a redrive would run
/// @param ran the version, and the alias if any, that really ran
/// @param console where a person can see it
/// @param states what was seen of the states; none for an execution that was only adopted
/// @param failure what the run ends with; empty for a success
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
  /// What is written instead of an output where there is none.
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

  /// Returns what is to be written to `workflow-output.json`: the output, or `null`, so that an
  /// earlier run's does not show through.
  public String outputDocument() {
    return output.map(text -> text + "\n").orElse(NO_OUTPUT);
  }
}
