package dev.spannerpipe.retry;

import dev.spannerpipe.retry.WaitReporter.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How remote calls are made: how long each may take, how often it is tried again with growing,
/// random waits ("full jitter"), and who hears of a service that stays silent. Thread-safe where
/// its random source is.
public final class Retry {
  /// How long each call may take that releases the lease or writes the record after the end.
  private static final Duration LAST_CALL = Duration.ofSeconds(1);

  private final Time time;
  private final DoubleSupplier random;
  private final Deadline deadline;
  private final WaitReporter reporter;

  /// Waits with this clock; `random` gives numbers from 0 (inclusive) to 1 (exclusive).
  public Retry(Time time, DoubleSupplier random) {
    this(time, random, Optional.empty());
  }

  /// As the other, but ends calls, and begins no further attempt, when the process has been running
  /// for the limit.
  public Retry(Time time, DoubleSupplier random, Optional<Duration> limit) {
    this(time, random, new Deadline(time, limit), WaitReporter.silent(time));
  }

  private Retry(Time time, DoubleSupplier random, Deadline deadline, WaitReporter reporter) {
    this.time = time;
    this.random = random;
    this.deadline = deadline;
    this.reporter = reporter;
  }

  /// Returns the same, but silent services are reported here.
  public Retry reporting(WaitReporter other) {
    return new Retry(time, random, deadline, other);
  }

  /// Returns the same, but with an end at this moment of [Time#elapsed] if that is sooner.
  public Retry until(Duration moment) {
    return new Retry(time, random, deadline.until(moment), reporter);
  }

  /// Returns the clock that it waits with.
  public Time time() {
    return time;
  }

  /// Returns a number from 0 (inclusive) to 1 (exclusive).
  public double random() {
    return random.getAsDouble();
  }

  /// Begins to wait for what the caller tries again by a rule of its own; the caller ends it.
  public Wait begin() {
    return reporter.begin();
  }

  /// Returns when the run has to be over.
  public Deadline deadline() {
    return deadline;
  }

  /// Calls until it succeeds, fails with something that is not worth another try, or the policy's
  /// time is over; then the last failure is thrown.
  public <T> T call(
      RetryPolicy policy, Predicate<RuntimeException> worthAnotherTry, Supplier<T> call) {
    Wait wait = reporter.begin();
    boolean answered = false;
    try {
      T answer = call(wait, policy, worthAnotherTry, call);
      answered = true;
      return answer;
    } finally {
      wait.end(answered);
    }
  }

  private <T> T call(
      Wait wait,
      RetryPolicy policy,
      Predicate<RuntimeException> worthAnotherTry,
      Supplier<T> call) {
    Duration end = time.elapsed().plus(left(policy.total()));
    for (int attempt = 1; ; attempt++) {
      wait.attempt(attempt);
      try {
        return call.get();
      } catch (RuntimeException failure) {
        Duration pause = jitter(policy.ceiling(attempt));
        if (!worthAnotherTry.test(failure) || time.elapsed().plus(pause).compareTo(end) > 0) {
          throw failure;
        }
        reporter.retrying(attempt + 1, pause);
        time.sleep(pause);
      }
    }
  }

  /// Makes one call of a service, which is reported while it does not answer. Every remote call is
  /// made by this, inside of [#call] or alone.
  public <T> T attempt(Remote remote, Supplier<T> call) {
    return reporter.attempt(remote, call);
  }

  /// Returns how long one call may take, by the machine's own clock, that has this limit and must
  /// end with the run. A call that begins later belongs to the orderly end of the run, and gets a
  /// second: so a run whose service is silent ends within about 4 s of its `TIMEOUT`.
  public Duration limit(Duration wanted) {
    return time.onMachine(left(wanted));
  }

  private Duration left(Duration wanted) {
    if (!deadline.isOver()) {
      return deadline.atMost(wanted);
    }
    return wanted.compareTo(LAST_CALL) < 0 ? wanted : LAST_CALL;
  }

  private Duration jitter(Duration ceiling) {
    return Duration.ofNanos((long) (ceiling.toNanos() * random.getAsDouble()));
  }
}
