package dev.spannerpipe.failure;

/// A signal ended the run before its work was done. The next run continues it.
public final class StoppedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure from how far the run got, and what the next run does.
  ///
  /// @param exitCode [ExitCode#TERMINATED] or [ExitCode#INTERRUPTED]
  public StoppedFailure(ExitCode exitCode, String description, String action) {
    super(exitCode, description, action);
  }
}
