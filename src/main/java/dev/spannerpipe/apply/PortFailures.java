package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;

/// Converts exceptions of failed calls to Spanner into failures that explain what happened and what
/// to do.
public final class PortFailures {
  private PortFailures() {}

  /// Returns the failure to report for a call that cannot have changed anything in the database.
  ///
  /// @param tried what the run tried to do, as words that can follow "Could not"
  public static Failure beforeEffect(String tried, DatabaseException failure) {
    String description = "Could not %s: %s".formatted(tried, failure.reason());
    Failure result =
        switch (failure.kind()) {
          case DENIED ->
              new AccessFailure(
                  description,
                  "Grant the identity of this run the missing permission on the database, and run again");
          case MISSING ->
              new ConfigurationFailure(
                  description, "Check PROJECT, SPANNER_INSTANCE and SPANNER_DATABASE");
          case TRANSIENT, UNCLEAR ->
              new AccessFailure(
                  description, "Check that Spanner can be reached from this step, and run again");
          case REFUSED, TOO_MANY_MUTATIONS ->
              new MigrationFailure(
                  description, "Fix the problem reported by Spanner and run again");
        };
    return result.causedBy(failure);
  }

  /// Returns the failure to report for a call that failed but may have taken effect.
  ///
  /// @param tried what the run tried to do, as words that can follow "Could not"
  /// @param effects whether it is known that this run has already changed something
  static Failure afterEffect(String tried, DatabaseException failure, boolean effects) {
    if (!effects && failure.kind() == DatabaseException.Kind.DENIED) {
      return beforeEffect(tried, failure);
    }
    String description =
        "Could not %s: %s".formatted(tried, StatementFailures.oneLine(failure.reason()));
    Failure result =
        switch (failure.kind()) {
          case TRANSIENT, UNCLEAR ->
              new UnfinishedFailure(
                  description + "; whether it took effect is not known yet",
                  "Run again: the next run finds out and continues");
          case DENIED ->
              new MigrationFailure(
                  description,
                  "Grant the identity of this run the missing permission, and run again: the next run continues where this one stopped");
          case MISSING ->
              new MigrationFailure(
                  description, "Check whether the database was deleted during this run");
          case REFUSED, TOO_MANY_MUTATIONS ->
              new MigrationFailure(
                  description,
                  "Fix the problem reported by Spanner and run again: the next run continues where this one stopped");
        };
    return result.causedBy(failure);
  }
}
