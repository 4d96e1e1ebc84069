package dev.spannerpipe.spanner;

/// Interrupts a thread that still waits for the client when its time is over; never one that does
/// something else by then. Thread-safe.
final class Interruption implements Runnable {
  private final Thread thread;
  private boolean over;
  private boolean interrupted;

  Interruption(Thread thread) {
    this.thread = thread;
  }

  @Override
  public synchronized void run() {
    if (!over) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /// Ends the wait, called by the thread itself. Returns whether it was interrupted because of it;
  /// an interruption by somebody else stays as it is.
  synchronized boolean end() {
    if (!over && interrupted) {
      // The flag is ours, and is cleared.
      Thread.interrupted();
    }
    over = true;
    return interrupted;
  }
}
