package dev.spannerpipe.failure;

/// Settings, changelog or target are wrong: mended in the repository or in the pipeline's
/// variables.
public final class ConfigurationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public ConfigurationFailure(String description, String action) {
    super(ExitCode.INVALID, description, action);
  }
}
