package dev.spannerpipe.workflow;

import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// When the next request may be made: at most one a second on average, whatever there is to ask,
/// and less where the service is busy.
///
/// An event is told of half an interval after it happened, in the middle. The buckets of the
/// service are shared by all that runs in the account.
final class RequestPacer {
  private static final Duration INTERVAL = Duration.ofMillis(1_500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// Requests that may be made at once in the beginning, to read what is there already.
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

  /// Waits for nothing beyond this moment.
  void until(Duration moment) {
    end = moment;
  }

  /// Waits until the next look is due.
  void awaitLook() {
    Duration jittered =
        Duration.ofNanos((long) (interval.toNanos() * (0.75 + 0.5 * random.getAsDouble())));
    sleepUntil(later(last.plus(jittered), affordable()));
    last = time.elapsed();
  }

  /// Waits until a request is affordable that is not a look.
  void awaitRequest() {
    sleepUntil(affordable());
  }

  /// Says that the service did not answer, or wants fewer requests.
  void slower() {
    Duration doubled = interval.multipliedBy(2);
    interval = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /// Says that the service answered.
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
