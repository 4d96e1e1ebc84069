package dev.spannerpipe.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/// Plays many schedules, one after the other, until one of them goes wrong. Can be made by name, so
/// that a test can have one over mutated code.
public final class Campaign implements LongBinaryOperator {
  private final Map<String, Integer> counts = new TreeMap<>();
  private Simulation.@Nullable Result found;

  /// Plays so many schedules from this seed on, and returns the first seed that goes wrong, or -1.
  @Override
  public long applyAsLong(long first, long count) {
    Thread thread = Thread.ofVirtual().start(() -> play(first, count));
    try {
      thread.join();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
    return found == null ? -1 : found.seed();
  }

  private void play(long first, long count) {
    for (long seed = first; seed < first + count && found == null; seed++) {
      Simulation.Result result = Simulation.play(seed, false);
      result.counts().forEach((what, number) -> counts.merge(what, number, Integer::sum));
      found = result.problem().isPresent() ? result : null;
    }
  }

  /// Returns how often what kind of trouble happened.
  Map<String, Integer> counts() {
    return counts;
  }

  /// Returns what went wrong, in one line.
  @Override
  public String toString() {
    Throwable problem = found == null ? null : found.problem().orElse(null);
    String cause =
        problem == null || problem.getCause() == null ? "" : ": " + problem.getCause().getMessage();
    return problem == null ? "nothing" : problem.getMessage() + cause;
  }
}
