package dev.spannerpipe.cli;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;

/// The machine's clocks.
public final class SystemTime implements Time {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime());
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
