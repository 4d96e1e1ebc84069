package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.PlannedChangeSet.Reason;

/// A change set of the changelog, as the replay left it.
///
/// @param planned the change set. It is marked as run if its precondition did not hold
/// @param recorded whether a history row stands for it; false if its precondition did not hold and
///   leaves it pending
public record AdoptedChangeSet(PlannedChangeSet planned, boolean recorded) {
  /// Returns whether its statements count as executed.
  public boolean isExecuted() {
    return recorded && planned.reason() != Reason.MARK_RAN;
  }
}
