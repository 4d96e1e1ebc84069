package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// Events about an execution of the deployment workflow.
public sealed interface ExecutionEvent extends RunEvent {
  /// Returns the name of the execution.
  String execution();

  /// The run is about to request the start of the execution.
  record ExecutionIntended(String execution, String stateMachine, long attempt)
      implements ExecutionEvent {}

  /// The run started the execution, or found that the execution already exists.
  ///
  /// @param how `started` if the run started the execution, else [#ATTACHED] or [#ADOPTED]
  /// @param ran the version or alias of the state machine that the execution runs
  /// @param console the address at which people can view the execution
  record ExecutionStarted(
      String execution,
      String executionArn,
      String how,
      @Nullable String ran,
      @Nullable String console)
      implements ExecutionEvent {
    /// The execution was already running.
    public static final String ATTACHED = "attached";

    /// The execution had already succeeded.
    public static final String ADOPTED = "adopted";
  }

  /// The run redrives the execution: Step Functions runs the unfinished states again.
  ///
  /// @param states the unfinished states; empty if they are not known
  record ExecutionRedriven(String execution, long redriveCount, OpenStates states)
      implements ExecutionEvent {}

  /// The execution is still running.
  record ExecutionProgress(String execution, long elapsedMillis, OpenStates states)
      implements ExecutionEvent {}

  /// The run requested that the execution stop.
  record ExecutionStopped(String execution, String reason, OpenStates states)
      implements ExecutionEvent {}

  /// The execution ended, or the run no longer follows it.
  ///
  /// @param status the status that Step Functions reports
  /// @param path the path of the state that failed
  /// @param cause the cause, formatted for people
  /// @param rawCause the cause exactly as the service reported it
  record ExecutionEnded(
      String execution,
      String executionArn,
      String status,
      @Nullable String path,
      @Nullable String error,
      @Nullable String cause,
      @Nullable String rawCause,
      @Nullable Long elapsedMillis)
      implements ExecutionEvent {}
}
