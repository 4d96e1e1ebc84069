package dev.spannerpipe.failure;

/// A rule forbids what was about to run: fixed by a review, or by allowing it.
public final class BlockedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public BlockedFailure(String description, String action) {
    super(ExitCode.BLOCKED, description, action);
  }
}
