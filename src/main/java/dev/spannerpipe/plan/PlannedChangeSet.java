package dev.spannerpipe.plan;

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
    HALF_FINISHED
  }

  /// Returns what `DATABASECHANGELOG` says of it afterwards.
  public HistoryRow.ExecType execType() {
    return reason == Reason.NEW || reason == Reason.HALF_FINISHED
        ? HistoryRow.ExecType.EXECUTED
        : HistoryRow.ExecType.RERAN;
  }
}
