package dev.spannerpipe.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/// Plays many schedules until one of them goes wrong, as many at a time as there are processors.
/// Can be made by name, so that a test can have one over mutated code.
public final class Campaign implements LongBinaryOperator {
  private final Map<String, Integer> counts = new TreeMap<>();
  private Simulation.@Nullable Result found;

  /// Plays so many schedules from this seed on, and returns a seed that goes wrong, or -1.
  @Override
  public long applyAsLong(long first, long count) {
    AtomicLong next = new AtomicLong(first);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(Thread.ofVirtual().start(() -> play(next, first + count)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
    Simulation.Result wrong = found();
    return wrong == null ? -1 : wrong.seed();
  }

  private void play(AtomicLong next, long end) {
    long seed = next.getAndIncrement();
    while (seed < end && found() == null) {
      add(Simulation.play(seed, false));
      seed = next.getAndIncrement();
    }
  }

  /// Several may go wrong at about the same time: the first seed counts.
  private synchronized void add(Simulation.Result result) {
    result.counts().forEach((what, number) -> counts.merge(what, number, Integer::sum));
    Simulation.Result before = found;
    if (result.problem().isPresent() && (before == null || result.seed() < before.seed())) {
      found = result;
    }
  }

  private synchronized Simulation.@Nullable Result found() {
    return found;
  }

  /// Returns how often what kind of trouble happened.
  synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /// Returns what went wrong, in one line.
  @Override
  public String toString() {
    Simulation.Result wrong = found();
    Throwable problem = wrong == null ? null : wrong.problem().orElse(null);
    if (problem == null) {
      return "nothing";
    }
    String cause = problem.getCause() == null ? "" : ": " + problem.getCause().getMessage();
    return (problem.getMessage() + cause).replace('\n', ' ');
  }
}
