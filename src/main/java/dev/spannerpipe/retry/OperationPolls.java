package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Waits between the polls of one long-running operation of Spanner.
///
/// The first poll comes after 250 ms, because many operations need little more. After that, each
/// wait is between 8/64 and 10/64 of the time that has passed since the operation was submitted, at
/// least 300 ms and at most 10 s. So a run notices the end of an operation late by an eighth or so
/// of the operation's duration. The waits vary at random, because all runs of a Google Cloud
/// project share a limit of 5 such requests per second. Not thread-safe.
public final class OperationPolls {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration SHORTEST = Duration.ofMillis(300);

  /// The longest wait before the random part, which adds up to a quarter: 10 s in all.
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final Deadline deadline;
  private final DoubleSupplier random;
  private final Duration start;
  private boolean waited;

  /// Begins to count the time that has passed.
  ///
  /// @param deadline has the clock; no wait ends after it
  /// @param random returns numbers from 0 (inclusive) to 1 (exclusive)
  public OperationPolls(Deadline deadline, DoubleSupplier random) {
    this.deadline = deadline;
    this.random = random;
    this.start = deadline.time().elapsed();
  }

  /// Waits until the next poll is due, or until the deadline.
  public void awaitNext() {
    Duration pause = waited ? next() : FIRST;
    waited = true;
    deadline.time().sleep(deadline.atMost(pause));
  }

  private Duration next() {
    Duration eighth = deadline.time().elapsed().minus(start).dividedBy(8);
    Duration least = eighth.compareTo(SHORTEST) < 0 ? SHORTEST : eighth;
    Duration base = least.compareTo(LONGEST) < 0 ? least : LONGEST;
    return base.plusNanos((long) (base.toNanos() * random.getAsDouble() / 4));
  }
}
