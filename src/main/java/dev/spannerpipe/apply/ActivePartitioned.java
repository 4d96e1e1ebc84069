package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.Deadline;
import java.time.Duration;

/// Waits until no partitioned update is active any more that an earlier request left behind. The
/// outcome of such an update does not matter, because the update may run again. But two executions
/// of the same update must not overlap.
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
  /// @param intent the intent of the awaited update, for the failure
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
