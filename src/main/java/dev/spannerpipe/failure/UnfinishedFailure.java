package dev.spannerpipe.failure;

/// A time limit or the credentials expired before the run was done, or a result is not known yet.
/// The next run will continue the work.
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
