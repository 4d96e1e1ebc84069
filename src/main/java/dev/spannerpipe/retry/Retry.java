package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Tries again with growing, random waits ("full jitter"). Not thread-safe where its random source
/// is not.
public final class Retry {
  private final Time time;
  private final DoubleSupplier random;

  /// Waits with this clock; `random` gives numbers from 0 (inclusive) to 1 (exclusive).
  public Retry(Time time, DoubleSupplier random) {
    this.time = time;
    this.random = random;
  }

  /// Calls until it succeeds, fails with something that is not worth another try, or the policy's
  /// time is over; then the last failure is thrown.
  public <T> T call(
      RetryPolicy policy, Predicate<RuntimeException> worthAnotherTry, Supplier<T> call) {
    Duration end = time.elapsed().plus(policy.total());
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

  private Duration jitter(Duration ceiling) {
    return Duration.ofNanos((long) (ceiling.toNanos() * random.getAsDouble()));
  }
}
