package dev.spannerpipe.failure;

/// The migration stopped, or the database is not what the record says: fixed in the changelog or by
/// `resolve`.
public final class MigrationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public MigrationFailure(String description, String action) {
    super(ExitCode.MIGRATION, description, action);
  }
}
