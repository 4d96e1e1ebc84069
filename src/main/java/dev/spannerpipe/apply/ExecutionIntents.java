package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/// Stores the deployment workflow's intents in the database. An intent is the row that announces
/// the start or the redrive (restart after a failure) of an execution before the pipe requests it.
/// Each intent is written together with the run's events so far.
///
/// Each transaction reads the latest attempt before it writes. So a transaction that runs again,
/// even after an error that left open whether it was committed, finds its own row. Two runs may try
/// to store the same attempt or redrive at the same time. After the first transaction is committed,
/// Spanner makes the second one run again, because it read what the first one changed. When the
/// second transaction runs again, it finds the other run's row. Therefore the two runs need no
/// lease (the right to change the database).
final class ExecutionIntents implements WorkflowIntents {
  private final Transactions transactions;
  private final Journal journal;
  private final boolean afterEffects;

  /// @param afterEffects whether this run has already held and released the lease, and so may have
  ///   changed something
  ExecutionIntents(Transactions transactions, Journal journal, boolean afterEffects) {
    this.transactions = transactions;
    this.journal = journal;
    this.afterEffects = afterEffects;
  }

  @Override
  public Optional<WorkflowIntent> latest(String deployment) {
    return run(
        "executions",
        "read which executions this deployment has",
        (transaction, _) -> transaction.latestExecution(deployment));
  }

  @Override
  public boolean insert(WorkflowIntent intent, Optional<WorkflowIntent> seen) {
    return run(
        "execution",
        "record the execution " + intent.name(),
        (transaction, _) -> {
          Optional<WorkflowIntent> latest = transaction.latestExecution(intent.deployment());
          boolean unchanged = latest.equals(seen);
          if (unchanged) {
            transaction.write(new Write.InsertExecution(intent));
          }
          return unchanged || latest.filter(known -> isSame(known, intent)).isPresent();
        });
  }

  @Override
  public boolean update(WorkflowIntent intent) {
    return run(
        "redrive",
        "record the redrive of the execution " + intent.name(),
        (transaction, _) -> {
          boolean free =
              transaction
                  .latestExecution(intent.deployment())
                  .filter(latest -> latest.attempt() == intent.attempt())
                  .filter(
                      latest ->
                          latest.redrive().isEmpty() || latest.redrive().equals(intent.redrive()))
                  .isPresent();
          if (free) {
            transaction.write(new Write.UpdateExecution(intent));
          }
          return free;
        });
  }

  /// Returns whether the stored intent is the one that this run wants to write. The times are
  /// compared in microseconds, the precision of the table.
  private static boolean isSame(WorkflowIntent stored, WorkflowIntent intent) {
    return stored.attempt() == intent.attempt()
        && stored.runId().equals(intent.runId())
        && stored.createdAt().equals(intent.createdAt().truncatedTo(ChronoUnit.MICROS));
  }

  private <T> T run(String tag, String tried, Transactions.Body<T> body) {
    return guarded(
        tried,
        () -> {
          while (journal.isBehind()) {
            transactions.runWithoutIntents("record", (_, _) -> true);
          }
          return transactions.runWithoutIntents(tag, body);
        });
  }

  private <T> T guarded(String tried, Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseException failure) {
      throw failure(tried, failure);
    }
  }

  /// Returns the failure to throw. This run may not know whether a row was written. That does no
  /// harm, because the next run reads what was written.
  private Failure failure(String tried, DatabaseException failure) {
    boolean isTemporary =
        failure.kind() == DatabaseException.Kind.TRANSIENT
            || failure.kind() == DatabaseException.Kind.UNCLEAR;
    if (isTemporary && afterEffects) {
      return new UnfinishedFailure(
              "Could not %s: %s".formatted(tried, failure.reason()),
              "Run again: what is applied is on record, and the next run starts the workflow")
          .causedBy(failure);
    }
    return PortFailures.beforeEffect(tried, failure);
  }
}
