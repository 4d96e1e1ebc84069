package dev.spannerpipe.failure;

import java.util.ArrayList;
import java.util.List;

/// The settings, the changelog or the target are wrong. The repository or the variables of the
/// pipeline have to be fixed.
public final class ConfigurationFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> details;
  private final ArrayList<LocatedProblem> problems = new ArrayList<>();

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

  /// Adds the place of the problem that this failure describes, and returns this failure.
  ///
  /// @param file the file's path, relative to the directory of the search path that contains it
  /// @param line counted from 1; 0 if it is not known
  public ConfigurationFailure at(String file, int line) {
    return with(List.of(new LocatedProblem(file, line, description(), action())));
  }

  /// Adds the problems that this failure counts, and returns this failure.
  public ConfigurationFailure with(List<LocatedProblem> more) {
    problems.addAll(more);
    return this;
  }

  @Override
  public List<String> details() {
    return List.copyOf(details);
  }

  @Override
  public List<LocatedProblem> problems() {
    return List.copyOf(problems);
  }
}
