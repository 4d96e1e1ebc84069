package dev.spannerpipe.failure;

import java.util.ArrayList;
import java.util.List;

/// Settings, changelog or target are wrong: fixed in the repository or in the pipeline's variables.
public final class ConfigurationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> details;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public ConfigurationFailure(String description, String action) {
    this(description, action, List.of());
  }

  /// Says it with the single problems as details, one line each.
  public ConfigurationFailure(String description, String action, List<String> details) {
    super(ExitCode.INVALID, description, action);
    this.details = new ArrayList<>(details);
  }

  @Override
  public List<String> details() {
    return List.copyOf(details);
  }
}
