package dev.spannerpipe.workflow.history;

/// The status of an execution, in Step Functions' own word.
///
/// @param text the service's word, even if this pipe does not know it
public record ExecutionStatus(Kind kind, String text) {
  /// What the word means. Only [#SUCCEEDED] is a success; an unknown word is not.
  public enum Kind {
    /// It is still running.
    RUNNING,
    /// It ended successfully.
    SUCCEEDED,
    /// It ended with an error.
    FAILED,
    /// It took longer than its definition allows.
    TIMED_OUT,
    /// Somebody stopped it.
    ABORTED,
    /// It is a child of a Map Run and waits to be redriven with it.
    PENDING_REDRIVE,
    /// A status that was introduced after this version of the pipe.
    UNKNOWN,
    /// The service returned no status, which can happen right after a start. So nothing shows that
    /// it ended.
    MISSING
  }

  /// An answer without a status.
  static final ExecutionStatus NONE = new ExecutionStatus(Kind.MISSING, "none");

  /// Parses the service's word.
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

  /// Returns whether the status is unknown or missing, so that the execution cannot count as a
  /// success.
  boolean isUnknown() {
    return kind == Kind.UNKNOWN || kind == Kind.MISSING;
  }

  /// Returns whether it ended without success. Only a redrive can run it again.
  public boolean isFailure() {
    return kind == Kind.FAILED || kind == Kind.TIMED_OUT || kind == Kind.ABORTED;
  }

  @Override
  public String toString() {
    return text;
  }
}
