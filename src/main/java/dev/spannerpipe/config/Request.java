package dev.spannerpipe.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The sources of a run's settings.
///
/// @param environment the values of the environment variables, by name
/// @param options the values of the command-line options, by the name of the variable that the
///   option overrides
/// @param json whether the command line has `--json`, which requests data as JSON
/// @param currentDirectory the working directory, where relative paths start if
///   `BITBUCKET_CLONE_DIR` is not given; absolute
public record Request(
    Map<String, String> environment,
    Map<String, List<String>> options,
    boolean json,
    Path currentDirectory) {
  public Request {
    environment = Map.copyOf(environment);
    options = Map.copyOf(options);
  }
}
