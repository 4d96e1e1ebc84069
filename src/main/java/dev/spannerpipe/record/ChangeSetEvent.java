package dev.spannerpipe.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events about a change set.
public sealed interface ChangeSetEvent extends RunEvent {
  /// Returns the path, id and author of the change set.
  String changeSet();

  /// A precondition did not hold, or could not be evaluated.
  ///
  /// @param outcome [#HALT], or a text that describes what happens to the change set
  record PreconditionChecked(String changeSet, String outcome, String reason)
      implements ChangeSetEvent {
    /// The precondition ends the run.
    public static final String HALT = "halt";

    /// Returns whether the precondition ends the run.
    public boolean halts() {
      return outcome.equals(HALT);
    }
  }

  /// The run is about to send a partitioned update (partitioned DML).
  record PartitionedSent(StatementPlace place) implements StatementEvent {}

  /// A chunk of a change set was committed: several data changes that share one transaction. A
  /// [StatementCommitted] follows for each statement of the chunk.
  ///
  /// @param from the number of the chunk's first statement within the change set, from 1
  /// @param to the number of the chunk's last statement within the change set
  /// @param of the number of statements in the change set
  /// @param rows the number of changed rows; absent if the response to the commit was lost
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
    /// Returns how many statements the chunk has.
    public long statements() {
      return to - from + 1;
    }
  }

  /// A statement took effect.
  ///
  /// @param operationId the id of the schema operation; absent for a data change
  /// @param rows the number of changed rows; absent for a schema statement, or if the response to
  ///   the commit was lost
  record StatementCommitted(
      StatementPlace place, Instant committedAt, @Nullable String operationId, @Nullable Long rows)
      implements StatementEvent {}

  /// A statement failed.
  record StatementFailed(StatementPlace place, String reason) implements StatementEvent {}

  /// The row of a change set in `DATABASECHANGELOG` was written.
  ///
  /// @param how [#ADOPTED] if the row was written without running the change set, because the
  ///   database already had what the change set makes; otherwise absent
  record ChangeSetRecorded(
      String changeSet, String execType, long orderExecuted, @Nullable String how)
      implements ChangeSetEvent {
    /// The change set was not run.
    public static final String ADOPTED = "adopted";
  }

  /// A change set failed or was skipped, so it is still pending.
  record ChangeSetSkipped(String changeSet, String reason) implements ChangeSetEvent {}

  /// Events about one statement.
  sealed interface StatementEvent extends ChangeSetEvent {
    /// Returns the statement and its location.
    StatementPlace place();

    @Override
    default String changeSet() {
      return place().changeSet();
    }
  }

  /// A statement and its location.
  ///
  /// @param line the number of the statement's first line, from 1; 0 if it is not known
  /// @param lastLine the number of the statement's last line; absent if the statement has only one
  ///   line
  /// @param kind the kind of statement, such as DDL or DML
  /// @param statement the shortened text of the statement
  record StatementPlace(
      String changeSet,
      String file,
      long line,
      @Nullable Long lastLine,
      String kind,
      String statement) {}
}
