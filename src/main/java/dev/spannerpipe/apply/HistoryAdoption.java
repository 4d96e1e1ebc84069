package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Adoption;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.PlannedChangeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the history rows of an adoption, all in one transaction.
///
/// The transaction may be repeated after any error: the rows have keys, so a second commit writes
/// the same rows. A run that was killed after the commit left all rows, and one that was killed
/// before it left none. So the next run finds either nothing or everything done.
final class HistoryAdoption {
  private final LeaseKeeper lease;
  private final ApplyEvents events;
  private final Adoption adoption;

  HistoryAdoption(LeaseKeeper lease, ApplyEvents events, Adoption adoption) {
    this.lease = lease;
    this.events = events;
    this.adoption = adoption;
  }

  /// Throws [MigrationFailure] if an earlier run left work that only `apply` can finish, because
  /// the schema is not settled then.
  static void refuseUnfinished(BookkeepingState state) {
    Optional<String> left =
        state
            .open()
            .map(
                intent ->
                    "run %s left a change of the database open (intent %s)"
                        .formatted(intent.runId(), intent.attempt()))
            .or(
                () ->
                    state
                        .cursor()
                        .map(
                            cursor ->
                                "change set %s is half-finished".formatted(cursor.changeSet())));
    left.ifPresent(
        what -> {
          throw new MigrationFailure(
              "Could not adopt: " + what,
              "Run COMMAND=apply, which continues from there; nothing needs adoption");
        });
  }

  /// Returns whether the history is exactly what this adoption writes. Throws [MigrationFailure] if
  /// it has anything else.
  static boolean isDone(List<HistoryRow> history, List<ChangeSetId> adopted) {
    if (history.isEmpty()) {
      return false;
    }
    if (history.stream().map(HistoryRow::changeSet).toList().equals(adopted)) {
      return true;
    }
    throw notEmpty(history);
  }

  private static MigrationFailure notEmpty(List<HistoryRow> history) {
    return new MigrationFailure(
        "Could not adopt: DATABASECHANGELOG is not empty: it has %d %s, the last one of change set %s"
            .formatted(
                history.size(),
                history.size() == 1 ? "row" : "rows",
                history.getLast().changeSet()),
        "Run COMMAND=status: it shows what is pending, and apply continues after these rows; if"
            + " they are Liquibase's, ADOPT_FROM=liquibase confirms that");
  }

  /// Writes the rows. Returns them; empty if an earlier run has written them.
  ///
  /// @param view the state under the lease
  List<HistoryRow> adopt(DatabaseSnapshot view, String deploymentId) {
    if (isDone(view.history(), ids())) {
      return List.of();
    }
    events.adopting(adoption.event());
    List<HistoryRow> rows =
        lease.fenced(
            "adopt",
            (transaction, state) -> {
              List<HistoryRow> written = rows(state, deploymentId);
              written.forEach(row -> transaction.write(new Write.PutHistory(row)));
              return written;
            });
    rows.forEach(events::adopted);
    return rows;
  }

  private List<ChangeSetId> ids() {
    return adoption.changeSets().stream().map(each -> each.changeSet().identity()).toList();
  }

  private List<HistoryRow> rows(BookkeepingState state, String deploymentId) {
    List<HistoryRow> rows = new ArrayList<>();
    for (PlannedChangeSet planned : adoption.changeSets()) {
      rows.add(
          HistoryRows.dated(
              planned.changeSet().identity(),
              HistoryRows.draft(planned, rows.size() + 1L, deploymentId),
              state.databaseTime()));
    }
    return rows;
  }
}
