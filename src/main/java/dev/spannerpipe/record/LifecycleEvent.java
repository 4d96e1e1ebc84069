package dev.spannerpipe.record;

/// From the start of a run to its end: what every run has.
public sealed interface LifecycleEvent extends RunEvent {
  /// The process began.
  record RunStarted(String command, String version) implements LifecycleEvent {}

  /// The database answered.
  record Connected(String dialect, boolean emulator) implements LifecycleEvent {}

  /// An emulator's instance or database was missing and was created.
  record EmulatorPrepared(String what) implements LifecycleEvent {}

  /// The book-keeping tables were missing and were created.
  ///
  /// @param tables their names, separated by commas
  record TablesCreated(String tables) implements LifecycleEvent {}

  /// The plan was made.
  ///
  /// @param sha256 the plan's digest
  /// @param pending how many change sets are pending
  /// @param applied how many change sets of the changelog are applied
  /// @param segments how many schema operations and runs of data changes there are
  /// @param statements how many will be committed if every precondition holds
  record Planned(
      String sha256,
      long pending,
      long applied,
      long segments,
      long schemaOperations,
      long statements)
      implements LifecycleEvent {}

  /// Something a person should know.
  record Warning(String message) implements LifecycleEvent {}

  /// The process is about to end.
  ///
  /// @param message the last line
  record RunEnded(long exitCode, String message) implements LifecycleEvent {}
}
