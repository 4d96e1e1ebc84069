package dev.spannerpipe.spanner;

/// Interrupts a thread that is still waiting for the Spanner client after the time limit. Never
/// interrupts a thread that has stopped waiting. Thread-safe.
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

  /// Ends the wait. Only the thread that waits may call this method. Returns whether this object
  /// interrupted the thread, and if so, clears the thread's interrupt flag. If only something else
  /// interrupted the thread, the flag stays set.
  synchronized boolean end() {
    if (!over && interrupted) {
      // This object set the interrupt flag.
      Thread.interrupted();
    }
    over = true;
    return interrupted;
  }
}
