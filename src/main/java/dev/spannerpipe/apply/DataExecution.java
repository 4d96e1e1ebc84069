package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Segments;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Executes data changes, queries and bare history rows: each in one transaction with its cursor
/// and its history rows.
final class DataExecution {
  private final LeaseKeeper lease;
  private final ApplyEvents events;
  private final Progress progress;
  private final String runId;

  DataExecution(LeaseKeeper lease, ApplyEvents events, Progress progress, String runId) {
    this.lease = lease;
    this.events = events;
    this.progress = progress;
    this.runId = runId;
  }

  /// Executes a segment. Returns whether it succeeded; false only where its failure is tolerated.
  boolean run(Segment segment) {
    List<String> statements =
        segment.kind() == Segment.Kind.DATA
            ? segment.steps().stream().map(Step::text).toList()
            : List.of();
    List<IntentSlice> slices = progress.remember(segment.slices());
    try {
      commit(segment, statements, slices);
      return true;
    } catch (DatabaseException failure) {
      return failed(segment, statements, slices, failure);
    }
  }

  /// Asks a query whose result nobody reads; it may refuse, as a check does with `ERROR()`. Returns
  /// as [#run] does.
  boolean ask(Segment segment, LiveDatabase database) {
    try {
      database.query(segment.steps().getFirst().text());
      return true;
    } catch (DatabaseException failure) {
      return failed(segment, List.of(), progress.remember(segment.slices()), failure);
    }
  }

  /// What one commit did.
  private record Committed(Instant at, List<Long> rows, List<HistoryRow> history) {}

  private void commit(Segment segment, List<String> statements, List<IntentSlice> slices) {
    AttemptId attempt = lease.nextAttempt();
    IntentContent content = content(segment, slices);
    // Where the answer of a commit was lost, the row counts are lost with it, but nothing else.
    Committed committed =
        lease.fenced(
            "data",
            attempt,
            done -> new Committed(done.createdAt(), List.of(), history(content, done.createdAt())),
            (transaction, standing) ->
                write(transaction, standing.databaseTime(), attempt, segment, statements, content));
    List<StatementPlace> places =
        content.places(segment.kind() == Segment.Kind.QUERY ? "QUERY" : "DML");
    for (int i = 0; i < places.size(); i++) {
      long rows = i < committed.rows().size() ? committed.rows().get(i) : -1;
      events.statementCommitted(places.get(i), committed.at(), null, rows);
    }
    committed.history().forEach(events::recorded);
    progress.recorded(committed.history());
  }

  /// The statements' texts stand in the changelog and in the record; the attempt's row holds what
  /// they are for.
  private static IntentContent content(Segment segment, List<IntentSlice> slices) {
    return new IntentContent(segment.steps().stream().map(Cursor::mark).toList(), slices);
  }

  private Committed write(
      Transaction transaction,
      Instant now,
      AttemptId attempt,
      Segment segment,
      List<String> statements,
      IntentContent content) {
    List<Long> rows = statements.isEmpty() ? List.of() : transaction.update(statements);
    List<HistoryRow> history = history(content, now);
    history.forEach(row -> transaction.write(new Write.PutHistory(row)));
    for (Slice slice : segment.slices()) {
      transaction.write(
          slice.completes()
              ? new Write.DeleteCursor(slice.planned().changeSet().identity())
              : new Write.PutCursor(cursor(slice, attempt), runId));
    }
    Json.Members remembered = content.toJson();
    transaction.write(
        new Write.InsertIntent(
            new Intent(
                attempt,
                runId,
                Intent.Kind.DATA,
                Intent.State.CLOSED,
                now,
                null,
                history.size(),
                remembered,
                "committed")));
    return new Committed(now, rows, history);
  }

  private static List<HistoryRow> history(IntentContent content, Instant now) {
    List<HistoryRow> rows = new ArrayList<>();
    for (IntentSlice slice : content.slices()) {
      Json.Members draft = slice.row();
      if (draft != null) {
        rows.add(HistoryRows.dated(slice.changeSet(), draft, now));
      }
    }
    return rows;
  }

  private static Cursor cursor(Slice slice, AttemptId attempt) {
    List<String> marks =
        slice.planned().steps().subList(0, slice.to()).stream().map(Cursor::mark).toList();
    return new Cursor(
        slice.planned().changeSet().identity(), Cursor.Direction.APPLY, attempt.toString(), marks);
  }

  private boolean failed(
      Segment segment,
      List<String> statements,
      List<IntentSlice> slices,
      DatabaseException failure) {
    return switch (failure.kind()) {
      case TOO_MANY_MUTATIONS -> tooManyMutations(segment, statements, slices, failure);
      case REFUSED -> refused(segment, slices, failure);
      case TRANSIENT, UNCLEAR, DENIED, MISSING ->
          throw PortFailures.afterEffect(
              "commit change set " + segment.slices().getFirst().planned().changeSet().identity(),
              failure,
              events.anyEffect());
    };
  }

  private boolean tooManyMutations(
      Segment segment,
      List<String> statements,
      List<IntentSlice> slices,
      DatabaseException failure) {
    if (statements.size() > 1) {
      return Segments.halves(segment).stream().allMatch(this::run);
    }
    StatementPlace place = content(segment, slices).places("DML").getFirst();
    events.statementFailed(place, failure.reason());
    throw StatementFailures.tooManyMutations(
        place, slices.getFirst().before().size(), failure.reason(), progress);
  }

  private boolean refused(Segment segment, List<IntentSlice> slices, DatabaseException failure) {
    List<StatementPlace> places = content(segment, slices).places("DML");
    StatementPlace place = places.get(Math.min(failure.statement().orElse(0), places.size() - 1));
    events.statementFailed(place, failure.reason());
    if (!slices.getFirst().tolerated()) {
      throw StatementFailures.refused(
              place, slices.getFirst().before().size(), failure.reason(), progress)
          .causedBy(failure);
    }
    events.skipped(place.changeSet(), StatementFailures.oneLine(failure.reason()));
    forget(segment);
    return false;
  }

  /// A tolerated change set that fails is as if it never began.
  private void forget(Segment segment) {
    Slice slice = segment.slices().getFirst();
    if (slice.from() > 0) {
      lease.fenced(
          "forget",
          (transaction, _) -> {
            transaction.write(new Write.DeleteCursor(slice.planned().changeSet().identity()));
            return true;
          });
    }
  }
}
