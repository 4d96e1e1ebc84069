package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.RequestLimits;
import java.time.Duration;
import java.util.function.Function;

/// The data side of the database: the port of the engine. Each method makes one attempt and never
/// retries; failures are [DatabaseException]s. One call at a time.
public interface Database extends LiveDatabase {
  /// Returns how much may go into one call and one cell.
  default RequestLimits limits() {
    return RequestLimits.SPANNER;
  }

  /// Reads the book-keeping tables and the whole history at one moment, in one request.
  DatabaseSnapshot view();

  /// Reads the book-keeping tables at one moment, in one request, without keeping anybody waiting.
  default BookkeepingState state() {
    return view().state();
  }

  /// Runs the body in one read-write transaction and commits it. When it throws, whether it
  /// committed may be unknown.
  ///
  /// @param tag goes with the request into the service's statistics
  <T> T transact(String tag, Function<Transaction, T> body);

  /// Executes one statement as partitioned DML and returns a lower bound of the rows that it
  /// touched.
  ///
  /// @param limit the call is given up after this time; the service may go on
  long updatePartitioned(String statement, Duration limit, String tag);

  /// Returns whether the service says that a partitioned update is going on; false where it cannot
  /// be read.
  boolean partitionedUpdateActive();
}
