package dev.spannerpipe.simulation;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Plays one schedule and keeps its trace.
final class Alone {
  private Alone() {}

  static Simulation.Result play(long seed) {
    FutureTask<Simulation.Result> task = new FutureTask<>(() -> Simulation.play(seed, true));
    Thread.ofVirtual().start(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
