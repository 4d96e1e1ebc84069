package dev.spannerpipe.workflow.history;

/// Where an execution failed, and why.
///
/// @param path the state, with the states around it: `Deploy > Each[3] > Canary`
/// @param guess whether that is only likely
/// @param error the error that ended the execution; empty where none was named
/// @param cause its cause, decoded and shortened; empty where there was none
/// @param rawCause the cause as the service gave it
/// @param rootPath where it began, if that is another state: an error that was caught before
/// @param rootError the error there
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

  /// Returns the same as seen from a parent.
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

  /// Returns the same with where it began in a nested execution.
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

  /// Returns whether another error came first.
  public boolean hasOtherRoot() {
    return !rootPath.isEmpty() && !(rootPath.equals(path) && rootError.equals(error));
  }
}
