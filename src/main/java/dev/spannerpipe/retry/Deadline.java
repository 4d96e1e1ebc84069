package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.Optional;

/// When the run has to be over, and how long its waits and calls may take because of it: what
/// begins in time ends in time. [Stop] is for what does not.
///
/// @param end by [Time#elapsed]; empty where the run may take as long as it needs
public record Deadline(Time time, Optional<Duration> end) {
  /// Returns whether the time is over.
  public boolean isOver() {
    return end.filter(moment -> time.elapsed().compareTo(moment) >= 0).isPresent();
  }

  /// Returns the earlier of this and another end.
  public Deadline until(Duration other) {
    return new Deadline(time, Optional.of(end.map(own -> least(own, other)).orElse(other)));
  }

  /// Returns the given time, or what is left if that is less; zero after the end.
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
