package dev.spannerpipe.endtoend;

import dev.spannerpipe.cli.SystemTime;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;

/// The machine's clocks until somebody is in a hurry; from then on all waits are shorter, also
/// those of libraries and sockets. Thread-safe.
final class Rush implements Time {
  private final SystemTime time = new SystemTime();
  private final int factor;
  private Duration began = Duration.ZERO;
  private boolean rushing;

  /// @param factor how much faster it goes then
  Rush(int factor) {
    this.factor = factor;
  }

  synchronized void begin() {
    if (!rushing) {
      began = time.elapsed();
      rushing = true;
    }
  }

  /// Returns the time of the machine since the hurry began; zero before.
  synchronized Duration trueTime() {
    return rushing ? time.elapsed().minus(began) : Duration.ZERO;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public synchronized Duration elapsed() {
    return rushing ? began.plus(time.elapsed().minus(began).multipliedBy(factor)) : time.elapsed();
  }

  @Override
  public void sleep(Duration duration) {
    time.sleep(onMachine(duration));
  }

  @Override
  public synchronized Duration onMachine(Duration duration) {
    return rushing ? duration.dividedBy(factor) : duration;
  }
}
