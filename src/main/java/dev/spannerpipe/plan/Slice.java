package dev.spannerpipe.plan;

import java.util.List;

/// Consecutive steps of one change set. For a change set without steps, the slice is empty.
///
/// @param from the index of the first step
/// @param to the index after the last step
public record Slice(PlannedChangeSet planned, int from, int to) {
  /// Returns whether this slice finishes the change set.
  public boolean completes() {
    return to == planned.steps().size();
  }

  /// Returns the steps of this slice.
  public List<Step> steps() {
    return planned.steps().subList(from, to);
  }
}
