package dev.spannerpipe.record;

/// Events about a schema operation, which is a batch of schema statements.
public sealed interface SchemaOperationEvent extends RunEvent {
  /// Returns the id of the operation.
  String operationId();

  /// Returns how many statements the operation has.
  long statements();

  /// The operation was submitted, or the run attached to an existing one.
  ///
  /// @param attached whether the operation already existed
  record BatchSubmitted(String operationId, long statements, boolean attached)
      implements SchemaOperationEvent {}

  /// The operation is still running.
  ///
  /// @param committed the number of statements that are done
  /// @param progressPercent the progress of the statement after these, in percent; -1 if Spanner
  ///   does not report the progress
  record BatchProgress(
      String operationId, long committed, long statements, long progressPercent, boolean throttled)
      implements SchemaOperationEvent {}

  /// Spanner rejected the operation as a whole.
  record BatchRefused(String operationId, long statements, String reason)
      implements SchemaOperationEvent {}

  /// Spanner's response does not show whether Spanner accepted or rejected the operation.
  record BatchUnclear(String operationId, long statements, String reason)
      implements SchemaOperationEvent {}

  /// After an unclear response, the run fenced the operation's id: a late request with this id can
  /// no longer take effect. Fencing also showed that the operation had not begun.
  ///
  /// @param next what happens to the statements: [#AGAIN], or `bisect` if they are sent in halves
  record BatchFenced(String operationId, long statements, String next)
      implements SchemaOperationEvent {
    /// The statements are sent once more.
    public static final String AGAIN = "again";
  }
}
