package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.RequestLimits;
import java.time.Duration;
import java.util.function.Function;

/// The interface through which the engine reads and changes the data of the database. Each method
/// makes one attempt and never retries. Failures are [DatabaseException]s. Callers make one call at
/// a time.
public interface Database extends LiveDatabase {
  /// Returns the maximum size of one call and of one cell.
  default RequestLimits limits() {
    return RequestLimits.SPANNER;
  }

  /// Reads the book-keeping tables (the pipe's own tables) and the whole history
  /// (`DATABASECHANGELOG`) at one moment, without blocking other transactions.
  DatabaseSnapshot view();

  /// Reads the book-keeping tables at one moment, without blocking other transactions.
  default BookkeepingState state() {
    return view().state();
  }

  /// Runs the body in one read-write transaction, and commits the transaction. If this method
  /// throws, it may be unknown whether the transaction was committed.
  ///
  /// @param tag a transaction tag, which appears in Spanner's statistics
  <T> T transact(String tag, Function<Transaction, T> body);

  /// Executes one statement as partitioned DML. Returns a lower bound of the number of changed
  /// rows.
  ///
  /// @param limit how long to wait for the end; after that time, Spanner may continue in the
  ///   background
  /// @param tag a request tag, which appears in Spanner's statistics
  long updatePartitioned(String statement, Duration limit, String tag);

  /// Returns whether Spanner reports an active partitioned update. Returns false if Spanner cannot
  /// execute the query that lists active updates, or denies permission for it.
  boolean partitionedUpdateActive();
}
