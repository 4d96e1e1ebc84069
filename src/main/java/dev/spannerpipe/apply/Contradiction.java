package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.MigrationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Handles a schema operation that is done without an error, but reports fewer commit timestamps
/// than statements. The metadata of the operation may lag behind, so the operation is read again a
/// few times. If the contradiction persists, all statements count as applied, because an operation
/// that is done without an error has executed all its statements
/// ([Operation](https://cloud.google.com/spanner/docs/reference/rpc/google.longrunning#google.longrunning.Operation)).
/// If they counted as not applied, the next run would execute them a second time.
final class Contradiction {
  /// The pauses before the three further reads of the operation, 4.5 s in all.
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofMillis(1_500), Duration.ofSeconds(2));

  private final Ports ports;
  private final Transactions transactions;
  private final LeaseKeeper lease;
  private final ApplyEvents events;

  Contradiction(Ports ports, Transactions transactions, LeaseKeeper lease, ApplyEvents events) {
    this.ports = ports;
    this.transactions = transactions;
    this.lease = lease;
    this.events = events;
  }

  /// Returns the operation with a commit timestamp for each statement. Throws [MigrationFailure] if
  /// Spanner now reports that the operation is still running or has failed.
  ///
  /// @param read reads the operation again; throws if the operation's statements are not those of
  ///   the intent
  Operation resolved(Operation first, Supplier<Operation> read) {
    Operation operation = first;
    for (Duration pause : PAUSES) {
      ports.time().sleep(pause);
      lease.renewIfDue();
      operation = read.get();
      if (!operation.done() || operation.error() != null) {
        throw changed(operation);
      }
      if (!operation.isContradictory()) {
        return operation;
      }
    }
    Instant end = end(operation);
    events.warn(
        "Schema operation %s is done but reports %d of %d commit timestamps; recording all its statements as applied at %s"
            .formatted(
                operation.id(), operation.committed().size(), operation.statements().size(), end));
    return operation.trusted(end);
  }

  private static MigrationFailure changed(Operation operation) {
    return new MigrationFailure(
        "Could not record operation %s: Spanner first reported it as done without an error, then as %s"
            .formatted(
                operation.id(),
                operation.error() == null
                    ? "still running"
                    : "failed: " + StatementFailures.oneLine(operation.error())),
        "Compare the schema with the operation's statements (COMMAND=status shows both) and run"
            + " again: the next run records what Spanner reports then");
  }

  /// Returns the time at which the operation ended, as Spanner reports it. If Spanner does not
  /// report that time, returns the database's current time, which is later. The result is never
  /// before the last reported commit timestamp.
  private Instant end(Operation operation) {
    Instant end = operation.endedAt();
    if (end == null) {
      end = transactions.call(() -> ports.database().state()).databaseTime();
    }
    Instant last = operation.committed().isEmpty() ? end : operation.committed().getLast();
    return end.isBefore(last) ? last : end;
  }
}
