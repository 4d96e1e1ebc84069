package dev.spannerpipe.testing;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// The machine's clock, and waiting that waits.
public final class SystemTime implements Time {
  /// Returns trying again by this clock.
  public static Retry retry() {
    return new Retry(new SystemTime(), () -> ThreadLocalRandom.current().nextDouble());
  }

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
