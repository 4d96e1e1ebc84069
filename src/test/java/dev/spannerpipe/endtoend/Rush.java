package dev.spannerpipe.endtoend;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import java.time.Duration;
import java.time.Instant;

/// The machine's clocks until somebody is in a hurry; from then on all waits are shorter, also
/// those of libraries and sockets. Where the machine stalls then, the clock nearly stands still:
/// nobody could have done anything in that time. Thread-safe.
final class Rush implements Time {
  private final SystemTime time = new SystemTime();

  /// As long as a stall may count, by the machine's clock; a hurried run looks at the clock more
  /// often than that.
  private static final Duration LONGEST_STEP = Duration.ofMillis(100);

  private final int factor;
  private Duration began = Duration.ZERO;
  private Duration seen = Duration.ZERO;
  private Duration elapsed = Duration.ZERO;
  private boolean rushing;

  /// @param factor how much faster it goes then
  Rush(int factor) {
    this.factor = factor;
  }

  synchronized void begin() {
    if (!rushing) {
      began = time.elapsed();
      seen = began;
      elapsed = began;
      rushing = true;
    }
  }

  /// Returns the time of the machine since the hurry began; zero before.
  synchronized Duration trueTime() {
    return rushing ? time.elapsed().minus(began) : Duration.ZERO;
  }

  /// Returns the hurried time since the hurry began; zero before.
  synchronized Duration hurriedTime() {
    return rushing ? elapsed().minus(began) : Duration.ZERO;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public synchronized Duration elapsed() {
    if (!rushing) {
      return time.elapsed();
    }
    Duration now = time.elapsed();
    Duration step = now.minus(seen);
    seen = now;
    elapsed =
        elapsed.plus((step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP).multipliedBy(factor));
    return elapsed;
  }

  @Override
  public void sleep(Duration duration) {
    time.sleep(onMachine(duration));
  }

  @Override
  public synchronized Duration onMachine(Duration duration) {
    // Who only waits looks at the clock, too: else it would stand still for the others.
    elapsed();
    return rushing ? duration.dividedBy(factor) : duration;
  }
}
