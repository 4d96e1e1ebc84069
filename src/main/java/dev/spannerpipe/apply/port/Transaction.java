package dev.spannerpipe.apply.port;

import dev.spannerpipe.record.WorkflowIntent;
import java.util.List;
import java.util.Optional;

/// A serializable read-write transaction. It does not commit if data that it read was changed.
public interface Transaction {
  /// Reads the book-keeping tables in one request. Must be the first call in a transaction.
  ///
  /// @param own the attempt whose intent to read, if any
  BookkeepingState read(Optional<AttemptId> own);

  /// Reads the book-keeping tables without the intents, whose number grows with each data change.
  /// The result contains no intent, open or closed. Must be the first call in a transaction.
  BookkeepingState readWithoutIntents();

  /// Executes data changes in order, in one request, and returns how many rows each affected.
  ///
  /// Throws [DatabaseException] of kind `REFUSED`, with the index of the statement, if the server
  /// rejects a statement.
  List<Long> update(List<String> statements);

  /// Reads the latest stored attempt of this deployment in one request.
  Optional<WorkflowIntent> latestExecution(String deployment);

  /// Adds a write to the commit.
  void write(Write write);
}
