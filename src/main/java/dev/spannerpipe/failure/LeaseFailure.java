package dev.spannerpipe.failure;

/// Another run holds the database, or took it: fixed by waiting.
public final class LeaseFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public LeaseFailure(String description, String action) {
    super(ExitCode.LEASE, description, action);
  }
}
