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

/// The deployment workflow's intents in the database, each written together with the run's events
/// so far.
///
/// The latest attempt is read before anything is written, in the same transaction. So a transaction
/// that runs again, also after an error that hid its commit, finds its own row; and of two runs
/// that allot an attempt or a redrive, the one that commits second has read what the other one
/// changed, and runs again. No lease is needed.
final class ExecutionIntents implements WorkflowIntents {
  private final Transactions transactions;
  private final Journal journal;
  private final boolean afterEffects;

  /// Keeps them through these transactions.
  ///
  /// @param afterEffects whether this run held the lease before, and may have changed something
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

  /// The table keeps microseconds.
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

  /// What is not known to be written is read again by the next run, so nothing is lost.
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
