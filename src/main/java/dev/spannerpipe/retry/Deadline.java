package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.Optional;

/// When the run has to be over, and how long a single call may take because of it.
///
/// A call that begins in time ends in time. One that begins later belongs to the orderly end of the
/// run, and gets [#LAST_CALL]: so a run whose service is silent is over within about 4 s of its
/// end.
///
/// @param end by [Time#elapsed]; empty where the run may take as long as it needs
public record Deadline(Time time, Optional<Duration> end) {
  /// How long each call may take that releases the lease or writes the record after the end.
  static final Duration LAST_CALL = Duration.ofSeconds(1);

  /// Returns whether the time is over.
  public boolean isOver() {
    return end.filter(moment -> time.elapsed().compareTo(moment) >= 0).isPresent();
  }

  /// Returns the earlier of this and another end.
  public Deadline until(Duration other) {
    return new Deadline(time, Optional.of(end.map(own -> least(own, other)).orElse(other)));
  }

  /// Returns the given time, or what is left if that is less; never zero.
  public Duration atMost(Duration wanted) {
    return end.map(moment -> least(wanted, left(moment, time.elapsed()))).orElse(wanted);
  }

  private static Duration left(Duration moment, Duration now) {
    return now.compareTo(moment) < 0 ? moment.minus(now) : LAST_CALL;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
