package dev.spannerpipe.retry;

import java.time.Duration;

/// How often and how long a call is retried.
///
/// @param first the longest wait before the second attempt; doubles for each further attempt
/// @param longest the longest wait between any two attempts
/// @param total how long after the beginning of the first attempt another attempt may begin
public record RetryPolicy(Duration first, Duration longest, Duration total) {
  /// The policy for calls that take seconds: the longest wait doubles from 250 ms up to 8 s, and
  /// attempts begin for up to 2 minutes.
  public static final RetryPolicy CALLS =
      new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(8), Duration.ofMinutes(2));

  /// Returns the same policy, but with this total time if it is shorter.
  public RetryPolicy within(Duration newTotal) {
    return new RetryPolicy(first, longest, newTotal.compareTo(total) < 0 ? newTotal : total);
  }

  /// Returns the longest wait after an attempt.
  ///
  /// @param attempt the number of the attempt, from 1
  Duration ceiling(int attempt) {
    Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
