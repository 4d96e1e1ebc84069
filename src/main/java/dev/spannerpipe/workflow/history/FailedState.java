package dev.spannerpipe.workflow.history;

/// Where an execution failed, and why.
///
/// @param path the path of the failed state, such as `Deploy > Each[3] > Canary`
/// @param guess whether `path` is only a guess
/// @param error the error that ended the execution; an empty string if none was reported
/// @param cause the cause of `error`, made readable by [CauseText]; an empty string if none was
///   reported
/// @param rawCause the same cause, exactly as the service reported it
/// @param rootPath the path of the state in which the failure began: the error of that state was
///   caught, or came from a nested execution; an empty string if no such state is known
/// @param rootError the error of the state in `rootPath`
/// @param rootCause the cause of `rootError`, made readable by [CauseText]
public record FailedState(
    String path,
    boolean guess,
    String error,
    String cause,
    String rawCause,
    String rootPath,
    String rootError,
    String rootCause) {

  /// Returns a copy of this failure with a path in front of its own paths.
  ///
  /// @param parent the path to put in front: that of the execution in which this failure happened
  public FailedState within(String parent) {
    return new FailedState(
        parent + " > " + path,
        guess,
        error,
        cause,
        rawCause,
        rootPath.isEmpty() ? "" : parent + " > " + rootPath,
        rootError,
        rootCause);
  }

  /// Returns a copy of this failure that began with a failure of a nested execution.
  public FailedState withRoot(FailedState inner) {
    boolean deeper = inner.hasOtherRoot();
    return new FailedState(
        path,
        guess,
        error,
        cause,
        rawCause,
        deeper ? inner.rootPath() : inner.path(),
        deeper ? inner.rootError() : inner.error(),
        deeper ? inner.rootCause() : inner.cause());
  }

  /// Returns whether the failure began in a state other than `path` or with an error other than
  /// `error`.
  public boolean hasOtherRoot() {
    return !rootPath.isEmpty() && !(rootPath.equals(path) && rootError.equals(error));
  }
}
