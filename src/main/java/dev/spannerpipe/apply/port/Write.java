package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;

/// One change of a row in the book-keeping tables (the pipe's own tables), the history or
/// Liquibase's lock. The change takes effect with the commit of its transaction.
public sealed interface Write {
  /// Inserts or replaces the row of the lease (the right to change the database).
  record PutLease(Lease lease) implements Write {}

  /// Inserts or replaces the row of Liquibase's lock.
  record PutLock(LiquibaseLock lock) implements Write {}

  /// Inserts an intent (the row that announces an effect before the run requests it). The commit
  /// fails if an intent with the same attempt id exists.
  record InsertIntent(Intent intent) implements Write {}

  /// Replaces an intent.
  record UpdateIntent(Intent intent) implements Write {}

  /// Deletes an intent, if there is one.
  record DeleteIntent(AttemptId attempt) implements Write {}

  /// Stores the mark that no intent of a lower epoch is open, and that none ever will be. Later
  /// reads look for an open intent only from this epoch on, so their cost does not grow with the
  /// number of closed intents. Runs of an older version of the pipe do not move the mark, which
  /// keeps it true.
  record PutClosedBefore(long epoch) implements Write {}

  /// Inserts or replaces the cursor of a half-finished change set, which stores how far the change
  /// set got.
  record PutCursor(Cursor cursor, String runId) implements Write {}

  /// Deletes the cursor of a change set, if there is one.
  record DeleteCursor(ChangeSetId changeSet) implements Write {}

  /// Inserts or replaces a history row.
  record PutHistory(HistoryRow row) implements Write {}

  /// Deletes a history row, if there is one.
  record DeleteHistory(ChangeSetId changeSet) implements Write {}

  /// Inserts or replaces a run's row. If the new row does not have the run's link in the hash chain
  /// of runs, the stored link remains.
  record PutRun(RunRow row) implements Write {}

  /// Inserts or replaces an event. The key of an event is its run and its sequence number.
  record PutEvent(RecordedEvent event) implements Write {}

  /// Writes the version of the book-keeping tables.
  record PutVersion(long major) implements Write {}

  /// Inserts an intent of the workflow, which announces the start of an execution. The commit fails
  /// if an intent for the same attempt exists.
  record InsertExecution(WorkflowIntent intent) implements Write {}

  /// Stores the redrive of an execution with the workflow's intent. The commit fails if the intent
  /// is not stored.
  record UpdateExecution(WorkflowIntent intent) implements Write {}
}
