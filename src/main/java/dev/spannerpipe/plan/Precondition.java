package dev.spannerpipe.plan;

/// A condition that must hold before a change set or the whole changelog runs. The package
/// `changelog` implements this interface.
public interface Precondition {
  /// Returns whether the precondition queries the database. If not, `check` ignores its argument.
  boolean needsDatabase();

  /// Returns whether the outcome may depend on the rows of tables other than the history. If not,
  /// an evaluation against a copy of the schema and of the history gives the same outcome. If it is
  /// not clear which tables a query reads, the outcome counts as dependent on rows.
  boolean needsRows();

  /// Returns the precondition in canonical form, for the plan digest.
  String text();

  /// Returns a description for people: the condition in words, such as `only if the table customers
  /// does not exist`, and what happens if it does not hold. The description may have several lines.
  /// It is not part of the plan digest.
  String words();

  /// Evaluates the precondition. If the evaluation itself fails, Liquibase's `onError` determines
  /// the outcome.
  Outcome check(LiveDatabase database);

  /// What happens to the change set as a result of the evaluation.
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
