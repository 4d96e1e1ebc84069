package dev.spannerpipe.plan;

/// What must hold before a change set or the whole changelog runs. `changelog` implements it.
public interface Precondition {
  /// Returns whether the precondition queries the database. If not, `check` does not use its
  /// argument.
  boolean needsDatabase();

  /// Returns the condition in canonical form, for the plan digest.
  String text();

  /// Evaluates the precondition. An evaluation that fails also has an outcome (Liquibase's
  /// `onError`).
  Outcome check(LiveDatabase database);

  /// The consequence of the evaluation.
  sealed interface Outcome {
    /// The change set runs: the precondition holds, or it only requires a warning if it does not.
    ///
    /// @param warning the warning; empty if the precondition holds
    record Run(String warning) implements Outcome {}

    /// The precondition does not hold. The change set is skipped and stays pending.
    record Skip(String reason) implements Outcome {}

    /// The precondition does not hold. The change set is skipped for good and recorded in the
    /// history.
    record MarkRan(String reason) implements Outcome {}

    /// The precondition does not hold. The run stops here.
    record Halt(String reason) implements Outcome {}
  }
}
