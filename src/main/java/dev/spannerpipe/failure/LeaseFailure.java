package dev.spannerpipe.failure;

/// Another run holds the lease (the lock that lets only one run change the database), or took the
/// lease over from this run. The user has to wait until the other run ends.
public final class LeaseFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public LeaseFailure(String description, String action) {
    super(ExitCode.LEASE, description, action);
  }
}
