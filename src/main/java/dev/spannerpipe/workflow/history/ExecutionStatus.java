package dev.spannerpipe.workflow.history;

/// Where an execution stands, in Step Functions' own words.
///
/// @param text the service's word, also where this pipe does not know it
public record ExecutionStatus(Kind kind, String text) {
  /// What the word means. Only [#SUCCEEDED] is a success: a word that is not known is none.
  public enum Kind {
    /// It is going on.
    RUNNING,
    /// It ended as wanted.
    SUCCEEDED,
    /// It ended with an error.
    FAILED,
    /// It took longer than its definition allows.
    TIMED_OUT,
    /// Somebody stopped it.
    ABORTED,
    /// It is a child of a Map Run and waits to be redriven with it.
    PENDING_REDRIVE,
    /// A word that came after this pipe.
    UNKNOWN,
    /// The service gave no status, as it may right after a start. So nothing shows that it ended.
    MISSING
  }

  /// An answer without a status.
  static final ExecutionStatus NONE = new ExecutionStatus(Kind.MISSING, "none");

  /// Reads the service's word.
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

  /// Returns whether the status says nothing, so that the execution cannot be taken for a success.
  boolean isUnknown() {
    return kind == Kind.UNKNOWN || kind == Kind.MISSING;
  }

  /// Returns whether it ended without success, for good as far as this execution goes.
  public boolean isFailure() {
    return kind == Kind.FAILED || kind == Kind.TIMED_OUT || kind == Kind.ABORTED;
  }

  @Override
  public String toString() {
    return text;
  }
}
