package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.HistoryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stores intents and their results. An intent is the row that announces an effect before the run
/// requests it. Afterwards, the intent is closed with its result. If a run dies in between, the
/// next run uses the open intent to find out what took effect.
final class IntentLedger {
  /// The maximum number of history rows in one commit. A row has 14 columns, so even with events a
  /// commit stays far below Spanner's limit of 80,000 mutations.
  private static final int ROWS_PER_COMMIT = 1_000;

  /// The maximum number of intents that one transaction removes.
  private static final int MOST_REMOVED = 500;

  private final LeaseKeeper lease;
  private final ApplyEvents events;

  IntentLedger(LeaseKeeper lease, ApplyEvents events) {
    this.lease = lease;
    this.events = events;
  }

  /// Stores an open intent and returns it.
  ///
  /// @param sendWithin how long from now the run may send its request. Null for a schema operation,
  ///   which needs no limit: the next run can fence the operation's id, and after that a late
  ///   request with this id has no effect
  Intent open(
      Intent.Kind kind, String runId, IntentContent content, @Nullable Duration sendWithin) {
    AttemptId attempt = lease.nextAttempt();
    return lease.fenced(
        "intent",
        attempt,
        written -> written,
        (transaction, state) -> {
          state.open().ifPresent(other -> refuseSecond(other, attempt));
          Instant now = state.databaseTime();
          Instant deadline = sendWithin == null ? null : now.plus(sendWithin);
          Intent intent =
              new Intent(
                  attempt,
                  runId,
                  kind,
                  Intent.State.OPEN,
                  now,
                  deadline,
                  0,
                  content.toJson(),
                  null);
          transaction.write(new Write.InsertIntent(intent));
          return intent;
        });
  }

  private static void refuseSecond(Intent open, AttemptId attempt) {
    throw new IllegalStateException(
        "intent " + open.attempt() + " is open, so " + attempt + " cannot be opened");
  }

  /// Stores the history rows and the cursor of an intent and closes the intent, in as many commits
  /// as the rows require. If an earlier call stored a part of the rows, continues after that part.
  ///
  /// @param result the outcome in words, to be stored with the intent
  List<HistoryRow> close(Intent intent, BookkeepingUpdate effects, String result) {
    return close(intent, effects, IntentResult.of(result));
  }

  /// Stores and closes like the other method, but with a result that a person may have decided.
  List<HistoryRow> close(Intent intent, BookkeepingUpdate effects, IntentResult result) {
    List<HistoryRow> rows = effects.rows();
    int start = (int) intent.recorded();
    boolean last = false;
    while (!last) {
      int from = start;
      int to = Math.min(from + ROWS_PER_COMMIT, rows.size());
      boolean closing = to == rows.size();
      lease.fencedWith(
          "history",
          intent.attempt(),
          (transaction, state) ->
              writeChunk(transaction, state, intent, effects, from, to, closing ? result : null));
      rows.subList(from, to).forEach(events::recorded);
      start = to;
      last = closing;
    }
    return rows;
  }

  private static boolean writeChunk(
      Transaction transaction,
      BookkeepingState state,
      Intent intent,
      BookkeepingUpdate effects,
      int from,
      int to,
      @Nullable IntentResult result) {
    Optional<Intent> current = state.own().filter(own -> own.state() == Intent.State.OPEN);
    if (current.isEmpty() || current.get().recorded() > from) {
      return false;
    }
    refuseForgotten(current.get(), state.databaseTime(), result);
    effects.rows().subList(from, to).forEach(row -> transaction.write(new Write.PutHistory(row)));
    if (result != null) {
      effects
          .cursorsToDelete()
          .forEach(changeSet -> transaction.write(new Write.DeleteCursor(changeSet)));
      effects
          .cursor()
          .ifPresent(cursor -> transaction.write(new Write.PutCursor(cursor, intent.runId())));
    }
    transaction.write(new Write.UpdateIntent(moved(current.get(), to, result)));
    return true;
  }

  /// Removes closed intents that nothing needs any more, the oldest ones first, and only a limited
  /// number of them. The caller's transaction has made sure that this run holds the lease.
  static void removeOld(Transaction transaction, Instant now) {
    transaction.firstIntents(MOST_REMOVED).stream()
        .filter(intent -> intent.isRemovable(now))
        .forEach(intent -> transaction.write(new Write.DeleteIntent(intent.attempt())));
  }

  private static Intent moved(Intent intent, long recorded, @Nullable IntentResult result) {
    return new Intent(
        intent.attempt(),
        intent.runId(),
        intent.kind(),
        result == null ? Intent.State.OPEN : Intent.State.CLOSED,
        intent.createdAt(),
        intent.deadline(),
        recorded,
        intent.content(),
        result == null ? null : result.recordText());
  }

  /// Throws a failure if Spanner may have forgotten the schema operation by the time the intent is
  /// closed. Does not throw if a person decided the result.
  private static void refuseForgotten(Intent intent, Instant now, @Nullable IntentResult result) {
    if (result != null
        && intent.kind() == Intent.Kind.SCHEMA
        && intent.mayBeForgotten(now)
        && !result.manual()) {
      throw UnfinishedRunRecovery.forgotten(intent, now);
    }
  }
}
