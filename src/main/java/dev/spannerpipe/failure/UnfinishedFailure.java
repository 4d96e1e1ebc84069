package dev.spannerpipe.failure;

/// Time or credentials ran out, or a result is not known yet. The fix is to run it again.
public final class UnfinishedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure from what was tried and why it failed, and what to do next.
  public UnfinishedFailure(String description, String action) {
    super(ExitCode.UNFINISHED, description, action);
  }
}
