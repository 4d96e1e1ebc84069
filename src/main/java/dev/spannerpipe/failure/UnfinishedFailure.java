package dev.spannerpipe.failure;

/// Time or credentials ran out, or a result is not known yet: fixed by running it again.
public final class UnfinishedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public UnfinishedFailure(String description, String action) {
    super(ExitCode.UNFINISHED, description, action);
  }
}
