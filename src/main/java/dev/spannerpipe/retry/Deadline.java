package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.Optional;

/// The end of the run, and the time that waits and calls have left until then. Whatever begins in
/// time ends in time. [Stop] handles the rest.
///
/// @param end by [Time#elapsed]; empty if the run has no time limit
public record Deadline(Time time, Optional<Duration> end) {
  /// Returns whether the deadline has passed.
  public boolean isOver() {
    return end.filter(moment -> time.elapsed().compareTo(moment) >= 0).isPresent();
  }

  /// Returns a deadline at the earlier of this end and another one.
  public Deadline until(Duration other) {
    return new Deadline(time, Optional.of(end.map(own -> least(own, other)).orElse(other)));
  }

  /// Returns the given time, or the time left if that is less; zero after the end.
  public Duration atMost(Duration wanted) {
    return end.map(moment -> least(wanted, left(moment))).orElse(wanted);
  }

  private Duration left(Duration moment) {
    Duration left = moment.minus(time.elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
