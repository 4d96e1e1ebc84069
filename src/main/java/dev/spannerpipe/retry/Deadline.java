package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.Optional;

/// The time at which the run must end, and the time that waits and calls have left until then. This
/// class only limits calls and waits when they begin; [Stop] ends those that are in progress.
///
/// @param end the moment of [Time#elapsed] at which the run must end; empty without a time limit
public record Deadline(Time time, Optional<Duration> end) {
  /// Returns whether the deadline has passed.
  public boolean isOver() {
    return end.filter(moment -> time.elapsed().compareTo(moment) >= 0).isPresent();
  }

  /// Returns a deadline at the given moment of [Time#elapsed], or at this deadline if that is
  /// sooner.
  public Deadline until(Duration other) {
    return new Deadline(time, Optional.of(end.map(own -> least(own, other)).orElse(other)));
  }

  /// Returns the given duration, or the time until the deadline if that is less; zero afterwards.
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
