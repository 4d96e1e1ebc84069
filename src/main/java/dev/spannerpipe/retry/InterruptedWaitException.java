package dev.spannerpipe.retry;

/// A wait was interrupted, or a wait or a call did not begin because the run must end.
public final class InterruptedWaitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Creates the exception for an interrupted wait. The caller must have set the thread's interrupt
  /// flag again.
  public InterruptedWaitException(InterruptedException cause) {
    super("interrupted while waiting", cause);
  }

  /// Creates the exception for a wait or a call that did not begin.
  public InterruptedWaitException() {
    super("the run must end");
  }
}
