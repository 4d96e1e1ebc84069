package dev.spannerpipe.testing;

import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;

/// Clocks that stand still but for waiting, which takes no time. Not thread-safe.
public final class FastTime implements Time {
  private final Instant start;
  private Duration elapsed;

  /// Starts the clocks of a process that has been running for a while.
  public FastTime(Instant start, Duration elapsed) {
    this.start = start;
    this.elapsed = elapsed;
  }

  @Override
  public Instant now() {
    return start.plus(elapsed);
  }

  @Override
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public void sleep(Duration duration) {
    elapsed = elapsed.plus(duration);
  }
}
