package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What became of one pending change set in the emulator.
///
/// @param touched the objects whose definitions its statements change, each with its kind: `table
///   orders`, `index orders_by_date`
/// @param rejected the statements that the emulator rejected; the others were executed
/// @param partial the statements that the emulator executed only in part, or not at all
/// @param outcome the outcome of its precondition; empty if it has none, or if the outcome depends
///   on rows that are not known. Then it is replayed as if it runs
/// @param outcomeUnknown whether the outcome of its precondition depends on rows that are not known
public record ReplayedChangeSet(
    PlannedChangeSet planned,
    Set<String> touched,
    List<RejectedStatement> rejected,
    List<PartialStatement> partial,
    Optional<Precondition.Outcome> outcome,
    boolean outcomeUnknown) {
  public ReplayedChangeSet {
    touched = Set.copyOf(touched);
    rejected = List.copyOf(rejected);
    partial = List.copyOf(partial);
  }
}
