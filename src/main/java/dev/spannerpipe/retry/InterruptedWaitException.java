package dev.spannerpipe.retry;

/// A wait was interrupted; the thread's interrupt flag is set again.
public final class InterruptedWaitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says that it was the wait that ended early.
  public InterruptedWaitException(InterruptedException cause) {
    super("interrupted while waiting", cause);
  }
}
