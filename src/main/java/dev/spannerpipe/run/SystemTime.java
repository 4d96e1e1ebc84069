package dev.spannerpipe.run;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;

/// The wall clock and the monotonic clock of this machine.
public final class SystemTime implements Time {
  private final long startedNanos = System.nanoTime();

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  @Override
  public void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(interruption);
    }
  }
}
