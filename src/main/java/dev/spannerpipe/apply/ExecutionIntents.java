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

/// Stores the deployment workflow's intents in the database. Each is written together with the
/// run's events so far.
///
/// Each transaction reads the latest attempt before it writes. So a transaction that runs again,
/// even after an error that hid its commit, finds its own row. If two runs allot an attempt or a
/// redrive, the transaction that commits second has read what the first one changed, so it runs
/// again. No lease is needed.
final class ExecutionIntents implements WorkflowIntents {
  private final Transactions transactions;
  private final Journal journal;
  private final boolean afterEffects;

  /// Stores the intents through these transactions.
  ///
  /// @param afterEffects whether this run held the lease before, and so may have changed something
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
        "write down the execution " + intent.name(),
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
        "write down the redrive of the execution " + intent.name(),
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

  /// The stored time is compared in microseconds, the precision of the table.
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
            transactions.run("record", Optional.empty(), (_, _) -> true);
          }
          return transactions.run(tag, Optional.empty(), body);
        });
  }

  private <T> T guarded(String tried, Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseException failure) {
      throw failure(tried, failure);
    }
  }

  /// The next run reads again whatever this run does not know to be written, so nothing is lost.
  private Failure failure(String tried, DatabaseException failure) {
    boolean mayGoBetter =
        failure.kind() == DatabaseException.Kind.TRANSIENT
            || failure.kind() == DatabaseException.Kind.UNCLEAR;
    if (mayGoBetter && afterEffects) {
      return new UnfinishedFailure(
              "Could not %s: %s".formatted(tried, failure.reason()),
              "Run again: what is applied is on record, and the workflow is started then")
          .causedBy(failure);
    }
    return PortFailures.beforeEffect(tried, failure);
  }
}
