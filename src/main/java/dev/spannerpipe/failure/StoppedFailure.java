package dev.spannerpipe.failure;

/// A signal ended the run before the work was done. The next run will continue the work.
public final class StoppedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param exitCode [ExitCode#TERMINATED] or [ExitCode#INTERRUPTED]
  /// @param description how far the run got
  /// @param action what the next run will do
  public StoppedFailure(ExitCode exitCode, String description, String action) {
    super(exitCode, description, action);
  }
}
