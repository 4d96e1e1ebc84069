package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.MigrationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Resolves an operation that is done without an error but reports fewer commit timestamps than it
/// has statements. Its metadata may lag behind, so the operation is read again a few times. If the
/// contradiction persists, the contract of a finished operation decides: it has executed all its
/// statements
/// ([Operation](https://cloud.google.com/spanner/docs/reference/rpc/google.longrunning#google.longrunning.Operation)).
/// If the run assumed that nothing took effect, the statements would have no history.
final class Contradiction {
  /// Three more reads within 5 s.
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

  /// Returns the operation with a time for each of its statements. Throws [MigrationFailure] if
  /// Spanner now reports that it is still running or has failed.
  ///
  /// @param look reads the operation again; throws if its statements are not those of the intent
  Operation resolved(Operation first, Supplier<Operation> look) {
    Operation operation = first;
    for (Duration pause : PAUSES) {
      ports.time().sleep(pause);
      lease.renewIfDue();
      operation = look.get();
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

  /// Returns the end that the service reports, or else the database's current time, which is later.
  /// The result is never before the last reported commit timestamp.
  private Instant end(Operation operation) {
    Instant end = operation.endedAt();
    if (end == null) {
      end = transactions.call(() -> ports.database().state()).databaseTime();
    }
    Instant last = operation.committed().isEmpty() ? end : operation.committed().getLast();
    return end.isBefore(last) ? last : end;
  }
}
