package dev.spannerpipe.spanner;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.spanner.Branch.Part;
import dev.spannerpipe.spanner.Branch.Row;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Converts the rows of [BookKeepingQuery] to the values that the package `apply` uses.
final class BookKeepingRows {
  private final Map<Part, List<Row>> rows;

  BookKeepingRows(List<Row> rows) {
    this.rows =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    Row::part, () -> new EnumMap<>(Part.class), Collectors.toList()));
  }

  /// Returns the book-keeping state.
  ///
  /// @param own the intent that the reader requested
  /// @param open the open intent
  BookkeepingState state(Optional<Intent> own, Optional<Intent> open) {
    return new BookkeepingState(
        first(Part.TIME, row -> row.time(0)).orElseThrow(),
        first(Part.LEASE, BookKeepingRows::lease),
        first(Part.LOCK, HistoryTable::readLock).orElse(LiquibaseLock.FREE),
        own,
        open,
        first(Part.CURSOR, BookKeepingRows::cursor),
        first(Part.VERSION, row -> row.number(0)).orElse(0L));
  }

  /// Returns the lowest epoch in which an intent may be open; empty if none can be open.
  Optional<Long> lowestOpenEpoch() {
    Optional<Lease> lease = first(Part.LEASE, BookKeepingRows::lease);
    long lowest =
        Lease.lowestOpenEpoch(lease, first(Part.CLOSED_BEFORE, row -> row.number(0)).orElse(0L));
    // An intent never has a higher epoch than the lease.
    return lease.filter(row -> row.epoch() < lowest).isPresent()
        ? Optional.empty()
        : Optional.of(lowest);
  }

  List<HistoryRow> history() {
    return all(Part.HISTORY, HistoryTable::read).stream()
        .sorted(
            Comparator.comparingLong(HistoryRow::orderExecuted)
                .thenComparing(HistoryRow::dateExecuted))
        .toList();
  }

  private <T> List<T> all(Part part, Function<Row, T> read) {
    return rows.getOrDefault(part, List.of()).stream().map(read).toList();
  }

  private <T> Optional<T> first(Part part, Function<Row, T> read) {
    return rows.getOrDefault(part, List.of()).stream().map(read).findFirst();
  }

  private static Lease lease(Row row) {
    return new Lease(
        row.number(0),
        Optional.ofNullable(row.optionalText(0))
            .map(
                runId ->
                    new Lease.Holder(
                        runId,
                        row.optionalText(1),
                        row.optionalText(2),
                        row.number(1),
                        row.time(0))),
        row.time(1),
        new Lease.DatabaseIdentity(row.text(3), row.optionalTime(2)),
        row.number(2),
        row.text(4),
        Optional.ofNullable(row.optionalText(5))
            .map(planSha256 -> new Lease.Deployment(planSha256, row.text(6))));
  }

  static Intent.Summary summary(Row row) {
    return new Intent.Summary(
        new AttemptId(row.number(0), row.number(1)),
        Intent.State.valueOf(row.text(0)),
        row.time(0));
  }

  static Intent intent(Row row) {
    return new Intent(
        new AttemptId(row.number(0), row.number(1)),
        row.text(0),
        Intent.Kind.valueOf(row.text(1)),
        Intent.State.valueOf(row.text(2)),
        row.time(0),
        row.optionalTime(1),
        row.number(2),
        Json.parseObject(row.text(3)),
        row.optionalText(4));
  }

  static WorkflowIntent execution(Row row) {
    return new WorkflowIntent(
        row.text(0),
        Math.toIntExact(row.number(0)),
        row.text(1),
        row.text(2),
        row.text(3),
        row.time(0),
        Optional.ofNullable(row.optionalText(4))
            .map(token -> new WorkflowIntent.Redrive(token, Math.toIntExact(row.number(1)))));
  }

  private static Cursor cursor(Row row) {
    return new Cursor(
        new ChangeSetId(row.text(0), row.text(1), row.text(2)),
        Cursor.Direction.valueOf(row.text(3)),
        row.text(4),
        Json.parseObject(row.text(5)).texts("steps"));
  }

  static RunRow run(Row row) {
    return new RunRow(
        row.text(0),
        row.text(1),
        row.text(2),
        row.optionalText(3),
        row.optionalText(4),
        row.time(0),
        row.optionalTime(1),
        row.optionalNumber(0),
        row.optionalText(5),
        row.number(1),
        row.text(6),
        Optional.ofNullable(row.optionalText(9))
            .map(
                hash ->
                    new RunRow.Link(row.number(2), row.number(3), row.text(7), row.text(8), hash)));
  }
}
