package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The changes of history and cursors that a run must write after the first statements of an intent
/// took effect. An intent is the row that announces statements before the run sends them. A cursor
/// stores how far a half-finished change set got. The update is computed only from the intent and
/// from the commit timestamps, never from the changelog.
///
/// @param rows the history rows of the change sets that are now finished
/// @param cursor the cursor of the change set that is now half-finished; empty if there is none
/// @param cursorsToDelete the change sets that are no longer half-finished
record BookkeepingUpdate(
    List<HistoryRow> rows, Optional<Cursor> cursor, List<ChangeSetId> cursorsToDelete) {

  /// @param committed the commit timestamps of the statements that took effect, which are the first
  ///   statements of the intent
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

  /// An update that changes nothing.
  static final BookkeepingUpdate NONE =
      new BookkeepingUpdate(List.of(), Optional.empty(), List.of());

  /// Returns the date of the history row of a change set that ends after this number of statements.
  /// It is the date of the last of these statements, even if that statement belongs to an earlier
  /// change set. Before the first statement, it is the date of the intent.
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
