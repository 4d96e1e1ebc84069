package dev.spannerpipe.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// How a Spanner that takes its time goes about schema operations.
///
/// @param operation how long an operation takes before its first statement
/// @param statement how long a statement takes; where nothing takes time, an operation is done when
///   it is answered
/// @param memory how long an operation is remembered after its end; then it is unknown, and its id
///   is free again
/// @param throttled whether operations say that they are slowed down
/// @param failing the statements that fail when their turn comes
public record Pace(
    Duration operation,
    Function<String, Duration> statement,
    Optional<Duration> memory,
    boolean throttled,
    Predicate<String> failing) {
  /// Nothing takes time, and nothing is forgotten.
  public static final Pace AT_ONCE =
      new Pace(Duration.ZERO, _ -> Duration.ZERO, Optional.empty(), false, _ -> false);

  /// Each operation and each statement takes so long.
  public static Pace of(Duration operation, Duration statement) {
    return AT_ONCE.withOperation(operation).withStatements(_ -> statement);
  }

  /// Returns the same with another time before the first statement.
  public Pace withOperation(Duration duration) {
    return new Pace(duration, statement, memory, throttled, failing);
  }

  /// Returns the same with times that depend on the statement.
  public Pace withStatements(Function<String, Duration> durations) {
    return new Pace(operation, durations, memory, throttled, failing);
  }

  /// Returns the same, forgetting operations so long after their end.
  public Pace forgettingAfter(Duration duration) {
    return new Pace(operation, statement, Optional.of(duration), throttled, failing);
  }

  /// Returns the same, with operations that say that they are slowed down.
  public Pace withThrottling() {
    return new Pace(operation, statement, memory, true, failing);
  }

  /// Returns the same, with statements that fail when their turn comes; what was before them stays.
  public Pace failing(Predicate<String> statements) {
    return new Pace(operation, statement, memory, throttled, statements);
  }

  /// Returns how long all of it takes.
  Duration total(Iterable<String> statements) {
    Duration total = operation;
    for (String text : statements) {
      total = total.plus(statement.apply(text));
    }
    return total;
  }
}
