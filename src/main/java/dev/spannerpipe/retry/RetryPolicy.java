package dev.spannerpipe.retry;

import java.time.Duration;

/// How often and how long a call is retried.
///
/// @param first the longest wait before the second attempt
/// @param longest the longest wait between two attempts
/// @param total how long after the first attempt another one may still begin
public record RetryPolicy(Duration first, Duration longest, Duration total) {
  /// For calls that answer within seconds: 250 ms doubling up to 8 s, for 2 minutes.
  public static final RetryPolicy CALLS =
      new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(8), Duration.ofMinutes(2));

  /// Returns the same policy with this total, if it is shorter.
  public RetryPolicy within(Duration newTotal) {
    return new RetryPolicy(first, longest, newTotal.compareTo(total) < 0 ? newTotal : total);
  }

  /// Returns the longest wait after the given attempt, counted from 1.
  Duration ceiling(int attempt) {
    Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
