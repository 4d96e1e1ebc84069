package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Change sets that are replayed as one, because the schemas between them are not needed.
///
/// @param end how many change sets of the changelog have been replayed after it
/// @param whole a change set with the statements of all of them
record Portion(int end, PlannedChangeSet whole) {
  /// The largest number of statements. An emulator needs more memory for fewer and larger portions,
  /// and for more and smaller ones.
  private static final int STATEMENTS = 25;

  /// Returns the portions of a changelog.
  ///
  /// @param edges the numbers of change sets after which a portion must end
  static List<Portion> of(List<PlannedChangeSet> changeSets, Set<Integer> edges) {
    List<Portion> portions = new ArrayList<>();
    List<PlannedChangeSet> together = new ArrayList<>();
    int statements = 0;
    for (int i = 0; i < changeSets.size(); i++) {
      PlannedChangeSet next = changeSets.get(i);
      int more = next.rest().size();
      boolean fits = isPlain(next) && statements + more <= STATEMENTS;
      if (!together.isEmpty() && (!fits || edges.contains(i) || !isPlain(together.getLast()))) {
        portions.add(new Portion(i, joined(together)));
        together.clear();
        statements = 0;
      }
      together.add(next);
      statements += more;
    }
    if (!together.isEmpty()) {
      portions.add(new Portion(changeSets.size(), joined(together)));
    }
    return portions;
  }

  /// Returns a portion for each change set.
  static List<Portion> oneByOne(List<PlannedChangeSet> changeSets) {
    List<Portion> portions = new ArrayList<>();
    changeSets.forEach(planned -> portions.add(new Portion(portions.size() + 1, planned)));
    return portions;
  }

  /// Returns whether a change set does what its statements say, whatever was there before.
  static boolean isPlain(PlannedChangeSet planned) {
    return !planned.queriesDatabaseFirst()
        && planned.rest().stream()
            .allMatch(step -> step instanceof Step.Sql && step.protoDescriptors().isEmpty());
  }

  private static PlannedChangeSet joined(List<PlannedChangeSet> together) {
    return together.size() == 1
        ? together.getFirst()
        : new PlannedChangeSet(
            together
                .getFirst()
                .changeSet()
                .withSteps(together.stream().flatMap(each -> each.rest().stream()).toList()),
            PlannedChangeSet.Reason.NEW,
            0);
  }
}
