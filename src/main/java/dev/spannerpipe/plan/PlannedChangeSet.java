package dev.spannerpipe.plan;

import java.util.List;

/// A change set that will run or will only be marked as run, with the reason.
///
/// @param firstStep the index of the first step that is still to be executed, from 0; more than 0
///   if the steps before it have already been executed
public record PlannedChangeSet(ChangeSet changeSet, Reason reason, int firstStep) {
  /// Why the change set runs, or is only marked as run.
  public enum Reason {
    /// The change set never ran in this database.
    NEW,
    /// The change set has `runAlways`.
    RUN_ALWAYS,
    /// The change set has `runOnChange` and was edited after it ran.
    CHANGED,
    /// An earlier run stopped in the middle of the first execution of the change set.
    HALF_FINISHED,
    /// A precondition does not hold, so the change set is recorded in the history without running.
    MARK_RAN
  }

  /// Returns the value for `EXECTYPE` in the history row.
  public HistoryRow.ExecType execType() {
    return switch (reason) {
      case NEW, HALF_FINISHED -> HistoryRow.ExecType.EXECUTED;
      case RUN_ALWAYS, CHANGED -> HistoryRow.ExecType.RERAN;
      case MARK_RAN -> HistoryRow.ExecType.MARK_RAN;
    };
  }

  /// Returns the steps of the change set; empty if the change set is only marked as run.
  public List<Step> steps() {
    return reason == Reason.MARK_RAN ? List.of() : changeSet.steps();
  }

  /// Returns the steps that are still to be executed.
  public List<Step> rest() {
    return steps().subList(firstStep, steps().size());
  }

  /// Returns the steps that have already been executed.
  public List<Step> done() {
    return steps().subList(0, firstStep);
  }

  /// Returns whether the change set has a precondition that must query the database before the
  /// change set runs. If steps have already been executed, the precondition is not evaluated again.
  public boolean queriesDatabaseFirst() {
    return firstStep == 0
        && reason != Reason.MARK_RAN
        && changeSet.precondition().filter(Precondition::needsDatabase).isPresent();
  }

  /// Returns this change set, beginning at another step.
  public PlannedChangeSet from(int step) {
    return new PlannedChangeSet(changeSet, reason, step);
  }

  /// Returns this change set as one that is only marked as run.
  public PlannedChangeSet marked() {
    return new PlannedChangeSet(changeSet, Reason.MARK_RAN, 0);
  }
}
