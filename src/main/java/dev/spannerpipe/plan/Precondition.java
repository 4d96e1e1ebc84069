package dev.spannerpipe.plan;

/// What must hold before a change set, or before the whole changelog. Implemented by `changelog`.
public interface Precondition {
  /// Returns whether it has to ask the database; if not, `check` never touches its argument.
  boolean needsDatabase();

  /// Returns the condition canonically, for the plan digest.
  String text();

  /// Evaluates it. A condition that could not be evaluated is an outcome too (Liquibase's
  /// `onError`).
  Outcome check(LiveDatabase database);

  /// What follows from the evaluation.
  sealed interface Outcome {
    /// It holds, or it does not and only a warning was asked for: the change set runs.
    ///
    /// @param warning what to say; empty where it holds
    record Run(String warning) implements Outcome {}

    /// It does not hold: leave the change set out, it stays pending.
    record Skip(String reason) implements Outcome {}

    /// It does not hold: leave the change set out for good, and write that into the history.
    record MarkRan(String reason) implements Outcome {}

    /// It does not hold: stop here.
    record Halt(String reason) implements Outcome {}
  }
}
