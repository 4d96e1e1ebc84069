package dev.spannerpipe.retry;

import java.time.Duration;
import java.time.Instant;

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
}
