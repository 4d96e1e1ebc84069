package dev.spannerpipe.testing;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Clocks that stand still but for waiting, which takes no time. Any thread may look at them, but
/// only one may wait.
public final class FastTime implements Time {
  private final Instant start;
  private volatile Duration elapsed;
  private @Nullable Duration interruption;

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

  /// Lets a wait that is going on so long from now be interrupted.
  public void interruptAfter(Duration duration) {
    interruption = elapsed.plus(duration);
  }

  @Override
  public void sleep(Duration duration) {
    elapsed = elapsed.plus(duration);
    if (interruption != null && elapsed.compareTo(interruption) >= 0) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(new InterruptedException());
    }
  }
}
