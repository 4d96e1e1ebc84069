package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.retry.Deadline;
import dev.spannerpipe.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Runs transactions in such a way that each may be repeated after any error, even after an error
/// that leaves open whether the transaction was committed. A transaction that must not be committed
/// twice inserts an intent, a row whose attempt id is never used twice. Before the transaction
/// inserts the intent, it reads whether the intent already exists.
final class Transactions {
  /// The maximum number of calls if Spanner returns an internal error each time.
  private static final int MOST_UNCLEAR = 3;

  /// How long a call is retried at the end of a run.
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

  /// How long the submission of a schema operation is retried while Spanner does not respond. This
  /// time is enough after a lost connection, but not for an outage. In an outage, the submission is
  /// given up, and the next call, which fences the operation's id, is retried longer.
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private final Ports ports;
  private final Journal journal;
  private final Deadline deadline;
  private boolean hurried;

  Transactions(Ports ports, Journal journal, Deadline deadline) {
    this.ports = ports;
    this.journal = journal;
    this.deadline = deadline;
  }

  /// The body of a transaction. The body gets the book-keeping state (lease, intents, cursors) that
  /// the transaction has read.
  @FunctionalInterface
  interface Body<T> {
    /// Decides and writes. May run several times.
    T run(Transaction transaction, BookkeepingState state);
  }

  /// Commits the body's writes together with the events that are not stored yet.
  ///
  /// @param own the attempt id of the intent that the transaction reads; empty if the transaction
  ///   does not need to read an intent
  <T> T run(String tag, Optional<AttemptId> own, Body<T> body) {
    return recorded(tag, transaction -> transaction.read(own), body);
  }

  /// Commits as [#run] does, for a body that needs no intent.
  <T> T runWithoutIntents(String tag, Body<T> body) {
    return recorded(tag, Transaction::readWithoutIntents, body);
  }

  /// Commits as [#run] does, for a body that needs one existing intent and no other.
  <T> T runWith(String tag, AttemptId existing, Body<T> body) {
    return recorded(tag, transaction -> transaction.readIntent(existing), body);
  }

  /// Commits as [#run] does, at a time when no intent can be open. The first execution of the body
  /// does not read its intent. That is safe: the attempt id is new, so an intent with this id
  /// cannot exist before the first commit. Only if somebody reset the ids in the database, such an
  /// intent may exist. In this case, the commit fails, and the transaction runs again and reads the
  /// intent.
  <T> T runData(String tag, AttemptId own, Body<T> body) {
    AtomicInteger executions = new AtomicInteger();
    Supplier<T> commit =
        () ->
            recorded(
                tag,
                transaction ->
                    executions.getAndIncrement() == 0
                        ? transaction.readWithoutIntents()
                        : transaction.readIntent(own),
                body);
    try {
      return commit.get();
    } catch (DatabaseException failure) {
      boolean atCommit = failure.isRefusal() && failure.statement().isEmpty();
      if (atCommit && executions.get() == 1) {
        return commit.get();
      }
      throw failure;
    }
  }

  /// The body of a transaction that may decide to write nothing.
  @FunctionalInterface
  interface OptionalWriteBody<T> {
    /// Decides and writes. May run several times.
    ///
    /// @param record writes the events that are not stored yet; the body must call it before any
    ///   other write, or not at all if it writes nothing
    T run(Transaction transaction, BookkeepingState state, Runnable record);
  }

  /// Commits what the body writes. If the body decides to write nothing, nothing is committed, so
  /// that a delayed transaction does not undo newer writes.
  <T> T runIfStillNeeded(String tag, OptionalWriteBody<T> body) {
    return commit(tag, transaction -> transaction.read(Optional.empty()), body);
  }

  private <T> T recorded(
      String tag, Function<Transaction, BookkeepingState> reading, Body<T> body) {
    return commit(
        tag,
        reading,
        (transaction, state, record) -> {
          // Both calls may write the row of the run. The body writes the final version of the row,
          // so the body comes last.
          record.run();
          return body.run(transaction, state);
        });
  }

  private <T> T commit(
      String tag, Function<Transaction, BookkeepingState> reading, OptionalWriteBody<T> body) {
    Journal.Batch batch = journal.next();
    AtomicBoolean recorded = new AtomicBoolean();
    T result =
        call(
            () ->
                ports
                    .database()
                    .transact(
                        tag,
                        transaction -> {
                          recorded.set(false);
                          BookkeepingState state = reading.apply(transaction);
                          TablesVersion.refuseNewer(state);
                          return body.run(
                              transaction,
                              state,
                              () -> {
                                batch.writeTo(transaction);
                                recorded.set(true);
                              });
                        }));
    if (recorded.get()) {
      journal.saved(batch);
    }
    return result;
  }

  /// Makes a call that may safely be made twice. Retries the call as the retry policy allows.
  <T> T call(Supplier<T> call) {
    return ports.retry().call(policy(), isWorthRetrying(), call);
  }

  /// Makes a call that submits a schema operation; the caller handles unclear responses. If Spanner
  /// is busy, the call is retried as in [#call]. If Spanner does not respond, the call is retried
  /// only for [#MOMENT]. After an internal error, the call is not retried.
  <T> T submission(Supplier<T> call) {
    Duration end = ports.time().elapsed().plus(MOMENT);
    return ports
        .retry()
        .call(
            policy(),
            failure ->
                failure instanceof BusyException
                    || (failure instanceof DatabaseException database
                        && database.kind() == DatabaseException.Kind.TRANSIENT
                        && ports.time().elapsed().compareTo(end) < 0),
            call);
  }

  /// Spanner rejected a call because another schema operation is running in the database. The call
  /// had no effect, and a retry may succeed.
  static final class BusyException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    BusyException(String reason) {
      super(Kind.TRANSIENT, reason);
    }
  }

  /// Limits all further retries to a few seconds. The run ends because Spanner did not respond or
  /// because `TIMEOUT` has expired, so nobody should wait minutes for the last writes of the run.
  void hurry() {
    hurried = true;
  }

  /// Returns the retry policy for a call. Even after `TIMEOUT` has expired, a run gets a few
  /// seconds to end in good order.
  private RetryPolicy policy() {
    if (hurried) {
      return RetryPolicy.CALLS.within(LAST_PATIENCE);
    }
    Duration left = deadline.atMost(RetryPolicy.CALLS.total());
    return RetryPolicy.CALLS.within(left.compareTo(LAST_PATIENCE) < 0 ? LAST_PATIENCE : left);
  }

  private static Predicate<RuntimeException> isWorthRetrying() {
    AtomicInteger unclear = new AtomicInteger();
    return failure ->
        failure instanceof DatabaseException database
            && switch (database.kind()) {
              case TRANSIENT -> true;
              case UNCLEAR -> unclear.incrementAndGet() < MOST_UNCLEAR;
              case REFUSED, TOO_MANY_MUTATIONS, DENIED, MISSING -> false;
            };
  }
}
