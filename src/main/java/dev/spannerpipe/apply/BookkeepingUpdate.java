package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run must change in the history (`DATABASECHANGELOG`) and in the cursors after the
/// statements of an intent took effect, all of them or only the first ones. An intent is the row
/// that announces statements before the run sends them. A cursor stores how far a half-finished
/// change set got. The update is computed only from the intent and from the commit timestamps,
/// never from the changelog.
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

  /// Returns the date for the history row of a change set. It is the commit timestamp of the last
  /// statement up to the end of the change set, even if that statement belongs to an earlier change
  /// set. If there is no such statement, it is the time at which the intent was stored.
  ///
  /// @param statements how many statements the intent has up to the end of the change set
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
