package dev.spannerpipe.failure;

import java.util.ArrayList;
import java.util.List;

/// The settings, the changelog or the target are wrong. The repository or the variables of the
/// pipeline have to be fixed.
public final class ConfigurationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> details;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public ConfigurationFailure(String description, String action) {
    this(description, action, List.of());
  }

  /// Creates a failure with details.
  ///
  /// @param details one line for each problem
  public ConfigurationFailure(String description, String action, List<String> details) {
    super(ExitCode.INVALID, description, action);
    this.details = new ArrayList<>(details);
  }

  @Override
  public List<String> details() {
    return List.copyOf(details);
  }
}
