package dev.spannerpipe.retry;

/// A wait was interrupted, or was not begun, nor a call, because the run is to end.
public final class InterruptedWaitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says that it was the wait that ended early; the thread's interrupt flag is set again.
  public InterruptedWaitException(InterruptedException cause) {
    super("interrupted while waiting", cause);
  }

  /// Says that the run is to end.
  public InterruptedWaitException() {
    super("the run is to end");
  }
}
