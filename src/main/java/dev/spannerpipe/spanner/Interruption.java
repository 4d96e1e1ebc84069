package dev.spannerpipe.spanner;

/// Interrupts a thread that still waits for the client after its time limit. It never interrupts a
/// thread that has already moved on. Thread-safe.
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

  /// Ends the wait; the waiting thread itself calls this. Returns whether this object interrupted
  /// the thread. An interruption from elsewhere is kept.
  synchronized boolean end() {
    if (!over && interrupted) {
      // The interrupt flag was set by this object, so it is cleared.
      Thread.interrupted();
    }
    over = true;
    return interrupted;
  }
}
