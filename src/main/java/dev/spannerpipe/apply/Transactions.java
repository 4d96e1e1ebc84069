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

/// Runs transactions in such a way that each may be repeated after any error, even one that hides a
/// commit. A transaction that must not commit twice inserts a row for its attempt. First, it reads
/// whether that row already exists.
final class Transactions {
  /// How often a call is made if each time Spanner returns an internal error.
  private static final int MOST_UNCLEAR = 3;

  /// How long calls are retried at the end of a run.
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

  /// How long a submission is retried while Spanner does not respond. This is only enough for a
  /// lost connection. Waiting for the end of an outage is left to the next call, which fences the
  /// operation's id.
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

  /// The body of a transaction. It gets the book-keeping state (lease, intents, cursors) that the
  /// transaction has read.
  @FunctionalInterface
  interface Body<T> {
    /// Decides and writes. May run several times.
    T run(Transaction transaction, BookkeepingState state);
  }

  /// Commits the body's writes together with the events that are not stored yet.
  ///
  /// @param own the attempt whose intent the transaction reads; empty to read none
  <T> T run(String tag, Optional<AttemptId> own, Body<T> body) {
    return commit(
        tag,
        transaction -> transaction.read(own),
        (transaction, state, record) -> {
          // Both may write the row of the run. The body's version is right, so it comes last.
          record.run();
          return body.run(transaction, state);
        });
  }

  /// Commits as [#run] does, at a time when no intent can be open. The first execution does not
  /// read the intents, so its cost does not grow with their number. That is safe: the attempt's
  /// number is new, so the attempt's row cannot exist before a commit was tried. If somebody set
  /// the numbers back, the row may exist. Then the commit fails, and the transaction runs again and
  /// reads the row.
  <T> T runData(String tag, AttemptId own, Body<T> body) {
    AtomicInteger executions = new AtomicInteger();
    Supplier<T> commit =
        () ->
            commit(
                tag,
                transaction ->
                    executions.getAndIncrement() == 0
                        ? transaction.readWithoutIntents()
                        : transaction.read(Optional.of(own)),
                (transaction, state, record) -> {
                  record.run();
                  return body.run(transaction, state);
                });
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
    /// @param record writes the events that are not stored yet; call it before any other write, or
    ///   not at all
    T run(Transaction transaction, BookkeepingState state, Runnable record);
  }

  /// Commits what the body writes. If the body writes nothing, nothing is committed. So a late
  /// request cannot undo newer writes.
  <T> T runIfStillNeeded(String tag, OptionalWriteBody<T> body) {
    return commit(tag, transaction -> transaction.read(Optional.empty()), body);
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

  /// Makes a call that may safely be made twice. Retries the call as the policy allows.
  <T> T call(Supplier<T> call) {
    return ports.retry().call(policy(), isWorthRetrying(), call);
  }

  /// Makes a call for which the caller handles unclear responses. If Spanner is busy, the call is
  /// retried like any other. If Spanner does not respond, the call is retried only for [#MOMENT].
  /// After an internal error, the call is not retried.
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

  /// Another operation is running in the database. The call took no effect, and a retry may
  /// succeed.
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
