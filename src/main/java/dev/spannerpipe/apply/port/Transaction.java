package dev.spannerpipe.apply.port;

import dev.spannerpipe.record.WorkflowIntent;
import java.util.List;
import java.util.Optional;

/// A read-write transaction. Serializable: if anything that it read changed before its commit, it
/// does not commit.
public interface Transaction {
  /// Reads the book-keeping tables, in one request. It comes first in a transaction.
  ///
  /// @param own the attempt whose intent is wanted, if any
  BookkeepingState read(Optional<AttemptId> own);

  /// Reads the same without the intents, of which there are more with each data change: none of
  /// what it returns is one, be it open or not. It comes first where it is called.
  BookkeepingState readWithoutIntents();

  /// Executes data changes in order, in one request, and returns how many rows each touched.
  ///
  /// Throws [DatabaseException] of kind `REFUSED`, with the index of the statement, where the
  /// server refuses one.
  List<Long> update(List<String> statements);

  /// Reads, in one request, the attempt of this deployment that was written down last.
  Optional<WorkflowIntent> latestExecution(String deployment);

  /// Adds a row to what the commit writes.
  void write(Write write);
}
