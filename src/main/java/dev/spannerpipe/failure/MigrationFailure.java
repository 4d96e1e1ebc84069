package dev.spannerpipe.failure;

/// The migration stopped, or the database does not match the record. The fix is in the changelog,
/// or a decision with `resolve`.
public final class MigrationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure from what was tried and why it failed, and what to do next.
  public MigrationFailure(String description, String action) {
    super(ExitCode.MIGRATION, description, action);
  }
}
