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

/// Runs transactions so that each may be repeated after any error, even one that hides a commit. A
/// transaction with an effect first reads the row that it inserts last.
final class Transactions {
  private static final int MOST_UNCLEAR = 3;
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

  /// Fencing waits for an outage to end. This time only bridges a lost connection.
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

  /// The body of a transaction. It gets the book-keeping state that the transaction read.
  @FunctionalInterface
  interface Body<T> {
    /// Decides and writes. May run several times.
    T run(Transaction transaction, BookkeepingState standing);
  }

  /// Commits the body's writes together with the events that are not stored yet.
  <T> T run(String tag, Optional<AttemptId> own, Body<T> body) {
    return commit(
        tag,
        transaction -> transaction.read(own),
        (transaction, standing, record) -> {
          // The body's writes come last, so that they win over the same row in the events' batch.
          record.run();
          return body.run(transaction, standing);
        });
  }

  /// Commits as [#run] does, if no intent may be open. Its first read omits the intents, so its
  /// size does not grow with their number. That is safe: the attempt has a new number, so its row
  /// can exist only after a commit was tried. If somebody set the numbers back, the existing row
  /// makes the first commit fail. The transaction then runs again and reads that row.
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
                (transaction, standing, record) -> {
                  record.run();
                  return body.run(transaction, standing);
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

  /// The body of a transaction that may find out that it must not write at all.
  @FunctionalInterface
  interface OptionalWriteBody<T> {
    /// Decides and writes. May run several times.
    ///
    /// @param record writes the events that are not stored yet; call it before any other write, or
    ///   not at all
    T run(Transaction transaction, BookkeepingState standing, Runnable record);
  }

  /// Commits what the body writes. If the body writes nothing, nothing is committed. So a call that
  /// arrives late cannot undo newer writes.
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
                          BookkeepingState standing = reading.apply(transaction);
                          TablesVersion.refuseNewer(standing);
                          return body.run(
                              transaction,
                              standing,
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

  /// Makes a call that changes nothing, or that may be made twice. Repeats it as the policy allows.
  <T> T call(Supplier<T> call) {
    return ports.retry().call(policy(), worthAnotherTry(), call);
  }

  /// Makes a call whose unclear answer is handled by the caller. If the service is busy, the call
  /// is repeated like any other. If it does not answer, the call is repeated only for a moment
  /// ([#MOMENT]). After an internal error, it is not repeated.
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

  /// Something else is running in the database. The call took no effect and is worth another
  /// attempt.
  static final class BusyException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    BusyException(String reason) {
      super(Kind.TRANSIENT, reason);
    }
  }

  /// Shortens all further retries. The run ends because the service did not answer or the time has
  /// expired, so nobody should wait minutes for its last writes.
  void hurry() {
    hurried = true;
  }

  /// Even after its time has expired, a run gets a few seconds to end in good order.
  private RetryPolicy policy() {
    if (hurried) {
      return RetryPolicy.CALLS.within(LAST_PATIENCE);
    }
    Duration left = deadline.atMost(RetryPolicy.CALLS.total());
    return RetryPolicy.CALLS.within(left.compareTo(LAST_PATIENCE) < 0 ? LAST_PATIENCE : left);
  }

  private static Predicate<RuntimeException> worthAnotherTry() {
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
