package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import java.util.List;
import java.util.Optional;

/// What became of one pending change set in the emulator.
///
/// @param statements its schema changes, in the order of their execution, without those that
///   Spanner would reject
/// @param rejected the statements that the emulator rejected; the others were executed
/// @param partial the statements that the emulator executed only in part, or not at all
/// @param outcome the outcome of its precondition; empty if it has none, or if the outcome depends
///   on rows that are not known. Then it is replayed as if it runs
/// @param outcomeUnknown whether the outcome of its precondition depends on rows that are not known
public record ReplayedChangeSet(
    PlannedChangeSet planned,
    List<ReplayedStatement> statements,
    List<RejectedStatement> rejected,
    List<PartialStatement> partial,
    Optional<Precondition.Outcome> outcome,
    boolean outcomeUnknown) {
  public ReplayedChangeSet {
    statements = List.copyOf(statements);
    rejected = List.copyOf(rejected);
    partial = List.copyOf(partial);
  }
}
