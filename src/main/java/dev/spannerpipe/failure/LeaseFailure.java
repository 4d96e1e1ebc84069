package dev.spannerpipe.failure;

/// Another run holds the lease, or took it over from this run. Waiting fixes this.
public final class LeaseFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was attempted and why it failed
  /// @param action the next step for the user
  public LeaseFailure(String description, String action) {
    super(ExitCode.LEASE, description, action);
  }
}
