package dev.spannerpipe.apply;

import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.Optional;

/// When the whole run has to be over.
final class RunDeadline {
  private final Time time;
  private final Optional<Duration> end;

  /// @param timeout from the start of the process, which is where [Time#elapsed] begins
  RunDeadline(Time time, Optional<Duration> timeout) {
    this.time = time;
    this.end = timeout;
  }

  boolean isOver() {
    return end.filter(moment -> time.elapsed().compareTo(moment) >= 0).isPresent();
  }

  /// Returns the given time, or what is left of the run if that is less.
  Duration atMost(Duration wanted) {
    Duration left = end.map(moment -> moment.minus(time.elapsed())).orElse(wanted);
    return left.isNegative() ? Duration.ZERO : left.compareTo(wanted) < 0 ? left : wanted;
  }
}
