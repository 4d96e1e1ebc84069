package dev.spannerpipe.plan;

import java.util.List;

/// Some consecutive steps of one change set. An empty one stands for a change set that has no
/// steps.
///
/// @param from the first step
/// @param to the step after the last
public record Slice(PlannedChangeSet planned, int from, int to) {
  /// Returns whether the change set is finished with it.
  public boolean completes() {
    return to == planned.steps().size();
  }

  /// Returns the steps.
  public List<Step> steps() {
    return planned.steps().subList(from, to);
  }
}
