package dev.spannerpipe.cli;

import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;

/// A clock by which a run that is to end waits no more.
record StoppableTime(Time time, Stop stop) implements Time {
  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public Duration elapsed() {
    return time.elapsed();
  }

  @Override
  public void sleep(Duration duration) {
    stop.check();
    time.sleep(stop.atMost(duration));
    stop.check();
  }

  @Override
  public Duration onMachine(Duration duration) {
    return time.onMachine(duration);
  }
}
