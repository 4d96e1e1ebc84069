package dev.spannerpipe.record;

import java.util.List;

/// Events that any run may have, from its start to its end.
public sealed interface LifecycleEvent extends RunEvent {
  /// The process started.
  record RunStarted(String command, String version) implements LifecycleEvent {}

  /// The run is a task of a Cloud Run job.
  ///
  /// @param execution the name of the job's execution
  /// @param attempt how often Cloud Run has retried the task: 0 in the first attempt
  record CloudRunTaskStarted(String job, String execution, long attempt)
      implements LifecycleEvent {}

  /// The parameters file set a variable.
  ///
  /// @param variable the name of the variable
  /// @param value the value; of the changelog parameters, only their names, separated by commas
  /// @param origin where in the file the value is, such as `output spanner_database`
  /// @param file the path of the file, as `PARAMETERS_FILE` gives it
  /// @param sha256 the SHA-256 of the file
  record ParameterRead(String variable, String value, String origin, String file, String sha256)
      implements LifecycleEvent {}

  /// The database responded to the first request.
  record Connected(String dialect, boolean emulator) implements LifecycleEvent {}

  /// The instance or database was missing on an emulator and was created.
  record EmulatorPrepared(String what) implements LifecycleEvent {}

  /// Missing book-keeping tables were created. In these tables, the pipe keeps its own state.
  ///
  /// @param tables the names of the tables, separated by commas
  record TablesCreated(String tables) implements LifecycleEvent {}

  /// The plan was made.
  ///
  /// @param sha256 the digest of the plan
  /// @param pending the number of pending change sets
  /// @param applied the number of change sets in the changelog that are already applied
  /// @param segments the number of parts of the plan that are each executed as a unit
  /// @param statements the number of statements that will be committed if every precondition holds
  record Planned(
      String sha256,
      long pending,
      long applied,
      long segments,
      long schemaOperations,
      long statements)
      implements LifecycleEvent {}

  /// It was decided which change sets are adopted: which get a row in `DATABASECHANGELOG` without
  /// running, because the database already has what they make.
  ///
  /// @param sha256 the digest of the decision
  /// @param from what built the database, as in `ADOPT_FROM`
  /// @param changeSets the number of change sets that are adopted
  /// @param pending the number of change sets that stay pending
  /// @param lastChangeSet the last change set that is adopted
  /// @param notReplayed the objects of which only the texts were compared
  /// @param unchecked the differences between these texts, which `ADOPT_UNCHECKED` accepted
  record AdoptionPlanned(
      String sha256,
      String from,
      long changeSets,
      long pending,
      String lastChangeSet,
      List<String> notReplayed,
      List<String> unchecked)
      implements LifecycleEvent {
    public AdoptionPlanned {
      notReplayed = List.copyOf(notReplayed);
      unchecked = List.copyOf(unchecked);
    }
  }

  /// A warning for people.
  record Warning(String message) implements LifecycleEvent {}

  /// The run is about to end.
  ///
  /// @param message the last line of the log
  record RunEnded(long exitCode, String message) implements LifecycleEvent {}
}
