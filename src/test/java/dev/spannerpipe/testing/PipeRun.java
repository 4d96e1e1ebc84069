package dev.spannerpipe.testing;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The whole pipe, as a step of a build calls it: by variables and arguments, in a directory. It
/// runs in the test's own process, where it starts at once.
public final class PipeRun {
  private final Path directory;
  private final Map<String, String> variables;
  private final Supplier<Time> time;
  private final RandomGenerator random;
  private final Consumer<String> listener;
  private final boolean isOneStream;

  private PipeRun(
      Path directory,
      Map<String, String> variables,
      Supplier<Time> time,
      RandomGenerator random,
      Consumer<String> listener,
      boolean isOneStream) {
    this.directory = directory;
    this.variables = Map.copyOf(variables);
    this.time = time;
    this.random = random;
    this.listener = listener;
    this.isOneStream = isOneStream;
  }

  /// Returns the pipe in a clone directory, with these variables.
  public static PipeRun in(Path directory, Map<String, String> variables) {
    return new PipeRun(directory, variables, SystemTime::new, new SecureRandom(), _ -> {}, false);
  }

  /// Returns the pipe in a clone directory, without any variables.
  public static PipeRun in(Workspace workspace) {
    return in(workspace.directory(), Map.of());
  }

  /// Returns the pipe with the variables that lead to this database, and to `changelog.sql`.
  public static PipeRun in(Workspace workspace, TestDatabase database) {
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
  public PipeRun with(String name, String value) {
    return with(Map.of(name, value));
  }

  /// Returns a copy with these variables more, or with other values of them.
  public PipeRun with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return new PipeRun(directory, all, time, random, listener, isOneStream);
  }

  /// Returns a copy without a variable.
  public PipeRun without(String name) {
    Map<String, String> less = new HashMap<>(variables);
    less.remove(name);
    return new PipeRun(directory, less, time, random, listener, isOneStream);
  }

  /// Returns a copy whose runs have these clocks.
  public PipeRun at(Supplier<Time> otherTime) {
    return new PipeRun(directory, variables, otherTime, random, listener, isOneStream);
  }

  /// Returns a copy whose runs have this source of random numbers.
  public PipeRun drawing(RandomGenerator otherRandom) {
    return new PipeRun(directory, variables, time, otherRandom, listener, isOneStream);
  }

  /// Returns a copy that passes on each line of the standard error as it is printed.
  public PipeRun heardBy(Consumer<String> otherListener) {
    return new PipeRun(directory, variables, time, random, otherListener, isOneStream);
  }

  /// Returns a copy that prints everything to the standard error, in order, as a build's log has
  /// it.
  public PipeRun onOneStream() {
    return new PipeRun(directory, variables, time, random, listener, true);
  }

  /// Applies a changelog.
  public Result apply(String changelog, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "apply";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return with("CHANGELOG_FILE", changelog).run(arguments);
  }

  /// Runs it.
  public Result run(String... arguments) {
    Lines err = new Lines(listener);
    PrintWriter errors = new PrintWriter(err, true);
    StringWriter out = new StringWriter();
    Host host =
        new Host(
            Uncolored.variables(variables),
            directory,
            isOneStream ? errors : new PrintWriter(out, true),
            errors,
            time.get(),
            random,
            _ -> {});
    int exitCode = CommandLineInterface.run(arguments, host, InputStream.nullInputStream());
    return new Result(exitCode, out.toString(), err.toString());
  }

  /// Keeps what is printed, and passes it on when it is flushed, as a terminal shows it.
  private static final class Lines extends StringWriter {
    private final Consumer<String> listener;
    private int passedOn;

    Lines(Consumer<String> listener) {
      this.listener = listener;
    }

    @Override
    public void flush() {
      String text = toString();
      text.substring(passedOn).lines().forEach(listener);
      passedOn = text.length();
    }
  }
}
