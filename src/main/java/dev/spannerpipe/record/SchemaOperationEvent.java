package dev.spannerpipe.record;

/// How a schema operation, a batch of schema statements, fares.
public sealed interface SchemaOperationEvent extends RunEvent {
  /// Returns the operation's id.
  String operationId();

  /// Returns how many statements it has.
  long statements();

  /// It was sent, or found.
  ///
  /// @param attached whether it was there already
  record BatchSubmitted(String operationId, long statements, boolean attached)
      implements SchemaOperationEvent {}

  /// It is still running.
  ///
  /// @param committed how many statements are done
  /// @param progressPercent of the next statement; -1 where the service does not report it
  record BatchProgress(
      String operationId, long committed, long statements, long progressPercent, boolean throttled)
      implements SchemaOperationEvent {}

  /// The server rejected it as a whole.
  record BatchRefused(String operationId, long statements, String reason)
      implements SchemaOperationEvent {}

  /// Spanner neither accepted nor rejected it.
  record BatchUnclear(String operationId, long statements, String reason)
      implements SchemaOperationEvent {}

  /// The id of an operation without a clear answer was fenced before it began.
  ///
  /// @param next what happens to the statements: [#AGAIN] or `bisect`
  record BatchFenced(String operationId, long statements, String next)
      implements SchemaOperationEvent {
    /// They are sent once more.
    public static final String AGAIN = "again";
  }
}
