package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A planned change set with the form in which its statements are given to the emulator.
///
/// @param statements the first statements of [PlannedChangeSet#rest()], or all of them
record HeldChangeSet(PlannedChangeSet planned, List<HeldStatement> statements) {
  HeldChangeSet {
    statements = List.copyOf(statements);
  }

  /// Divides the statements of a group among its change sets.
  static List<HeldChangeSet> divide(List<PlannedChangeSet> group, List<HeldStatement> all) {
    List<HeldChangeSet> divided = new ArrayList<>();
    int from = 0;
    for (PlannedChangeSet planned : group) {
      int to = from + planned.rest().size();
      divided.add(new HeldChangeSet(planned, all.subList(from, to)));
      from = to;
    }
    return divided;
  }

  int size() {
    return statements.size();
  }

  HeldChangeSet first(int count) {
    return new HeldChangeSet(planned, statements.subList(0, count));
  }

  /// Returns the result of the change set if the emulator has executed all of these statements.
  ReplayedChangeSet accepted() {
    return new ReplayedChangeSet(
        planned, replayed(), List.of(), partial(), Optional.empty(), false);
  }

  List<ReplayedStatement> replayed() {
    return statements.stream()
        .map(held -> new ReplayedStatement(held.original(), held.isLeftOut()))
        .toList();
  }

  /// Returns the statements that the emulator does not have in whole.
  List<PartialStatement> partial() {
    List<PartialStatement> partial = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      HeldStatement held = statements.get(i);
      if (!held.isWhole()) {
        Step step = planned.rest().get(i);
        partial.add(
            new PartialStatement(step.location(), step.text(), held.without(), held.isLeftOut()));
      }
    }
    return partial;
  }
}
