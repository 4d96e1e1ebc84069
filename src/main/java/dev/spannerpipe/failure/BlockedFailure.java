package dev.spannerpipe.failure;

/// A rule forbids what was about to run. A review fixes it, or a rule that allows it.
public final class BlockedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure from what was tried and why it failed, and what to do next.
  public BlockedFailure(String description, String action) {
    super(ExitCode.BLOCKED, description, action);
  }
}
