package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// How an execution of the deployment workflow fares.
public sealed interface ExecutionEvent extends RunEvent {
  /// Returns the execution's name.
  String execution();

  /// It is about to be requested.
  record ExecutionIntended(String execution, String stateMachine, long attempt)
      implements ExecutionEvent {}

  /// It exists.
  ///
  /// @param how `started`, [#ATTACHED] or [#ADOPTED]
  /// @param ran the version or alias that it runs
  /// @param console where a person can see it
  record ExecutionStarted(
      String execution,
      String executionArn,
      String how,
      @Nullable String ran,
      @Nullable String console)
      implements ExecutionEvent {
    /// It was running already.
    public static final String ATTACHED = "attached";

    /// It had succeeded already.
    public static final String ADOPTED = "adopted";
  }

  /// It is redriven.
  record ExecutionRedriven(String execution, long redriveCount, OpenStates states)
      implements ExecutionEvent {}

  /// It is still running.
  record ExecutionProgress(String execution, long elapsedMillis, OpenStates states)
      implements ExecutionEvent {}

  /// It was requested to stop.
  record ExecutionStopped(String execution, String reason, OpenStates states)
      implements ExecutionEvent {}

  /// It ended, or is no longer followed.
  ///
  /// @param status in the service's words
  /// @param path of the state that failed
  /// @param cause as people can read it
  /// @param rawCause as the service gave it
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
