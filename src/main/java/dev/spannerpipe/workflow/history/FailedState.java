package dev.spannerpipe.workflow.history;

/// Where an execution failed, and why.
///
/// @param path the state, with the states around it: `Deploy > Each[3] > Canary`
/// @param guess whether the path is only a guess
/// @param error the error that ended the execution; empty if none was reported
/// @param cause its cause, decoded and shortened; empty where there was none
/// @param rawCause the cause as the service gave it
/// @param rootPath the state where the failure began, if it is another state; its error was caught
///   or came from a nested execution
/// @param rootError the error of that state
/// @param rootCause its cause, decoded and shortened
public record FailedState(
    String path,
    boolean guess,
    String error,
    String cause,
    String rawCause,
    String rootPath,
    String rootError,
    String rootCause) {

  /// Returns this failure with the parent state added to its paths.
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

  /// Returns this failure with a failure of a nested execution as its root.
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

  /// Returns whether the failure began in another state or with another error.
  public boolean hasOtherRoot() {
    return !rootPath.isEmpty() && !(rootPath.equals(path) && rootError.equals(error));
  }
}
