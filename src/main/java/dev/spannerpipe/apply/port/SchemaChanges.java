package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.ProtoDescriptors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine's port for schema operations. Each method makes one attempt and never retries.
/// Failures are [DatabaseException]s. Source:
/// [UpdateDatabaseDdl](https://cloud.google.com/spanner/docs/reference/rpc/google.spanner.admin.database.v1).
public interface SchemaChanges {
  /// Requests a schema operation with this id.
  ///
  /// @param descriptors what its statements need besides their text
  Answer submit(
      String operationId, List<String> statements, Optional<ProtoDescriptors> descriptors);

  /// Requests a schema operation that needs no descriptors.
  default Answer submit(String operationId, List<String> statements) {
    return submit(operationId, statements, Optional.empty());
  }

  /// Returns the operation with this id; empty if the service has none.
  Optional<Operation> find(String operationId);

  /// Returns the schema as DDL statements, as the service writes them.
  List<String> ddl();

  /// The service's answer to a request.
  sealed interface Answer {
    /// The operation began, and may have ended already.
    record Started(Operation operation) implements Answer {}

    /// The id was used before, so this request had no effect.
    record AlreadyExists() implements Answer {}

    /// The service rejected the statements. Nothing took effect, and the id is still free.
    record Refused(String reason) implements Answer {}

    /// Another operation is running in the database. Nothing took effect, and the id is still free.
    /// Only an emulator answers this.
    record Busy(String reason) implements Answer {}
  }

  /// A schema operation as the service reports it.
  ///
  /// @param done whether it ended
  /// @param statements the statements that it was requested to execute
  /// @param committed when each of the first statements took effect; the others did not, or not yet
  /// @param progressPercent for each statement; empty if the service does not report it
  /// @param throttled whether the service throttles it
  /// @param error why it failed; null if it did not
  /// @param endedAt when the last of its statements ended; null if the service does not report it
  record Operation(
      String id,
      boolean done,
      List<String> statements,
      List<Instant> committed,
      List<Integer> progressPercent,
      boolean throttled,
      @Nullable String error,
      @Nullable Instant endedAt) {
    /// Copies the lists.
    public Operation {
      statements = List.copyOf(statements);
      committed = List.copyOf(committed);
      progressPercent = List.copyOf(progressPercent);
    }

    /// Creates an operation for which the service reports no end.
    public Operation(
        String id,
        boolean done,
        List<String> statements,
        List<Instant> committed,
        List<Integer> progressPercent,
        boolean throttled,
        @Nullable String error) {
      this(id, done, statements, committed, progressPercent, throttled, error, null);
    }

    /// Returns whether the operation contradicts itself. A finished operation has executed all its
    /// statements, but this one reports fewer commit timestamps.
    public boolean isContradictory() {
      return done && error == null && committed.size() < statements.size();
    }

    /// Returns the same operation with this time for each statement that has no commit timestamp.
    public Operation trusted(Instant end) {
      List<Instant> all = new ArrayList<>(committed);
      while (all.size() < statements.size()) {
        all.add(end);
      }
      return new Operation(id, done, statements, all, progressPercent, throttled, error, endedAt);
    }
  }
}
