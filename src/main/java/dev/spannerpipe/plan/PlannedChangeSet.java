package dev.spannerpipe.plan;

import java.util.List;

/// A change set that will run, and why.
///
/// @param firstStep the first step that is still to be executed; more than 0 if an earlier run
///   stopped in the middle
public record PlannedChangeSet(ChangeSet changeSet, Reason reason, int firstStep) {
  /// Why it runs.
  public enum Reason {
    /// It never ran here.
    NEW,
    /// It is marked to run each time.
    RUN_ALWAYS,
    /// It has changed since it ran, and is marked to run again in that case.
    CHANGED,
    /// An earlier run stopped in the middle of it.
    HALF_FINISHED,
    /// A precondition requires that it is written to the history without running.
    MARK_RAN
  }

  /// Returns the value for the history row.
  public HistoryRow.ExecType execType() {
    return switch (reason) {
      case NEW, HALF_FINISHED -> HistoryRow.ExecType.EXECUTED;
      case RUN_ALWAYS, CHANGED -> HistoryRow.ExecType.RERAN;
      case MARK_RAN -> HistoryRow.ExecType.MARK_RAN;
    };
  }

  /// Returns its steps; empty if it is only marked as run.
  public List<Step> steps() {
    return reason == Reason.MARK_RAN ? List.of() : changeSet.steps();
  }

  /// Returns the steps that are still to be executed.
  public List<Step> rest() {
    return steps().subList(firstStep, steps().size());
  }

  /// Returns the steps that an earlier run executed.
  public List<Step> done() {
    return steps().subList(0, firstStep);
  }

  /// Returns whether its precondition must query the database before it runs. Once it has begun,
  /// the precondition is not evaluated again.
  public boolean queriesDatabaseFirst() {
    return firstStep == 0
        && reason != Reason.MARK_RAN
        && changeSet.precondition().filter(Precondition::needsDatabase).isPresent();
  }

  /// Returns the same with another first step.
  public PlannedChangeSet from(int step) {
    return new PlannedChangeSet(changeSet, reason, step);
  }

  /// Returns the same as a change set that is only marked as run.
  public PlannedChangeSet marked() {
    return new PlannedChangeSet(changeSet, Reason.MARK_RAN, 0);
  }
}
