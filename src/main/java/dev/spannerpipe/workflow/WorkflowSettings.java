package dev.spannerpipe.workflow;

import dev.spannerpipe.files.CloneDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The user's settings for the workflow.
///
/// @param stateMachineArn `STATE_MACHINE_ARN`, optionally with a version or alias
/// @param endpoint `AWS_ENDPOINT_URL_SFN`, another address of the service
/// @param input `WORKFLOW_INPUT`, a JSON object or the path of a file with one
/// @param checkout the clone directory, which must contain the input file
/// @param key `WORKFLOW_KEY`, which distinguishes several workflows of one pipeline
/// @param timeout `WORKFLOW_TIMEOUT`, how long to follow
/// @param runEnds whether the timeout is the remaining time of the whole run, which is shorter
public record WorkflowSettings(
    String stateMachineArn,
    Optional<URI> endpoint,
    String input,
    CloneDirectory checkout,
    Optional<String> key,
    Duration timeout,
    boolean runEnds,
    OnTimeout onTimeout,
    OnFailure onFailure) {
  /// Creates the settings with the timeout that the user set.
  public WorkflowSettings(
      String stateMachineArn,
      Optional<URI> endpoint,
      String input,
      CloneDirectory checkout,
      Optional<String> key,
      Duration timeout,
      OnTimeout onTimeout,
      OnFailure onFailure) {
    this(stateMachineArn, endpoint, input, checkout, key, timeout, false, onTimeout, onFailure);
  }

  /// Returns what is wrong with an ARN, in words that can follow its name. Returns empty for the
  /// ARN of a state machine.
  public static Optional<String> wrongStateMachineArn(String arn) {
    return StateMachineArn.wrong(arn);
  }

  /// Returns the region of a valid state machine ARN.
  public static String region(String stateMachineArn) {
    return StateMachineArn.parse(stateMachineArn).region();
  }

  /// Returns the state machine's ARN without version or alias, as IAM and policies name it.
  public String unqualifiedArn() {
    return unqualified(stateMachineArn);
  }

  /// Returns a state machine's ARN without version or alias.
  public static String unqualified(String stateMachineArn) {
    return StateMachineArn.parse(stateMachineArn).unqualified();
  }

  /// Returns these settings limited to the remaining time of the run, if that is shorter. The end
  /// of a run never stops an execution.
  public WorkflowSettings within(Duration limit) {
    return timeout.compareTo(limit) <= 0
        ? this
        : new WorkflowSettings(
            stateMachineArn,
            endpoint,
            input,
            checkout,
            key,
            limit,
            true,
            OnTimeout.DETACH,
            onFailure);
  }

  /// Returns what has expired when following ends, as in "… has expired".
  String end() {
    return runEnds ? "TIMEOUT" : "WORKFLOW_TIMEOUT, " + WorkflowTime.words(timeout) + ",";
  }

  /// What to do when the time to follow has expired.
  public enum OnTimeout {
    /// Leave the execution running, and end the run.
    DETACH,
    /// Stop the execution.
    STOP
  }

  /// What to do when the execution fails.
  public enum OnFailure {
    /// Report the failure; the next run starts the next attempt.
    FAIL,
    /// Redrive it, once.
    REDRIVE
  }
}
