package dev.spannerpipe.workflow;

import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Decides when the next request may be made: on average at most one request per second, and fewer
/// if the service is busy, because all clients in the AWS account share the service's request
/// limits.
///
/// On average, an event is reported half a polling interval after it happened.
final class RequestPacer {
  private static final Duration INTERVAL = Duration.ofMillis(1_500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// How many requests may be made at once at the start, to read the existing history.
  private static final long BURST = 5;

  private final Time time;
  private final DoubleSupplier random;
  private final LongSupplier requests;
  private final Duration startedAt;
  private final long requestsBefore;
  private Duration interval = INTERVAL;
  private Duration last;
  private Duration end = Duration.ofSeconds(Long.MAX_VALUE);

  RequestPacer(Time time, DoubleSupplier random, LongSupplier requests) {
    this.time = time;
    this.random = random;
    this.requests = requests;
    this.startedAt = time.elapsed();
    this.requestsBefore = requests.getAsLong();
    this.last = startedAt.minus(INTERVAL);
  }

  /// Sets a time limit for all later waits.
  ///
  /// @param moment the time, on the clock of [Time#elapsed], at which every wait ends at the latest
  void until(Duration moment) {
    end = moment;
  }

  /// Waits until the next poll is due.
  void awaitPoll() {
    Duration jittered =
        Duration.ofNanos((long) (interval.toNanos() * (0.75 + 0.5 * random.getAsDouble())));
    sleepUntil(later(last.plus(jittered), affordable()));
    last = time.elapsed();
  }

  /// Waits until the limit of one request per second allows a request that is not a poll.
  void awaitRequest() {
    sleepUntil(affordable());
  }

  /// Doubles the polling interval, because the service did not respond or requested a lower rate.
  void slower() {
    Duration doubled = interval.multipliedBy(2);
    interval = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /// Halves the polling interval, down to its initial value, because the service responded.
  void faster() {
    Duration halved = interval.dividedBy(2);
    interval = halved.compareTo(INTERVAL) > 0 ? halved : INTERVAL;
  }

  private Duration affordable() {
    long made = requests.getAsLong() - requestsBefore;
    return startedAt.plusSeconds(Math.max(0, made - BURST + 1));
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void sleepUntil(Duration moment) {
    Duration left = (moment.compareTo(end) < 0 ? moment : end).minus(time.elapsed());
    if (left.isPositive()) {
      time.sleep(left);
    }
  }
}
