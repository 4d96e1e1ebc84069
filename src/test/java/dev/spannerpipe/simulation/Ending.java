package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.ChainCheck;
import dev.spannerpipe.record.Verification;
import dev.spannerpipe.simulation.Story.Item;
import dev.spannerpipe.simulation.Story.Variant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What must be so whenever a run says that it is done, and when everything is over.
record Ending(World world, Story story, Set<Mishap> mishaps) {
  /// Returns that everything is in the history that has to be, or throws.
  boolean complete(List<Variant> changelog) {
    return complete(changelog, _ -> false);
  }

  /// As the other, but for change sets whose failure is tolerated and may have been met.
  ///
  /// @param mayFail says whether a statement may have failed for no reason of its own
  boolean complete(List<Variant> changelog, Predicate<String> mayFail) {
    for (Variant variant : changelog) {
      ChangeSet changeSet = variant.changeSet();
      if (story.item(changeSet.identity()).fate() != Item.Fate.SKIPPED
          && !world.spanner.rows().history.containsKey(changeSet.identity())
          && (changeSet.failOnError() || variant.allEffects().stream().noneMatch(mayFail))) {
        throw new Violation("done, but " + changeSet.identity() + " is not in the history");
      }
    }
    return true;
  }

  /// Throws where anything is left, or is not as the history says.
  void look() {
    ModelRows rows = world.spanner.rows();
    Violation.unless(rows.open().isEmpty(), "intent %s is still open", rows.open());
    Violation.unless(rows.cursors.isEmpty(), "a cursor is left: %s", rows.cursors.values());
    Violation.unless(rows.lock.equals(LiquibaseLock.FREE), "%s is left", rows.lock);
    String expected = undisturbedState();
    Violation.unless(
        world.spanner.tables().text().equals(expected),
        "the database holds%n%sinstead of%n%s",
        world.spanner.tables().text(),
        expected);
    if (!mishaps.contains(Mishap.LOST_TABLES)) {
      world.witness().end();
      Verification verification = ChainCheck.check(rows, null);
      Violation.unless(verification.holds(), "the record: %s", verification.findings());
    }
  }

  /// Executes what the history says, in the changelog's order, as if nothing had ever gone wrong.
  private String undisturbedState() {
    ToyTables tables = new ToyTables();
    for (Item item : story.items()) {
      HistoryRow row = world.spanner.rows().history.get(item.id());
      if (row != null && row.execType() != HistoryRow.ExecType.MARK_RAN) {
        Variant variant = item.withChecksum(String.valueOf(row.checksum())).orElseThrow();
        for (int i = 0; i < world.witness().recorded(item.id()); i++) {
          variant.allEffects().forEach(sql -> tables.execute(ToyStatement.parse(sql)));
        }
      }
      world.witness().unrecorded(item.id()).forEach(sql -> tables.execute(ToyStatement.parse(sql)));
    }
    return tables.text();
  }
}
