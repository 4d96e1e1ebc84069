package dev.spannerpipe.preview;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.schema.effect.Effect;
import java.util.List;
import java.util.Optional;

/// What one pending change set will do.
///
/// @param effects the changes of the schema, sorted by the objects that change
/// @param dataChanges how many of its statements change data
/// @param rejected the statements that the emulator rejected
/// @param partial the statements that the emulator executed only in part, or not at all
/// @param precondition the outcome of its precondition in the replay; empty if it has none that
///   asks the database, or if the outcome is not known
/// @param preconditionUnknown whether the outcome of its precondition depends on rows that the
///   preview cannot read; then the change set is shown as if it runs
/// @param rowsLost whether the rows of earlier change sets were lost, because the emulator was
///   restarted
public record PreviewedChangeSet(
    PlannedChangeSet planned,
    List<Effect> effects,
    int dataChanges,
    List<RejectedStatement> rejected,
    List<PartialStatement> partial,
    Optional<Precondition.Outcome> precondition,
    boolean preconditionUnknown,
    boolean rowsLost) {
  /// Copies the lists.
  public PreviewedChangeSet {
    effects = List.copyOf(effects);
    rejected = List.copyOf(rejected);
    partial = List.copyOf(partial);
  }
}
