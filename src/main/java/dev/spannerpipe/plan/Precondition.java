package dev.spannerpipe.plan;

/// A condition that must hold before a change set or the whole changelog runs. The package
/// `changelog` implements this interface.
public interface Precondition {
  /// Returns whether the precondition queries the database. If not, `check` ignores its argument.
  boolean needsDatabase();

  /// Returns whether its outcome may depend on the rows of tables. If not, and it needs the
  /// database, it depends on the schema or the history only, so a copy of both gives the same
  /// outcome. A query whose tables are not clear counts as one that reads rows.
  boolean needsRows();

  /// Returns the precondition in canonical form, for the plan digest.
  String text();

  /// Returns the condition in words, with what happens if it does not hold, for people: `only if
  /// the table customers does not exist`. May have several lines. The plan digest does not cover
  /// it.
  String words();

  /// Evaluates the precondition. If the evaluation itself fails, Liquibase's `onError` determines
  /// the outcome.
  Outcome check(LiveDatabase database);

  /// The consequence of the evaluation.
  sealed interface Outcome {
    /// The change set runs. The precondition holds, or it does not hold but only requires a
    /// warning.
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
