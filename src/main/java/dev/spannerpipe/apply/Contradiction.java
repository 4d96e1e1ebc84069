package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.MigrationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// What to make of an operation that is done without an error and reports fewer commit timestamps
/// than it has statements. Its metadata may lag behind, so it is read again a few times. If the
/// contradiction persists, the contract of a finished operation decides: it has executed all its
/// statements
/// ([Operation](https://cloud.google.com/spanner/docs/reference/rpc/google.longrunning#google.longrunning.Operation)).
/// Taking it for an operation that did nothing would leave its statements without history.
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

  /// Returns the operation with a time for each of its statements.
  ///
  /// @param look reads it again; throws where its statements are not the intent's
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

  /// The operation's end as the service reports it, else the database's time, which is later.
  private Instant end(Operation operation) {
    Instant end = operation.endedAt();
    if (end == null) {
      end = transactions.call(() -> ports.database().state()).databaseTime();
    }
    Instant last = operation.committed().isEmpty() ? end : operation.committed().getLast();
    return end.isBefore(last) ? last : end;
  }
}
