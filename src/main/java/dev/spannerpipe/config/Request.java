package dev.spannerpipe.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// All that a run's settings come from.
///
/// @param environment the process's environment variables
/// @param options what the command line gave, by the names of the variables that it stands for; it
///   wins over the environment
/// @param json whether the command line asks for data as JSON
/// @param currentDirectory where relative paths start if there is no clone directory; absolute
public record Request(
    Map<String, String> environment,
    Map<String, List<String>> options,
    boolean json,
    Path currentDirectory) {
  /// Copies the maps.
  public Request {
    environment = Map.copyOf(environment);
    options = Map.copyOf(options);
  }
}
