package dev.spannerpipe.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happens to a change set.
public sealed interface ChangeSetEvent extends RunEvent {
  /// Returns path, id and author of the change set.
  String changeSet();

  /// A precondition was evaluated and does not simply hold.
  ///
  /// @param outcome what follows from it: [#HALT], or some words on what happens to the change set
  record PreconditionChecked(String changeSet, String outcome, String reason)
      implements ChangeSetEvent {
    /// The run ends.
    public static final String HALT = "halt";

    /// Returns whether the run ends.
    public boolean halts() {
      return outcome.equals(HALT);
    }
  }

  /// A partitioned update is about to be sent.
  record PartitionedSent(StatementPlace place) implements StatementEvent {}

  /// One of several chunks of a change set's data changes took effect, and with it so many of the
  /// [StatementCommitted] that follow.
  ///
  /// @param from the first of its statements, from 1
  /// @param to the last of its statements
  /// @param of how many statements the change set has
  /// @param rows how many rows were changed; absent where the commit's answer was lost
  record ChunkCommitted(
      String changeSet,
      String file,
      long line,
      long from,
      long to,
      long of,
      Instant committedAt,
      @Nullable Long rows)
      implements ChangeSetEvent {
    /// Returns how many statements it has.
    public long statements() {
      return to - from + 1;
    }
  }

  /// One statement took effect.
  ///
  /// @param operationId of a schema statement
  /// @param rows how many rows were changed; absent for a schema statement, and where the commit's
  ///   answer was lost
  record StatementCommitted(
      StatementPlace place, Instant committedAt, @Nullable String operationId, @Nullable Long rows)
      implements StatementEvent {}

  /// One statement failed.
  record StatementFailed(StatementPlace place, String reason) implements StatementEvent {}

  /// A change set is in the history.
  record ChangeSetRecorded(String changeSet, String execType, long orderExecuted)
      implements ChangeSetEvent {}

  /// A change set failed or was skipped, and stays pending.
  record ChangeSetSkipped(String changeSet, String reason) implements ChangeSetEvent {}

  /// An event about one statement.
  sealed interface StatementEvent extends ChangeSetEvent {
    /// Returns which statement it is.
    StatementPlace place();

    @Override
    default String changeSet() {
      return place().changeSet();
    }
  }

  /// A statement and where it is.
  ///
  /// @param line its first line, from 1; 0 where it is not known
  /// @param lastLine absent where it has but one line
  /// @param kind DDL, DML and so on
  /// @param statement its text, shortened
  record StatementPlace(
      String changeSet,
      String file,
      long line,
      @Nullable Long lastLine,
      String kind,
      String statement) {}
}
