package dev.spannerpipe.testing;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import java.time.Duration;
import java.time.Instant;

/// The true time, but waits take a part of what they should, and the clock may be wrong.
///
/// @param factor how much faster it goes
/// @param error how far the clock is ahead of the true time
public record ScaledTime(SystemTime time, int factor, Duration error) implements Time {
  private ScaledTime(int factor, Duration error) {
    this(new SystemTime(), factor, error);
  }

  /// A clock that goes ten times as fast, for waits that nobody needs.
  public static Time quick() {
    return by(10);
  }

  /// A clock that goes so many times as fast, so that minutes pass in a test.
  public static Time by(int factor) {
    return new ScaledTime(factor, Duration.ZERO);
  }

  /// A machine whose clock is wrong by so much.
  public static Time wrongBy(Duration error) {
    return new ScaledTime(10, error);
  }

  @Override
  public Instant now() {
    return time.now().plus(error);
  }

  @Override
  public Duration elapsed() {
    return time.elapsed().multipliedBy(factor);
  }

  @Override
  public void sleep(Duration duration) {
    time.sleep(duration.dividedBy(factor));
  }
}
