package dev.spannerpipe.cli;

import dev.spannerpipe.retry.Time;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

/// All that the pipe sees of the machine it runs on.
///
/// @param environment the environment variables
/// @param currentDirectory absolute
/// @param out for data
/// @param err for talk
/// @param time the clock and the way to wait
/// @param random for ids and for jitter; unpredictable in production
public record Host(
    Map<String, String> environment,
    Path currentDirectory,
    PrintWriter out,
    PrintWriter err,
    Time time,
    RandomGenerator random) {
  /// Copies the map.
  public Host {
    environment = Map.copyOf(environment);
  }
}
