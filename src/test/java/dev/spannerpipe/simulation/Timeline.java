package dev.spannerpipe.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The world's true clock, and what is going to happen by itself.
final class Timeline {
  private static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");

  private record Due(long time, long number, Runnable event) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::time).thenComparingLong(Due::number));
  private long now;
  private long count;

  /// Returns the nanoseconds since the beginning.
  long nanos() {
    return now;
  }

  Instant now() {
    return BEGINNING.plusNanos(now);
  }

  /// Has something happen after this time.
  void after(long nanos, Runnable event) {
    queue.add(new Due(now + nanos, count++, event));
  }

  /// Lets time pass; whatever is due on the way happens at its time.
  void advanceTo(long time) {
    while (!queue.isEmpty() && queue.element().time() <= time) {
      Due due = queue.remove();
      now = Math.max(now, due.time());
      due.event().run();
    }
    now = Math.max(now, time);
  }

  void advance(Duration duration) {
    advanceTo(now + duration.toNanos());
  }

  /// Lets time pass until nothing is going to happen by itself any more.
  void settle() {
    while (!queue.isEmpty()) {
      advanceTo(queue.element().time());
    }
  }

  /// Takes back everything that was going to happen.
  void clear() {
    queue.clear();
  }
}
