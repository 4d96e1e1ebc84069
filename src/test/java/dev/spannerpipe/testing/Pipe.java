package dev.spannerpipe.testing;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// The whole pipe, as a step of a build calls it: by variables and arguments, in a directory.
public final class Pipe {
  private final Path directory;
  private final Map<String, String> variables;
  private final Supplier<Time> time;

  private Pipe(Path directory, Map<String, String> variables, Supplier<Time> time) {
    this.directory = directory;
    this.variables = Map.copyOf(variables);
    this.time = time;
  }

  /// Returns the pipe in a clone directory, without any variables.
  public static Pipe in(Workspace workspace) {
    return new Pipe(workspace.directory(), Map.of(), SystemTime::new);
  }

  /// Returns the pipe with the variables that lead to this database, and to `changelog.sql`.
  public static Pipe in(Workspace workspace, TestDatabase database) {
    return in(workspace)
        .with("PROJECT", database.project())
        .with("SPANNER_INSTANCE", database.instance())
        .with("SPANNER_DATABASE", database.name())
        .with("SPANNER_EMULATOR_HOST", EmulatorServer.running().host())
        .with("CHANGELOG_FILE", "changelog.sql")
        .with("LOCK_TIMEOUT", "0s");
  }

  /// Returns its variables.
  public Map<String, String> variables() {
    return variables;
  }

  /// Returns a copy with one variable more, or with another value of it.
  public Pipe with(String name, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(name, value);
    return new Pipe(directory, more, time);
  }

  /// Returns a copy with these variables more, or with other values of them.
  public Pipe with(Map<String, String> more) {
    Pipe all = this;
    for (Map.Entry<String, String> variable : more.entrySet()) {
      all = all.with(variable.getKey(), variable.getValue());
    }
    return all;
  }

  /// Returns a copy without a variable.
  public Pipe without(String name) {
    Map<String, String> less = new HashMap<>(variables);
    less.remove(name);
    return new Pipe(directory, less, time);
  }

  /// Returns a copy whose runs have these clocks.
  public Pipe at(Supplier<Time> otherTime) {
    return new Pipe(directory, variables, otherTime);
  }

  /// Runs it.
  public Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Host host =
        new Host(
            Uncolored.variables(variables),
            directory,
            new PrintWriter(out),
            new PrintWriter(err),
            time.get(),
            ThreadLocalRandom.current(),
            _ -> {});
    int exitCode = CommandLineInterface.run(arguments, host);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
