package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;

/// One change of a book-keeping row. It takes effect with the commit of its transaction.
public sealed interface Write {
  /// Inserts or replaces the lease.
  record PutLease(Lease lease) implements Write {}

  /// Inserts or replaces the row of Liquibase's lock.
  record PutLock(LiquibaseLock lock) implements Write {}

  /// Inserts an intent; the commit fails where its attempt is there already.
  record InsertIntent(Intent intent) implements Write {}

  /// Replaces an intent.
  record UpdateIntent(Intent intent) implements Write {}

  /// Inserts or replaces the cursor of a half-finished change set.
  record PutCursor(Cursor cursor, String runId) implements Write {}

  /// Deletes the cursor of a change set; nothing where there is none.
  record DeleteCursor(ChangeSetId changeSet) implements Write {}

  /// Inserts or replaces a history row.
  record PutHistory(HistoryRow row) implements Write {}

  /// Deletes a history row; nothing where there is none.
  record DeleteHistory(ChangeSetId changeSet) implements Write {}

  /// Inserts or replaces a run's row; one without a link keeps the link that the row has.
  record PutRun(RunRow row) implements Write {}

  /// Inserts or replaces an event; the same event gives the same row.
  record PutEvent(RecordedEvent event) implements Write {}

  /// Writes the version of the book-keeping tables.
  record PutVersion(long major) implements Write {}

  /// Inserts an intent of the workflow; the commit fails where its attempt is there already.
  record InsertExecution(WorkflowIntent intent) implements Write {}

  /// Replaces the redrive of an intent of the workflow; the commit fails where there is none.
  record UpdateExecution(WorkflowIntent intent) implements Write {}
}
