package dev.spannerpipe.failure;

/// The migration failed, or the database does not match the record of the earlier runs. Either
/// somebody has to fix the changelog, or a person has to state with the command `resolve` which
/// statements were applied.
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
