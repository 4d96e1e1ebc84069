package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run must record once the first statements of an intent took effect. It is computed from
/// the intent and the commit timestamps alone.
///
/// @param rows the history rows of the change sets that are finished
/// @param cursor the cursor of the change set that is now half-finished, if there is one
/// @param withoutCursor the change sets that are no longer half-finished
record BookkeepingUpdate(
    List<HistoryRow> rows, Optional<Cursor> cursor, List<ChangeSetId> withoutCursor) {

  /// @param committed for each statement that took effect, when it did; these are the first
  ///   statements
  static BookkeepingUpdate of(Intent intent, List<Instant> committed) {
    IntentContent content = IntentContent.of(intent);
    List<HistoryRow> rows = new ArrayList<>();
    List<ChangeSetId> finished = new ArrayList<>();
    Optional<Cursor> cursor = Optional.empty();
    int from = 0;
    for (IntentSlice slice : content.slices()) {
      int to = from + slice.statements().size();
      boolean whole = to <= committed.size();
      if (whole && slice.row() != null) {
        rows.add(HistoryRows.dated(slice.changeSet(), slice.row(), dateOf(to, committed, intent)));
        finished.add(slice.changeSet());
      } else if (whole || !slice.tolerated()) {
        cursor =
            cursor(
                intent,
                slice,
                content.statements().subList(from, Math.min(to, committed.size())),
                whole);
      } else {
        finished.add(slice.changeSet());
      }
      if (!whole) {
        break;
      }
      from = to;
    }
    return new BookkeepingUpdate(List.copyOf(rows), cursor, List.copyOf(finished));
  }

  /// The update if nothing took effect.
  static final BookkeepingUpdate NONE =
      new BookkeepingUpdate(List.of(), Optional.empty(), List.of());

  /// A change set without statements gets the date of the statement before it, or that of the
  /// intent.
  private static Instant dateOf(int statements, List<Instant> committed, Intent intent) {
    return statements == 0 ? intent.createdAt() : committed.get(statements - 1);
  }

  private static Optional<Cursor> cursor(
      Intent intent, IntentSlice slice, List<String> applied, boolean whole) {
    List<String> marks = new ArrayList<>(slice.before());
    if (slice.live() == null) {
      applied.forEach(statement -> marks.add(Cursor.mark(statement)));
    } else if (whole) {
      marks.add(Cursor.mark(slice.live()));
    }
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cursor(
                slice.changeSet(), Cursor.Direction.APPLY, intent.attempt().toString(), marks));
  }
}
