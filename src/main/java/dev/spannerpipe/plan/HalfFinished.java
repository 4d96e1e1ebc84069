package dev.spannerpipe.plan;

import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Continues a half-finished change set where it stopped, or throws a failure that explains why
/// that is not possible.
final class HalfFinished {
  private HalfFinished() {}

  static List<PlannedChangeSet> resume(List<PlannedChangeSet> candidates, Optional<Cursor> cursor) {
    if (cursor.isEmpty()) {
      return candidates;
    }
    List<PlannedChangeSet> resumed = new ArrayList<>(candidates);
    PlannedChangeSet half =
        candidates.stream()
            .filter(each -> each.changeSet().identity().equals(cursor.get().changeSet()))
            .findFirst()
            .orElseThrow(() -> vanished(cursor.get()));
    // The half-finished change set runs first, even if a late merge put other change sets before
    // it. Otherwise two change sets could be half-finished.
    resumed.remove(half);
    resumed.addFirst(resumed(half, cursor.get()));
    return resumed;
  }

  private static PlannedChangeSet resumed(PlannedChangeSet candidate, Cursor cursor) {
    List<Step> steps = candidate.changeSet().steps();
    Optional<Marks.Difference> difference = Marks.firstDifference(cursor.applied(), steps);
    if (difference.isPresent()) {
      throw edited(candidate.changeSet(), cursor, difference.get());
    }
    // A change set that was interrupted while it ran again keeps the reason for running again.
    PlannedChangeSet.Reason reason =
        candidate.reason() == PlannedChangeSet.Reason.NEW
            ? PlannedChangeSet.Reason.HALF_FINISHED
            : candidate.reason();
    return new PlannedChangeSet(candidate.changeSet(), reason, cursor.count());
  }

  private static MigrationFailure edited(
      ChangeSet changeSet, Cursor cursor, Marks.Difference difference) {
    return new MigrationFailure(
        "Could not continue the half-finished change set %s (%s): %s"
            .formatted(changeSet.identity(), changeSet.location(), words(difference)),
        "Restore the applied statement and run again; or record the state of the database with COMMAND=resolve, RESOLVE_INTENT=%s and RESOLVE_AS=applied, applied:<number of the first statements that are applied> or not-applied"
            .formatted(cursor.attempt()));
  }

  private static String words(Marks.Difference difference) {
    return difference.to() - difference.from() == 1
        ? "statement %d was applied as `%s`, but the changelog now has `%s`"
            .formatted(
                difference.to(),
                SqlText.shortened(difference.then(), 300),
                SqlText.shortened(difference.now(), 300))
        : "the changelog no longer has statements %d to %d as they were applied"
            .formatted(difference.from() + 1, difference.to());
  }

  private static MigrationFailure vanished(Cursor cursor) {
    return new MigrationFailure(
        "Could not plan: change set %s is half-finished (%s applied, the last one `%s`), but it is not pending in this changelog"
            .formatted(
                cursor.changeSet(),
                cursor.count() == 1 ? "1 statement" : cursor.count() + " statements",
                cursor.applied().isEmpty()
                    ? ""
                    : SqlText.shortened(cursor.applied().getLast(), 300)),
        "Put the change set back into the changelog and run again; or discard its half-finished state with COMMAND=resolve, RESOLVE_INTENT=%s and RESOLVE_AS=not-applied"
            .formatted(cursor.attempt()));
  }
}
