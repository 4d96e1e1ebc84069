package dev.spannerpipe.workflow;

import dev.spannerpipe.files.CloneDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The user's settings for the workflow.
///
/// @param stateMachineArn `STATE_MACHINE_ARN`, optionally with a version or alias
/// @param endpoint `AWS_ENDPOINT_URL_SFN`, an alternative address of Step Functions
/// @param input `WORKFLOW_INPUT`, a JSON object or the path of a file that contains one
/// @param cloneDirectory the directory into which Bitbucket Pipelines cloned the repository; a file
///   of `WORKFLOW_INPUT` must be in it
/// @param key `WORKFLOW_KEY`, which distinguishes several workflows of one pipeline
/// @param timeout how long to follow the execution: `WORKFLOW_TIMEOUT`, or the remaining time of
///   the run if that is shorter
/// @param runEnds whether `timeout` is the remaining time of the run
public record WorkflowSettings(
    String stateMachineArn,
    Optional<URI> endpoint,
    String input,
    CloneDirectory cloneDirectory,
    Optional<String> key,
    Duration timeout,
    boolean runEnds,
    OnTimeout onTimeout,
    OnFailure onFailure) {
  /// Creates the settings with the value of `WORKFLOW_TIMEOUT`.
  public WorkflowSettings(
      String stateMachineArn,
      Optional<URI> endpoint,
      String input,
      CloneDirectory cloneDirectory,
      Optional<String> key,
      Duration timeout,
      OnTimeout onTimeout,
      OnFailure onFailure) {
    this(
        stateMachineArn,
        endpoint,
        input,
        cloneDirectory,
        key,
        timeout,
        false,
        onTimeout,
        onFailure);
  }

  /// Returns what is wrong with a text that should be the ARN of a state machine; empty if nothing
  /// is wrong. The result is a predicate, such as "belongs to the service sns, …", and the caller
  /// puts the name of the variable in front of it.
  public static Optional<String> wrongStateMachineArn(String arn) {
    return StateMachineArn.wrong(arn);
  }

  /// Returns the region of a valid state machine ARN.
  public static String region(String stateMachineArn) {
    return StateMachineArn.parse(stateMachineArn).region();
  }

  /// Returns the state machine's ARN without version or alias, as it appears in policies.
  public String unqualifiedArn() {
    return unqualified(stateMachineArn);
  }

  /// Returns a state machine's ARN without version or alias.
  public static String unqualified(String stateMachineArn) {
    return StateMachineArn.parse(stateMachineArn).unqualified();
  }

  /// Returns these settings with a timeout of at most `limit`. If `limit` is shorter than the
  /// timeout in the settings, the execution is left running when the time has expired, even if the
  /// settings require that it be stopped.
  ///
  /// @param limit the remaining time of the run
  public WorkflowSettings within(Duration limit) {
    return timeout.compareTo(limit) <= 0
        ? this
        : new WorkflowSettings(
            stateMachineArn,
            endpoint,
            input,
            cloneDirectory,
            key,
            limit,
            true,
            OnTimeout.DETACH,
            onFailure);
  }

  /// Returns the name of the timeout that limits how long the execution is followed, for a message
  /// such as "… has expired".
  String end() {
    return runEnds ? "TIMEOUT" : "WORKFLOW_TIMEOUT, " + WorkflowTime.words(timeout) + ",";
  }

  /// What to do with a running execution when the timeout has expired.
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
    /// Redrive the execution once, so that it runs its unfinished states again.
    REDRIVE
  }
}
