package dev.spannerpipe.failure;

/// The time or the credentials expired, or a result is not known yet. Another run continues.
public final class UnfinishedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public UnfinishedFailure(String description, String action) {
    super(ExitCode.UNFINISHED, description, action);
  }
}
