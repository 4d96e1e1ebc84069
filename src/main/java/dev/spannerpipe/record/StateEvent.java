package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// Events about a state of the deployment workflow.
public sealed interface StateEvent extends RunEvent {
  /// Returns the state.
  StatePlace place();

  /// The state started another execution, which is called a nested execution.
  ///
  /// @param reason why the run does not follow the nested execution; absent if the run follows it
  record ChildStarted(StatePlace place, String executionArn, @Nullable String reason)
      implements StateEvent {}

  /// The state was entered.
  record StateEntered(StatePlace place, String type) implements StateEvent {}

  /// The state was left.
  ///
  /// @param caught true if the state failed and a `Catch` handled the error
  /// @param error the error that the `Catch` handled
  record StateExited(
      StatePlace place,
      String type,
      long elapsedMillis,
      @Nullable Boolean caught,
      @Nullable String error)
      implements StateEvent {}

  /// The work of the state failed, and may be retried.
  ///
  /// @param failures how many times the work has failed so far
  /// @param retries the maximum number of retries; absent if it is not known
  record StateAttemptFailed(
      StatePlace place,
      @Nullable String error,
      @Nullable String cause,
      long failures,
      @Nullable Long retries)
      implements StateEvent {}

  /// The execution failed in this state.
  ///
  /// @param guess true if it is only likely, but not certain, that this state failed
  /// @param rootPath the path of the state in which the failure began; absent if the failure began
  ///   in this state
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
  /// @param execution the name of the execution
  /// @param depth 0 for a state of the workflow itself, 1 for a state of an execution that the
  ///   workflow started, and so on
  /// @param path the path of the state, for example `Deploy > Canary`
  record StatePlace(String execution, long depth, String path) {}

  /// The progress of a Distributed Map. `total` grows while Step Functions reads the items.
  record ItemCounts(
      long total,
      long pending,
      long running,
      long succeeded,
      long failed,
      long timedOut,
      long aborted) {}
}
