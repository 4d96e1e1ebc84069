package dev.spannerpipe.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// The clocks, and the only way to wait. A test or a scheduler can replace both.
public interface Time {
  /// Returns the wall clock's time, for people and for records. This time is not used to decide
  /// which run has the lease (the right to change the database).
  Instant now();

  /// Returns the time since the process started, by a clock that never jumps. Used for deadlines.
  Duration elapsed();

  /// Waits. Throws [InterruptedWaitException], with the interrupt flag set, if the thread is
  /// interrupted.
  void sleep(Duration duration);

  /// Converts a duration of this clock to a duration of the machine's own clock, which libraries
  /// and sockets use. Only a test's clock may run faster than the machine's.
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
