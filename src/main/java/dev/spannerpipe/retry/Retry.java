package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Tries again with growing, random waits ("full jitter"). Not thread-safe where its random source
/// is not.
public final class Retry {
  private final Time time;
  private final DoubleSupplier random;
  private final Optional<Duration> limit;

  /// Waits with this clock; `random` gives numbers from 0 (inclusive) to 1 (exclusive).
  public Retry(Time time, DoubleSupplier random) {
    this(time, random, Optional.empty());
  }

  /// As the other, but begins no further attempt when the process has been running for the limit.
  public Retry(Time time, DoubleSupplier random, Optional<Duration> limit) {
    this.time = time;
    this.random = random;
    this.limit = limit;
  }

  /// Returns the clock that it waits by.
  public Time time() {
    return time;
  }

  /// Calls until it succeeds, fails with something that is not worth another try, or the policy's
  /// time is over; then the last failure is thrown.
  public <T> T call(
      RetryPolicy policy, Predicate<RuntimeException> worthAnotherTry, Supplier<T> call) {
    Duration end = end(time.elapsed().plus(policy.total()));
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (RuntimeException failure) {
        Duration wait = jitter(policy.ceiling(attempt));
        if (!worthAnotherTry.test(failure) || time.elapsed().plus(wait).compareTo(end) > 0) {
          throw failure;
        }
        time.sleep(wait);
      }
    }
  }

  private Duration end(Duration ofPolicy) {
    return limit.filter(own -> own.compareTo(ofPolicy) < 0).orElse(ofPolicy);
  }

  private Duration jitter(Duration ceiling) {
    return Duration.ofNanos((long) (ceiling.toNanos() * random.getAsDouble()));
  }
}
