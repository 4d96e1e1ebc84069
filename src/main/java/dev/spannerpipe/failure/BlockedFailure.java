package dev.spannerpipe.failure;

/// A rule forbids what the run was about to do. Either a reviewer has to approve the action, or
/// somebody has to change the rule.
public final class BlockedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public BlockedFailure(String description, String action) {
    super(ExitCode.BLOCKED, description, action);
  }
}
