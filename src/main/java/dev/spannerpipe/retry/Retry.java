package dev.spannerpipe.retry;

import dev.spannerpipe.retry.WaitReporter.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Makes remote calls: limits the time of each call, retries it with growing random waits ("full
/// jitter"), and reports a service that does not answer. Thread-safe if its random source is.
public final class Retry {
  /// How long each call may last after the end of the run. These calls release the lease and write
  /// the record.
  private static final Duration LAST_CALL = Duration.ofSeconds(1);

  private final Time time;
  private final DoubleSupplier random;
  private final Deadline deadline;
  private final WaitReporter reporter;

  /// Creates a retry that waits with this clock. `random` returns numbers from 0 (inclusive) to 1
  /// (exclusive).
  public Retry(Time time, DoubleSupplier random) {
    this(time, random, Optional.empty());
  }

  /// Creates a retry with a limit, counted from the start of the process. Calls end at the limit,
  /// and no further attempt begins after it.
  public Retry(Time time, DoubleSupplier random, Optional<Duration> limit) {
    this(time, random, new Deadline(time, limit), WaitReporter.silent(time));
  }

  private Retry(Time time, DoubleSupplier random, Deadline deadline, WaitReporter reporter) {
    this.time = time;
    this.random = random;
    this.deadline = deadline;
    this.reporter = reporter;
  }

  /// Returns the same retry, but reports silent services to this reporter.
  public Retry reporting(WaitReporter other) {
    return new Retry(time, random, deadline, other);
  }

  /// Returns the same retry, but with an end at this moment of [Time#elapsed] if that is sooner.
  public Retry until(Duration moment) {
    return new Retry(time, random, deadline.until(moment), reporter);
  }

  /// Returns the clock with which it waits.
  public Time time() {
    return time;
  }

  /// Returns a number from 0 (inclusive) to 1 (exclusive).
  public double random() {
    return random.getAsDouble();
  }

  /// Begins a wait for a call that the caller repeats by a rule of its own. The caller ends the
  /// wait.
  public Wait begin() {
    return reporter.begin();
  }

  /// Returns the deadline of the run.
  public Deadline deadline() {
    return deadline;
  }

  /// Makes the call until it succeeds. Throws the last failure if that is not worth another
  /// attempt, or if the policy's time has expired.
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

  /// Makes one call of a service, and reports the service while it does not answer. Every remote
  /// call uses this method, inside of [#call] or alone.
  public <T> T attempt(Remote remote, Supplier<T> call) {
    return reporter.attempt(remote, call);
  }

  /// Returns how long one call with this limit may last, by the machine's own clock, so that it
  /// ends with the run. A call that begins after the deadline is part of the orderly end of the run
  /// and gets at most one second. So a run whose service is silent ends within about 4 s of its
  /// `TIMEOUT`.
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
