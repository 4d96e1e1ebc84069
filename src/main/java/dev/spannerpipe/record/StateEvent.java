package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// What happens in a state of the deployment workflow.
public sealed interface StateEvent extends RunEvent {
  /// Returns which state it is.
  StatePlace place();

  /// A nested execution was started.
  ///
  /// @param reason why it is not followed
  record ChildStarted(StatePlace place, String executionArn, @Nullable String reason)
      implements StateEvent {}

  /// The state was entered.
  record StateEntered(StatePlace place, String type) implements StateEvent {}

  /// The state was left.
  ///
  /// @param caught true where a catch left it
  /// @param error what was caught
  record StateExited(
      StatePlace place,
      String type,
      long elapsedMillis,
      @Nullable Boolean caught,
      @Nullable String error)
      implements StateEvent {}

  /// Work in the state failed, and may be tried again.
  ///
  /// @param failures how often by now
  /// @param retries how many retries there are at most; absent where that is not known
  record StateAttemptFailed(
      StatePlace place,
      @Nullable String error,
      @Nullable String cause,
      long failures,
      @Nullable Long retries)
      implements StateEvent {}

  /// The execution failed in this state.
  ///
  /// @param guess whether nothing says so for sure
  /// @param rootPath where another error came first
  record StateFailed(
      StatePlace place,
      @Nullable String error,
      @Nullable String cause,
      boolean guess,
      @Nullable String rootPath,
      @Nullable String rootError,
      @Nullable String rootCause)
      implements StateEvent {}

  /// A Distributed Map is still running.
  record MapRunProgress(StatePlace place, String mapRunArn, String status, ItemCounts counts)
      implements StateEvent {}

  /// A state of an execution.
  ///
  /// @param execution its name
  /// @param depth 0 for the workflow itself, 1 for its children and so on
  /// @param path as in `Deploy > Canary`
  record StatePlace(String execution, long depth, String path) {}

  /// How far a Distributed Map is. `total` grows while items are read.
  record ItemCounts(
      long total,
      long pending,
      long running,
      long succeeded,
      long failed,
      long timedOut,
      long aborted) {}
}
