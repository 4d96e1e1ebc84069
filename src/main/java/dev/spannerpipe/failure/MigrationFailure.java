package dev.spannerpipe.failure;

/// The migration stopped, or the database does not match the record. Either the changelog has to be
/// fixed, or a person has to decide with the command `resolve`.
public final class MigrationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public MigrationFailure(String description, String action) {
    super(ExitCode.MIGRATION, description, action);
  }
}
