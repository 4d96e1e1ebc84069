package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.record.LifecycleEvent.AdoptionPlanned;
import java.util.List;

/// What an adoption writes: history rows of change sets that do not run, because the database
/// already has what they make.
///
/// @param plan the adoption as a plan in which every change set is only marked as run, so that a
///   gate can decide on it
/// @param changeSets the change sets that get a row, in order, as if they had run
/// @param event the decision, for the record
public record Adoption(Plan plan, List<PlannedChangeSet> changeSets, AdoptionPlanned event) {
  /// Copies the list.
  public Adoption {
    changeSets = List.copyOf(changeSets);
  }
}
