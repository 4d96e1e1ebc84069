package dev.spannerpipe.failure;

/// Identity, credentials or connection were refused: mended in the clouds' access rules or the
/// network.
public final class AccessFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public AccessFailure(String description, String action) {
    super(ExitCode.ACCESS, description, action);
  }
}
