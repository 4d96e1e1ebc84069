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

/// Runs transactions so that each may be tried again after any error, also one that hides a commit:
/// whoever has an effect first reads the row that the same transaction inserts last.
final class Transactions {
  private static final int MOST_UNCLEAR = 3;
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

  /// Fencing waits for an outage to end; this only bridges a lost connection.
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

  /// What a transaction does once it knows where things stand.
  @FunctionalInterface
  interface Body<T> {
    /// Decides and writes; may run several times.
    T run(Transaction transaction, BookkeepingState standing);
  }

  /// Commits the body's writes together with the events that wait to be written.
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

  /// Commits as [#run] does, where no intent may be open. What is read does not grow with the
  /// intents on record: the row of this attempt, which has a number of its own, can only be there
  /// once a commit was tried. That row also refuses the first commit, if somebody set the numbers
  /// back.
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

  /// What a transaction does that may find out that it must not write at all.
  @FunctionalInterface
  interface OptionalWriteBody<T> {
    /// Decides and writes; may run several times.
    ///
    /// @param record writes the events that wait; to be called before any other write, or not at
    ///   all
    T run(Transaction transaction, BookkeepingState standing, Runnable record);
  }

  /// Commits what the body writes. Where it writes nothing, nothing is committed: so a call that
  /// arrives late cannot put back what was written since.
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

  /// Makes a call that changes nothing, or that may be made twice, until it answers.
  <T> T call(Supplier<T> call) {
    return ports.retry().call(policy(), worthAnotherTry(), call);
  }

  /// Makes a call whose unclear answer the caller settles: what the service is too busy for is
  /// tried again as any other call is, what it does not answer for a moment only, and an error
  /// inside the service never.
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

  /// Something else is going on in the database: the call took no effect and is worth another try.
  static final class BusyException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    BusyException(String reason) {
      super(Kind.TRANSIENT, reason);
    }
  }

  /// From now on tries again for only a little while: the run ends because the service did not
  /// answer, or its time is over, and nobody waits for its last words for minutes.
  void hurry() {
    hurried = true;
  }

  /// Even after its time a run needs a little patience, to end in good order.
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
