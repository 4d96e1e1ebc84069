package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.PlannedChangeSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Cuts pending change sets into groups that are executed together, in their order. No two change
/// sets of a group touch the same object.
///
/// @param size the largest number of change sets in a group
record ReplayGroups(TouchedObjects objects, int size) {
  List<List<PlannedChangeSet>> of(List<PlannedChangeSet> pending) {
    List<List<PlannedChangeSet>> groups = new ArrayList<>();
    List<PlannedChangeSet> group = new ArrayList<>();
    Set<String> touched = new HashSet<>();
    for (PlannedChangeSet next : pending) {
      Optional<Set<String>> objectsOfNext = objects.of(next);
      boolean fits =
          group.size() < size
              && objectsOfNext.isPresent()
              && objectsOfNext.get().stream().noneMatch(touched::contains);
      if (!fits && !group.isEmpty()) {
        groups.add(List.copyOf(group));
        group.clear();
        touched.clear();
      }
      group.add(next);
      touched.addAll(objectsOfNext.orElse(Set.of()));
      if (objectsOfNext.isEmpty()) {
        groups.add(List.copyOf(group));
        group.clear();
        touched.clear();
      }
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }
}
