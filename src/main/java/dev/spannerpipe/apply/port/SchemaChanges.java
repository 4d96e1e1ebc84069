package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.StatusCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The interface through which the engine requests and observes schema operations. Each method
/// makes one attempt and never retries. Failures are [DatabaseException]s. Source:
/// [UpdateDatabaseDdl](https://cloud.google.com/spanner/docs/reference/rpc/google.spanner.admin.database.v1).
public interface SchemaChanges {
  /// Requests a schema operation with this id.
  ///
  /// @param descriptors the proto descriptors that the statements refer to
  Answer submit(
      String operationId, List<String> statements, Optional<ProtoDescriptors> descriptors);

  /// Requests a schema operation that needs no descriptors.
  default Answer submit(String operationId, List<String> statements) {
    return submit(operationId, statements, Optional.empty());
  }

  /// Returns the operation with this id; empty if Spanner has no such operation.
  Optional<Operation> find(String operationId);

  /// Returns the schema of the database as DDL statements, in the form in which Spanner returns
  /// them.
  default List<String> ddl() {
    return definition().statements();
  }

  /// Returns the schema of the database, with what its proto bundle needs.
  DatabaseDefinition definition();

  /// Spanner's response to a request.
  sealed interface Answer {
    /// The operation began, and may have ended already.
    record Started(Operation operation) implements Answer {}

    /// The id was used before, so this request had no effect.
    record AlreadyExists() implements Answer {}

    /// Spanner rejected the statements. Nothing took effect, and the id is still free.
    ///
    /// @param code the status code of the rejection
    record Refused(StatusCode code, String reason) implements Answer {}

    /// Another operation is running in the database. Nothing took effect, and the id is still free.
    /// Only an emulator responds in this way.
    record Busy(String reason) implements Answer {}
  }

  /// A schema operation as Spanner reports it.
  ///
  /// @param done whether the operation has ended
  /// @param statements the statements of the request
  /// @param committed the commit timestamps of the statements that took effect so far, which are
  ///   the first ones
  /// @param progressPercent the progress of each statement, in percent; empty if Spanner does not
  ///   report it
  /// @param throttled whether Spanner throttles the operation
  /// @param error why the operation failed; null if it did not fail
  /// @param endedAt the time at which the last statement ended; null if Spanner does not report
  ///   that time
  /// @param errorCode the status code of the error; null if there is no error
  record Operation(
      String id,
      boolean done,
      List<String> statements,
      List<Instant> committed,
      List<Integer> progressPercent,
      boolean throttled,
      @Nullable String error,
      @Nullable Instant endedAt,
      @Nullable StatusCode errorCode) {
    /// Copies the lists.
    public Operation {
      statements = List.copyOf(statements);
      committed = List.copyOf(committed);
      progressPercent = List.copyOf(progressPercent);
    }

    /// Creates an operation for which Spanner reports neither the time at which the last statement
    /// ended nor the status code of the error.
    public Operation(
        String id,
        boolean done,
        List<String> statements,
        List<Instant> committed,
        List<Integer> progressPercent,
        boolean throttled,
        @Nullable String error) {
      this(
          id,
          done,
          statements,
          committed,
          progressPercent,
          throttled,
          error,
          null,
          error == null ? null : StatusCode.UNKNOWN);
    }

    /// Returns whether the operation is done without an error, but reports fewer commit timestamps
    /// than statements. That is a contradiction: an operation that is done without an error has
    /// executed all its statements.
    public boolean isContradictory() {
      return done && error == null && committed.size() < statements.size();
    }

    /// Returns this operation, with `end` as the commit timestamp of each statement that has none.
    public Operation trusted(Instant end) {
      List<Instant> all = new ArrayList<>(committed);
      while (all.size() < statements.size()) {
        all.add(end);
      }
      return new Operation(
          id, done, statements, all, progressPercent, throttled, error, endedAt, errorCode);
    }
  }
}
