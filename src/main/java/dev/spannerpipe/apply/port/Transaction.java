package dev.spannerpipe.apply.port;

import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import java.util.List;
import java.util.Optional;

/// A serializable read-write transaction. Its commit fails if another transaction has changed data
/// that this transaction read.
public interface Transaction {
  /// Reads the book-keeping tables (the pipe's own tables). Must be the first call in a
  /// transaction.
  ///
  /// @param own the id of the intent (the row that announces an effect before a run requests it) to
  ///   read as [BookkeepingState#own]; empty if no such intent is needed
  BookkeepingState read(Optional<AttemptId> own);

  /// Reads the book-keeping tables with one intent as [BookkeepingState#own], if it exists. The
  /// result contains no other intent, not even an open one. Must be the first call in a
  /// transaction.
  BookkeepingState readIntent(AttemptId own);

  /// Reads the book-keeping tables without the intents. The result contains no intent, open or
  /// closed. Must be the first call in a transaction.
  BookkeepingState readWithoutIntents();

  /// Reads the row of a run, in one request.
  Optional<RunRow> run(String runId);

  /// Reads the intents with the lowest ids, ordered by id, in one request.
  ///
  /// @param limit the maximum number of intents
  List<Intent.Summary> firstIntents(int limit);

  /// Executes data changes in order, in one request. Returns how many rows each statement changed.
  ///
  /// Throws [DatabaseException] of kind `REFUSED`, with the index of the statement, if the server
  /// rejects a statement.
  List<Long> update(List<String> statements);

  /// Reads the intent that announces the latest attempt to start the deployment workflow, in one
  /// request.
  ///
  /// @param deployment the first part of the execution's name, which all attempts of the same
  ///   deployment share
  Optional<WorkflowIntent> latestExecution(String deployment);

  /// Adds a write to the commit.
  void write(Write write);
}
