package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.Deadline;
import java.time.Duration;

/// Waits until no partitioned update is active in the database. An earlier request may have left
/// one behind. Its outcome does not matter, because the statement of a partitioned update may run
/// more than once. But two executions of the same update must not overlap.
final class ActivePartitioned {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Ports ports;
  private final Transactions transactions;
  private final LeaseKeeper lease;
  private final Deadline deadline;

  ActivePartitioned(Ports ports, Transactions transactions, LeaseKeeper lease, Deadline deadline) {
    this.ports = ports;
    this.transactions = transactions;
    this.lease = lease;
    this.deadline = deadline;
  }

  /// Returns once no partitioned update is active in the database. Throws [UnfinishedFailure] if
  /// `TIMEOUT` expires first.
  ///
  /// @param intent the row that announced the update before it was requested; the failure names the
  ///   run that stored this row
  void awaitEnd(Intent intent) {
    while (transactions.call(() -> ports.database().partitionedUpdateActive())) {
      if (deadline.isOver()) {
        throw new UnfinishedFailure(
            "Could not continue: a partitioned update of run %s is still active and TIMEOUT has expired"
                .formatted(intent.runId()),
            "Run again later");
      }
      ports.time().sleep(deadline.atMost(PAUSE));
      lease.renewIfDue();
    }
  }
}
