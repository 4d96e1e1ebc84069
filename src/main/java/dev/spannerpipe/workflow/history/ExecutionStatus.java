package dev.spannerpipe.workflow.history;

/// The status of an execution.
///
/// @param text the status exactly as Step Functions reports it, even if this pipe does not know it;
///   `none` if Step Functions reports no status
public record ExecutionStatus(Kind kind, String text) {
  /// What the status means. Only [#SUCCEEDED] counts as a success.
  public enum Kind {
    /// The execution is still running.
    RUNNING,
    /// The execution ended successfully.
    SUCCEEDED,
    /// The execution ended with an error.
    FAILED,
    /// The execution took longer than its definition allows.
    TIMED_OUT,
    /// Somebody stopped the execution.
    ABORTED,
    /// The execution is a child of a Map Run, and waits to be redriven together with the Map Run.
    PENDING_REDRIVE,
    /// This version of the pipe does not know the status.
    UNKNOWN,
    /// The service returned no status, which can happen right after a start. Nothing shows that the
    /// execution has ended.
    MISSING
  }

  /// The status of an execution for which the service returned no status.
  static final ExecutionStatus NONE = new ExecutionStatus(Kind.MISSING, "none");

  /// Parses a status that the service reported.
  public static ExecutionStatus of(String text) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.UNKNOWN && kind != Kind.MISSING && kind.name().equals(text)) {
        return new ExecutionStatus(kind, text);
      }
    }
    return new ExecutionStatus(Kind.UNKNOWN, text);
  }

  public boolean isRunning() {
    return kind == Kind.RUNNING || kind == Kind.MISSING;
  }

  public boolean isSuccess() {
    return kind == Kind.SUCCEEDED;
  }

  /// Returns whether the status is unknown or missing. An execution with such a status does not
  /// count as a success.
  boolean isUnknown() {
    return kind == Kind.UNKNOWN || kind == Kind.MISSING;
  }

  /// Returns whether the execution ended without success. Only a redrive can continue such an
  /// execution.
  public boolean isFailure() {
    return kind == Kind.FAILED || kind == Kind.TIMED_OUT || kind == Kind.ABORTED;
  }

  @Override
  public String toString() {
    return text;
  }
}
