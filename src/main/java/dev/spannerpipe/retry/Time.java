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
}
