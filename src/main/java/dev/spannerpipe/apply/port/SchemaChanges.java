package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.ProtoDescriptors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Schema operations: the other port of the engine. Each method makes one attempt and never
/// retries; failures are [DatabaseException]s. Source:
/// [UpdateDatabaseDdl](https://cloud.google.com/spanner/docs/reference/rpc/google.spanner.admin.database.v1).
public interface SchemaChanges {
  /// Asks for a schema operation under this id.
  ///
  /// @param descriptors what its statements need besides their text
  Answer submit(
      String operationId, List<String> statements, Optional<ProtoDescriptors> descriptors);

  /// Asks for a schema operation that needs no descriptors.
  default Answer submit(String operationId, List<String> statements) {
    return submit(operationId, statements, Optional.empty());
  }

  /// Returns the operation with this id; empty where the service knows none.
  Optional<Operation> find(String operationId);

  /// Returns the schema as the service writes it.
  List<String> ddl();

  /// What the service says to a request.
  sealed interface Answer {
    /// It began, and may have ended already.
    record Started(Operation operation) implements Answer {}

    /// The id was used before; this request had no effect.
    record AlreadyExists() implements Answer {}

    /// The service refuses the statements; nothing took effect, and the id is still free.
    record Refused(String reason) implements Answer {}

    /// Something else is going on in the database; nothing took effect, and the id is still free.
    /// Only an emulator.
    record Busy(String reason) implements Answer {}
  }

  /// A schema operation as the service reports it.
  ///
  /// @param done whether it ended
  /// @param statements what it was asked to do
  /// @param committed when each of the first statements took effect; the others did not, or not yet
  /// @param progressPercent for each statement; empty where the service does not say
  /// @param throttled whether the service slows it down
  /// @param error why it failed; null where it did not
  /// @param endedAt when the last of its statements ended; null where the service does not say
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

    /// The same without an end that the service reports.
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

    /// Returns whether it contradicts itself: a finished operation has executed all its statements,
    /// but it reports fewer commit timestamps.
    public boolean isContradictory() {
      return done && error == null && committed.size() < statements.size();
    }

    /// Returns the same operation with this time for each statement that has none.
    public Operation trusted(Instant end) {
      List<Instant> all = new ArrayList<>(committed);
      while (all.size() < statements.size()) {
        all.add(end);
      }
      return new Operation(id, done, statements, all, progressPercent, throttled, error, endedAt);
    }
  }
}
