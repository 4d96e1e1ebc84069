package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Segments;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.StatementKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Executes those segments (parts) of a plan that need neither a schema operation nor a partitioned
/// update: data changes, queries, and change sets without statements. One transaction executes the
/// data changes of a segment, and also writes the segment's history rows and its cursor (how far a
/// half-finished change set got). A segment that is too large for one transaction is divided.
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

  /// The work of one transaction.
  ///
  /// @param statements the data changes; empty if only the cursor or the history changes
  /// @param content what the intent stores about this work; the intent is the row by which a run
  ///   can later see that the transaction was committed
  /// @param marks the lines of the cursor after the transaction; empty if the transaction finishes
  ///   its last change set
  private record Chunk(
      Segment segment, List<String> statements, IntentContent content, List<String> marks) {
    Slice first() {
      return segment.slices().getFirst();
    }

    /// Returns whether this chunk has several statements and is only a part of the consecutive data
    /// changes of its change set.
    boolean isPart() {
      List<Step> steps = first().planned().steps();
      boolean before = first().from() > 0 && isData(steps.get(first().from() - 1));
      boolean after = first().to() < steps.size() && isData(steps.get(first().to()));
      return statements.size() > 1 && (before || after);
    }

    private static boolean isData(Step step) {
      return step.kind() == StatementKind.DML;
    }

    List<LocatedStatement> places() {
      return content.places(segment.kind() == Segment.Kind.QUERY ? "QUERY" : "DML");
    }

    int countBefore() {
      return content.slices().getFirst().countBefore();
    }
  }

  /// Executes a segment. Returns true if the segment succeeded, and false if it failed and the
  /// failure is tolerated (`failOnError: false`). Throws any other failure.
  boolean run(Segment segment) {
    Chunk chunk =
        chunk(
            segment,
            segment.kind() == Segment.Kind.DATA
                ? segment.steps().stream().map(Step::text).toList()
                : List.of());
    // If the previous chunk was too large for one transaction, its rejection may have taken long.
    lease.renewIfDue();
    try {
      commit(chunk);
      return true;
    } catch (DatabaseException failure) {
      return failed(chunk, failure);
    }
  }

  /// Executes a query and ignores its result. The query may be a check that fails on purpose, with
  /// `ERROR()`. Returns and throws as [#run] does.
  boolean query(Segment segment, LiveDatabase database) {
    try {
      database.query(segment.steps().getFirst().text());
      return true;
    } catch (DatabaseException failure) {
      Chunk chunk = chunk(segment, List.of());
      // A query changes nothing, so an error with unclear effect counts as a rejection.
      return failure.kind() == DatabaseException.Kind.UNCLEAR
          ? refused(chunk, failure)
          : failed(chunk, failure);
    }
  }

  private Chunk chunk(Segment segment, List<String> statements) {
    IntentContent content = content(segment, progress.intentSlices(segment.slices()));
    Slice last = segment.slices().getLast();
    List<String> marks =
        last.completes() ? List.of() : progress.marks(last.planned().changeSet(), last.to());
    return new Chunk(segment, statements, content, marks);
  }

  /// The result of one commit.
  ///
  /// @param at the database's time in the transaction
  /// @param rows how many rows each statement changed; empty if the response to the commit was lost
  /// @param history the history rows that the transaction wrote
  private record Committed(Instant at, List<Long> rows, List<HistoryRow> history) {}

  private void commit(Chunk chunk) {
    AttemptId attempt = lease.nextAttempt();
    Committed committed = committed(chunk, attempt);
    List<LocatedStatement> places = chunk.places();
    if (chunk.isPart()) {
      events.chunkCommitted(places, committed.at(), committed.rows());
    }
    for (int i = 0; i < places.size(); i++) {
      long rows = i < committed.rows().size() ? committed.rows().get(i) : -1;
      events.statementCommitted(places.get(i), committed.at(), null, rows);
    }
    committed.history().forEach(events::recorded);
    progress.recorded(committed.history());
  }

  /// Commits the chunk. After an internal error of Spanner, repeats the transaction with smaller
  /// groups of statements, to find the statement that causes the error.
  private Committed committed(Chunk chunk, AttemptId attempt) {
    UpdateBisection bisection = new UpdateBisection(chunk.statements().size());
    boolean warned = false;
    while (true) {
      try {
        return committed(chunk, attempt, bisection);
      } catch (UnclearUpdate failure) {
        bisection.narrow(failure);
        if (!warned && chunk.statements().size() > 1) {
          events.warn(bisecting(chunk, failure));
          warned = true;
        }
        lease.renewIfDue();
      }
    }
  }

  private Committed committed(Chunk chunk, AttemptId attempt, UpdateBisection bisection) {
    IntentContent content = chunk.content();
    // If the response to a commit was lost, the intent with this attempt id proves the commit. In
    // this case, only the numbers of changed rows are unknown.
    return lease.fencedData(
        "data",
        attempt,
        done -> new Committed(done.createdAt(), List.of(), history(content, done.createdAt())),
        (transaction, state) -> {
          List<Long> rows =
              chunk.statements().isEmpty()
                  ? List.of()
                  : bisection.send(transaction, chunk.statements());
          Committed written = write(transaction, state.databaseTime(), attempt, chunk, rows);
          bisection.commitFollows();
          return written;
        });
  }

  private static String bisecting(Chunk chunk, DatabaseException failure) {
    return "Change set %s: no clear answer from Spanner, %s; the transaction was rolled back; bisecting its %d data changes to find the failing one"
        .formatted(
            chunk.first().planned().changeSet().identity(),
            StatementFailures.oneLine(failure.reason()),
            chunk.statements().size());
  }

  /// Returns what the intent stores: for each statement its mark (see [Cursor#mark]), which
  /// shortens a long text. The full texts are in the changelog.
  private static IntentContent content(Segment segment, List<IntentSlice> slices) {
    return new IntentContent(segment.steps().stream().map(Cursor::mark).toList(), slices);
  }

  private Committed write(
      Transaction transaction, Instant now, AttemptId attempt, Chunk chunk, List<Long> rows) {
    List<HistoryRow> history = history(chunk.content(), now);
    history.forEach(row -> transaction.write(new Write.PutHistory(row)));
    for (Slice slice : chunk.segment().slices()) {
      transaction.write(
          slice.completes()
              ? new Write.DeleteCursor(slice.planned().changeSet().identity())
              : new Write.PutCursor(cursor(slice, chunk.marks(), attempt), runId));
    }
    JsonObject remembered = chunk.content().toJson();
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
      JsonObject draft = slice.row();
      if (draft != null) {
        rows.add(HistoryRows.dated(slice.changeSet(), draft, now));
      }
    }
    return rows;
  }

  private static Cursor cursor(Slice slice, List<String> marks, AttemptId attempt) {
    return new Cursor(
        slice.planned().changeSet().identity(), Cursor.Direction.APPLY, attempt.toString(), marks);
  }

  private boolean failed(Chunk chunk, DatabaseException failure) {
    if (failure instanceof UnclearUpdate unclear) {
      LocatedStatement place = chunk.content().places("DML").get(unclear.from());
      return failed(
          chunk,
          place,
          failure,
          StatementFailures.unclearUpdate(place, chunk.countBefore(), failure, progress));
    }
    if (failure.kind() == DatabaseException.Kind.UNCLEAR && failure.statement().isPresent()) {
      // Spanner had an internal error at one statement, so the transaction was never committed.
      return refused(chunk, failure);
    }
    return switch (failure.kind()) {
      case TOO_MANY_MUTATIONS -> tooManyMutations(chunk, failure);
      case REFUSED -> refused(chunk, failure);
      case TRANSIENT, UNCLEAR, DENIED, MISSING ->
          throw PortFailures.afterEffect(
              "commit change set " + chunk.first().planned().changeSet().identity(),
              failure,
              events.anyEffect());
    };
  }

  private boolean tooManyMutations(Chunk chunk, DatabaseException failure) {
    if (chunk.statements().size() > 1 && !chunk.segment().isOneTransaction()) {
      return Segments.halves(chunk.segment()).stream().allMatch(this::run);
    }
    LocatedStatement place = chunk.content().places("DML").getFirst();
    events.statementFailed(place, failure.reason());
    int statements = chunk.statements().size();
    throw statements > 1
        ? StatementFailures.tooManyMutations(
            place, statements, chunk.countBefore(), failure.reason(), progress)
        : StatementFailures.tooManyMutations(
            place, chunk.countBefore(), failure.reason(), progress);
  }

  private boolean refused(Chunk chunk, DatabaseException failure) {
    List<LocatedStatement> places = chunk.content().places("DML");
    LocatedStatement place = places.get(Math.min(failure.statement().orElse(0), places.size() - 1));
    return failed(
        chunk,
        place,
        failure,
        StatementFailures.refused(place, chunk.countBefore(), failure.reason(), progress));
  }

  private boolean failed(
      Chunk chunk, LocatedStatement place, DatabaseException failure, MigrationFailure thrown) {
    events.statementFailed(place, failure.reason());
    if (!chunk.content().slices().getFirst().tolerated()) {
      throw thrown.causedBy(failure);
    }
    events.skipped(place.changeSet(), StatementFailures.oneLine(failure.reason()));
    forget(chunk.segment());
    return false;
  }

  /// Deletes the cursor, because a change set whose failure is tolerated counts as never begun.
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
