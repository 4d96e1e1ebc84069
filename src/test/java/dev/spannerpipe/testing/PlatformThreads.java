package dev.spannerpipe.testing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Threads that the operating system shares the processors out to. Virtual threads run until they
/// wait: a simulation in the same JVM would keep a server that has to answer from its turn for
/// seconds.
public final class PlatformThreads {
  private PlatformThreads() {}

  /// Returns an executor that begins a thread for each task if it has none to spare.
  public static ExecutorService executor() {
    return Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
  }
}
