package dev.spannerpipe.workflow.history;

import org.jspecify.annotations.Nullable;

/// What an event of an execution's history changed about the execution's states.
///
/// @param visit the state that the event belongs to; null if there is no such state, or if it
///   cannot be determined
public record StateChange(Kind kind, @Nullable StateVisit visit, HistoryEvent event) {
  /// What happened.
  public enum Kind {
    /// A state was entered.
    ENTERED,
    /// A state was exited.
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
    /// The event changed nothing that is reported.
    OTHER
  }
}
