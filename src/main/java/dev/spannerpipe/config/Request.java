package dev.spannerpipe.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The sources from which the settings of a run are read.
///
/// @param environment the environment: names and values of the variables
/// @param options the values of the command-line options. The key is the name of the variable that
///   the option overrides, such as `LOCK_TIMEOUT`
/// @param json whether the command line has `--json`, which makes commands print their data as JSON
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
