package dev.spannerpipe.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// The clock and the only way to wait, so that a test or a scheduler can be both.
public interface Time {
  /// Returns the wall clock's time, for people and for records; never for deciding who owns what.
  Instant now();

  /// Returns the time since the process started, by a clock that never jumps; for deadlines.
  Duration elapsed();

  /// Waits. Throws [InterruptedWaitException], with the interrupt flag set, if the thread is
  /// interrupted.
  void sleep(Duration duration);

  /// Returns how long this takes by the machine's own clock, by which libraries and sockets wait. A
  /// test's clock may go faster than that.
  default Duration onMachine(Duration duration) {
    return duration;
  }

  /// Returns the same clocks with another way to wait.
  default Time waitingBy(Consumer<Duration> sleep) {
    Time clocks = this;
    return new Time() {
      @Override
      public Instant now() {
        return clocks.now();
      }

      @Override
      public Duration elapsed() {
        return clocks.elapsed();
      }

      @Override
      public void sleep(Duration duration) {
        sleep.accept(duration);
      }

      @Override
      public Duration onMachine(Duration duration) {
        return clocks.onMachine(duration);
      }
    };
  }
}
