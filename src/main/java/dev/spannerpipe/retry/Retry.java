package dev.spannerpipe.retry;

import dev.spannerpipe.retry.WaitReporter.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Makes remote calls: computes the timeout of each call, retries failed calls after growing random
/// waits ("full jitter"), and reports a service that does not respond. Thread-safe if the random
/// source is thread-safe.
public final class Retry {
  /// The maximum duration of a call that begins after the deadline. Only the calls that end the run
  /// begin so late: they release the lease (the right to change the database) and write the record.
  private static final Duration LAST_CALL = Duration.ofSeconds(1);

  /// The time before the deadline in which no further attempt begins. Such an attempt could only
  /// end at the deadline, and its failure would hide why the one before it failed.
  private static final Duration TOO_LATE = Duration.ofMillis(200);

  private final Time time;
  private final DoubleSupplier random;
  private final Deadline deadline;
  private final WaitReporter reporter;

  /// Creates an instance without a time limit.
  ///
  /// @param random returns numbers from 0 (inclusive) to 1 (exclusive)
  public Retry(Time time, DoubleSupplier random) {
    this(time, random, Optional.empty());
  }

  /// Creates an instance with a time limit. A call that begins before the time limit is not retried
  /// after it.
  ///
  /// @param random returns numbers from 0 (inclusive) to 1 (exclusive)
  /// @param limit the time limit, counted from the start of the process
  public Retry(Time time, DoubleSupplier random, Optional<Duration> limit) {
    this(time, random, new Deadline(time, limit), WaitReporter.silent(time));
  }

  private Retry(Time time, DoubleSupplier random, Deadline deadline, WaitReporter reporter) {
    this.time = time;
    this.random = random;
    this.deadline = deadline;
    this.reporter = reporter;
  }

  /// Returns the same retry, but with this reporter of services that do not respond.
  public Retry reporting(WaitReporter other) {
    return new Retry(time, random, deadline, other);
  }

  /// Returns the same retry, but with a deadline at `moment`, a value of [Time#elapsed], if that is
  /// before the current deadline.
  public Retry until(Duration moment) {
    return new Retry(time, random, deadline.until(moment), reporter);
  }

  /// Returns the clock that is used for waits and deadlines.
  public Time time() {
    return time;
  }

  /// Returns a number from 0 (inclusive) to 1 (exclusive).
  public double random() {
    return random.getAsDouble();
  }

  /// Begins a wait for a call that is retried by the caller, not by this class. The caller ends the
  /// wait.
  public Wait begin() {
    return reporter.begin();
  }

  /// Returns the deadline: that of the run, or an earlier one from [#until].
  public Deadline deadline() {
    return deadline;
  }

  /// Repeats the call until it succeeds. Throws the last failure if it must not be retried, or if
  /// the policy's time or the deadline does not allow another attempt.
  ///
  /// @param worthAnotherTry whether a call with this failure is retried
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
    Duration end = time.elapsed().plus(timeToRetry(policy.total()));
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

  /// Makes one call, and reports the service while it does not respond. Every remote call uses this
  /// method, inside of [#call] or alone.
  public <T> T attempt(Remote remote, Supplier<T> call) {
    return reporter.attempt(remote, call);
  }

  /// Returns the timeout of one call: the given limit, or the time until the deadline if that is
  /// less. The result is converted from the clock of [Time], which a test can replace, to the
  /// machine's own clock. A call that begins after the deadline is part of the orderly end of the
  /// run, and gets at most one second, because a run must end at most about 4 s after `TIMEOUT`,
  /// even if a service does not respond.
  public Duration limit(Duration wanted) {
    return time.onMachine(left(wanted));
  }

  private Duration left(Duration wanted) {
    if (!deadline.isOver()) {
      return deadline.atMost(wanted);
    }
    return wanted.compareTo(LAST_CALL) < 0 ? wanted : LAST_CALL;
  }

  private Duration timeToRetry(Duration total) {
    Duration left = left(total);
    Duration retryable = left.minus(TOO_LATE);
    return left.equals(total) ? total : retryable.isNegative() ? Duration.ZERO : retryable;
  }

  private Duration jitter(Duration ceiling) {
    return Duration.ofNanos((long) (ceiling.toNanos() * random.getAsDouble()));
  }
}
