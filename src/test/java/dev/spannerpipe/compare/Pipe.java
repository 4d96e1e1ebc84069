package dev.spannerpipe.compare;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.Uncolored;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The pipe, whole, as a step of a pipeline runs it.
final class Pipe {
  private final TestDatabase database;
  private final String address;
  private final Path directory;

  /// Prepares to run on a database.
  ///
  /// @param address the server's `host:port`
  /// @param directory the clone directory
  Pipe(TestDatabase database, String address, Path directory) {
    this.database = database;
    this.address = address;
    this.directory = directory;
  }

  /// Runs `apply`.
  ///
  /// @param options further options, as on the command line
  ToolResult apply(String changelog, String... options) {
    return run("apply", changelog, options);
  }

  /// Runs a command of the pipe.
  ToolResult run(String command, String changelog, String... options) {
    StringWriter printed = new StringWriter();
    String[] arguments = new String[options.length + 1];
    arguments[0] = command;
    System.arraycopy(options, 0, arguments, 1, options.length);
    int exitCode =
        CommandLineInterface.run(
            arguments,
            new Host(
                Uncolored.variables(environment(changelog)),
                directory,
                new PrintWriter(printed, true),
                new PrintWriter(printed, true),
                new SystemTime(),
                ThreadLocalRandom.current(),
                _ -> {}));
    return new ToolResult("the pipe", exitCode, printed.toString());
  }

  private Map<String, String> environment(String changelog) {
    return new HashMap<>(
        Map.of(
            "PROJECT", database.project(),
            "SPANNER_INSTANCE", database.instance(),
            "SPANNER_DATABASE", database.name(),
            "SPANNER_EMULATOR_HOST", address,
            "CHANGELOG_FILE", changelog,
            "BITBUCKET_CLONE_DIR", directory.toString(),
            "ALLOW_DESTRUCTIVE", "true"));
  }
}
