package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.retry.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Recovers the intent that an earlier run left open, before the new plan is made. An intent is the
/// row that announces an effect before the run requests it.
final class UnfinishedRunRecovery {
  private final Ports ports;
  private final Transactions transactions;
  private final LeaseKeeper lease;
  private final IntentLedger ledger;
  private final SchemaOperations operations;
  private final ApplyEvents events;
  private final Deadline deadline;

  UnfinishedRunRecovery(
      Ports ports,
      Transactions transactions,
      LeaseKeeper lease,
      IntentLedger ledger,
      SchemaOperations operations,
      ApplyEvents events,
      Deadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.lease = lease;
    this.ledger = ledger;
    this.operations = operations;
    this.events = events;
    this.deadline = deadline;
  }

  /// Recovers the open intent, if there is one.
  ///
  /// @param state the book-keeping state, read while this run held the lease. An open intent in
  ///   this state is older than the lease of this run, even if another run takes the lease after
  ///   the read. So recovery never fences (uses up) an operation id that another run still needs
  void recover(BookkeepingState state) {
    lease.refuseTaken(state);
    Optional<Intent> open = state.open();
    if (open.isEmpty()) {
      return;
    }
    switch (open.get().kind()) {
      case SCHEMA -> recoverSchemaOperation(open.get(), state.databaseTime());
      case PARTITIONED -> recoverPartitionedUpdate(open.get());
      case DATA ->
          throw new IllegalStateException("a data intent is never open: " + open.get().attempt());
    }
  }

  private void recoverSchemaOperation(Intent intent, Instant now) {
    if (intent.mayBeForgotten(now)) {
      throw forgotten(intent, now);
    }
    switch (operations.fence(intent)) {
      case SchemaOperations.Outcome.NeverBegan() -> {
        ledger.close(intent, BookkeepingUpdate.NONE, "never began");
        events.settled(intent, "never began");
      }
      case SchemaOperations.Outcome.Exists(Operation found) -> {
        events.submitted(intent, found.statements().size(), true);
        Operation ended = operations.await(intent, found);
        String result = result(ended);
        ledger.close(intent, BookkeepingUpdate.of(intent, ended.committed()), result);
        events.settled(intent, result);
      }
    }
  }

  /// Returns the outcome of an operation in words, to be stored with the intent.
  static String result(Operation ended) {
    String error = ended.error();
    String committed =
        "%d of %d statements committed"
            .formatted(ended.committed().size(), ended.statements().size());
    return error == null ? committed : committed + ", then: " + error;
  }

  private void recoverPartitionedUpdate(Intent intent) {
    new ActivePartitioned(ports, transactions, lease, deadline).awaitEnd(intent);
    ledger.close(intent, BookkeepingUpdate.NONE, "not known; it runs again");
    events.settled(intent, "not known; it runs again");
  }

  static MigrationFailure forgotten(Intent intent, Instant now) {
    return new MigrationFailure(
        "Could not find out what became of operation %s: it was planned %d days ago by run %s, and the server may have forgotten it"
            .formatted(
                intent.attempt().operationId(),
                Duration.between(intent.createdAt(), now).toDays(),
                intent.runId()),
        "Compare the live schema with the operation's statements (COMMAND=status shows both), then run COMMAND=resolve with RESOLVE_INTENT=%s and RESOLVE_AS=applied, applied:<number of the first statements that are applied> or not-applied"
            .formatted(intent.attempt()));
  }
}
