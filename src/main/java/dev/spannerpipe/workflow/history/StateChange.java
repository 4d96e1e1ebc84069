package dev.spannerpipe.workflow.history;

import org.jspecify.annotations.Nullable;

/// What an event of the history means for the states.
///
/// @param visit the state to which the event belongs; null if it belongs to none, or if the state
///   cannot be determined
public record StateChange(Kind kind, @Nullable StateVisit visit, HistoryEvent event) {
  /// What happened.
  public enum Kind {
    /// A state was entered.
    ENTERED,
    /// A state was left.
    EXITED,
    /// Work in a state failed. The work may be retried, or the error may be caught.
    WORK_FAILED,
    /// A nested execution was started.
    CHILD_STARTED,
    /// A Distributed Map began, or was redriven.
    MAP_RUN,
    /// The whole execution was redriven.
    REDRIVEN,
    /// The whole execution ended.
    ENDED,
    /// Nothing to report.
    OTHER
  }
}
