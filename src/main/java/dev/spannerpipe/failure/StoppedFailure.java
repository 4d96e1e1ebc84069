package dev.spannerpipe.failure;

/// A signal ended the run before its work was done: it continues when it is run again.
public final class StoppedFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says how far the run got, and what a further one does.
  ///
  /// @param exitCode [ExitCode#TERMINATED] or [ExitCode#INTERRUPTED]
  public StoppedFailure(ExitCode exitCode, String description, String action) {
    super(exitCode, description, action);
  }
}
