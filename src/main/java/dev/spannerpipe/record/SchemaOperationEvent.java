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
  /// @param committed how many statements are done
  /// @param progressPercent the progress of the next statement; -1 if the service does not report
  ///   it
  record BatchProgress(
      String operationId, long committed, long statements, long progressPercent, boolean throttled)
      implements SchemaOperationEvent {}

  /// The server rejected the operation as a whole.
  record BatchRefused(String operationId, long statements, String reason)
      implements SchemaOperationEvent {}

  /// Spanner neither accepted nor rejected the operation.
  record BatchUnclear(String operationId, long statements, String reason)
      implements SchemaOperationEvent {}

  /// The answer to a submission was unclear, and the operation's id was fenced before it began.
  ///
  /// @param next what happens to the statements: [#AGAIN] or `bisect`
  record BatchFenced(String operationId, long statements, String next)
      implements SchemaOperationEvent {
    /// The statements are sent once more.
    public static final String AGAIN = "again";
  }
}
