package dev.spannerpipe.plan;

import java.util.List;

/// A change set that is going to run, and why.
///
/// @param firstStep the first step that is still to be executed: 0, or more where an earlier run
///   got half way
public record PlannedChangeSet(ChangeSet changeSet, Reason reason, int firstStep) {
  /// Why it runs.
  public enum Reason {
    /// It never ran here.
    NEW,
    /// It asks to run each time.
    RUN_ALWAYS,
    /// It changed since it ran, and asks to run again then.
    CHANGED,
    /// An earlier run stopped in the middle of it.
    HALF_FINISHED,
    /// A precondition says that it is to be written into the history without running.
    MARK_RAN
  }

  /// Returns what `DATABASECHANGELOG` says of it afterwards.
  public HistoryRow.ExecType execType() {
    return switch (reason) {
      case NEW, HALF_FINISHED -> HistoryRow.ExecType.EXECUTED;
      case RUN_ALWAYS, CHANGED -> HistoryRow.ExecType.RERAN;
      case MARK_RAN -> HistoryRow.ExecType.MARK_RAN;
    };
  }

  /// Returns its steps; none where it is only to be marked.
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

  /// Returns whether the database must be asked before it runs. Once it is begun, nobody asks
  /// again.
  public boolean queriesDatabaseFirst() {
    return firstStep == 0
        && reason != Reason.MARK_RAN
        && changeSet.precondition().filter(Precondition::needsDatabase).isPresent();
  }

  /// Returns it with another first step.
  public PlannedChangeSet from(int step) {
    return new PlannedChangeSet(changeSet, reason, step);
  }

  /// Returns it as one that is only marked.
  public PlannedChangeSet marked() {
    return new PlannedChangeSet(changeSet, Reason.MARK_RAN, 0);
  }
}
