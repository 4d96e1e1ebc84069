package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.Step;
import java.util.List;

/// Makes an intent's memory of a slice.
final class Remembered {
  private Remembered() {}

  static IntentSlice slice(Slice slice, List<String> before, long order, String deploymentId) {
    ChangeSet changeSet = slice.planned().changeSet();
    List<Step> steps = slice.planned().steps();
    return new IntentSlice(
        changeSet.identity(),
        changeSet.location(),
        slice.steps().stream().map(Step::location).toList(),
        before,
        null,
        slice.completes() ? HistoryRows.draft(slice.planned(), order, deploymentId) : null,
        steps.size(),
        !changeSet.failOnError());
  }

  /// The same for a step whose statements were made from the live schema.
  static IntentSlice live(IntentSlice slice, Step.Live step, int statements) {
    return new IntentSlice(
        slice.changeSet(),
        slice.start(),
        java.util.Collections.nCopies(statements, step.location()),
        slice.before(),
        step.text(),
        slice.row(),
        slice.stepCount(),
        slice.tolerated());
  }
}
