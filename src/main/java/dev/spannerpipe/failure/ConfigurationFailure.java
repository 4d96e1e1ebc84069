package dev.spannerpipe.failure;

import java.util.ArrayList;
import java.util.List;

/// Settings, changelog or target are wrong. The fix is in the repository or in the pipeline's
/// variables.
public final class ConfigurationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> details;

  /// Creates a failure from what was tried and why it failed, and what to do next.
  public ConfigurationFailure(String description, String action) {
    this(description, action, List.of());
  }

  /// Creates a failure with each problem as a detail, one line each.
  public ConfigurationFailure(String description, String action, List<String> details) {
    super(ExitCode.INVALID, description, action);
    this.details = new ArrayList<>(details);
  }

  @Override
  public List<String> details() {
    return List.copyOf(details);
  }
}
