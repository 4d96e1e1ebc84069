package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A changelog as read for one dialect, one context and one label expression.
///
/// @param changeSets those that may run here, in order
/// @param others those that are in the files too but are left out by context, label, `dbms` or
///   `ignore`
/// @param precondition what must hold before anything of it runs
public record Changelog(
    List<ChangeSet> changeSets, Set<ChangeSetId> others, Optional<Precondition> precondition) {
  /// Copies the collections.
  public Changelog {
    changeSets = List.copyOf(changeSets);
    others = Set.copyOf(others);
  }
}
