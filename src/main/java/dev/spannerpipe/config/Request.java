package dev.spannerpipe.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The sources of a run's settings.
///
/// @param environment the environment variables of the process
/// @param options the options of the command line, by the names of their variables; they override
///   the environment
/// @param json whether the command line requests data as JSON
/// @param currentDirectory the base of relative paths if there is no clone directory; absolute
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
