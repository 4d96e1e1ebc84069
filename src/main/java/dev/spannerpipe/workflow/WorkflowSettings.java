package dev.spannerpipe.workflow;

import dev.spannerpipe.files.CloneDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What the user says about the workflow.
///
/// @param stateMachineArn `STATE_MACHINE_ARN`, with a version or alias if wanted
/// @param endpoint `AWS_ENDPOINT_URL_SFN`, another address of the service
/// @param input `WORKFLOW_INPUT`, a JSON object or the path of a file with one
/// @param checkout the clone directory, where the file of the input must be
/// @param key `WORKFLOW_KEY`, tells apart several workflows of one pipeline
/// @param timeout `WORKFLOW_TIMEOUT`, how long to follow
/// @param runEnds whether the timeout is what is left of the whole run, which is less
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
  /// Makes what the user says of it.
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

  /// Returns what is wrong with an ARN, in words that can follow its name; empty for that of a
  /// state machine.
  public static Optional<String> wrongStateMachineArn(String arn) {
    return StateMachineArn.wrong(arn);
  }

  /// Returns the region of a state machine with whose ARN nothing is wrong.
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

  /// Returns these settings for a run that ends after this time, if that is sooner. The end of a
  /// run never stops an execution.
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

  /// Returns what has expired then, as in "… has expired".
  String end() {
    return runEnds ? "TIMEOUT" : "WORKFLOW_TIMEOUT, " + WorkflowTime.words(timeout) + ",";
  }

  /// What to do when the time to follow is over.
  public enum OnTimeout {
    /// Leave the execution alone and end.
    DETACH,
    /// Stop the execution.
    STOP
  }

  /// What to do when the execution fails.
  public enum OnFailure {
    /// Say so; the next run starts the next attempt.
    FAIL,
    /// Redrive it, once.
    REDRIVE
  }
}
