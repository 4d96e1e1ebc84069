package dev.spannerpipe.spanner;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// A Spanner emulator that this run started. It listens on the loopback address, on a port that the
/// operating system chose. No other class of the pipe starts a process.
///
/// The emulator never outlives this Java process, even if the Java process is killed. The emulator
/// runs under a shell, and only the Java process can write to the standard input of that shell.
/// When this input ends, the shell kills the emulator.
///
/// The emulator gets an empty environment, and no file descriptors except standard input, output
/// and error. So it cannot read a secret of the Java process. Not thread-safe.
public final class EmulatorProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration NOTICED = Duration.ofSeconds(1);

  /// Prints the emulator's process id, and ends with the emulator's status. Ignores the signals
  /// that a terminal sends, because the Java process handles these signals, and needs the emulator
  /// until its own orderly end. The shell adds variables to its empty environment, and opens a
  /// descriptor for the watcher, which is the background process that kills the emulator. The
  /// emulator gets neither the variables nor the descriptor.
  private static final String SCRIPT =
      """
      trap '' INT QUIT HUP
      unset PWD OLDPWD SHLVL _
      exec 3<&0
      "$0" --host_port 127.0.0.1:0 3<&- </dev/null >&2 &
      emulator=$!
      { read -r _ <&3; kill -KILL "$emulator"; } </dev/null >/dev/null 2>&1 &
      watcher=$!
      echo "$emulator"
      exec 3<&- </dev/null
      wait "$emulator"
      status=$?
      kill "$watcher" 2>/dev/null
      exit "$status"
      """;

  private final Path program;
  private final Process shell;
  private final EmulatorOutput output;
  private final long pid;
  private final String address;

  private EmulatorProcess(
      Path program, Process shell, EmulatorOutput output, long pid, String address) {
    this.program = program;
    this.shell = shell;
    this.output = output;
    this.pid = pid;
    this.address = address;
  }

  /// Starts the emulator program, and waits up to 30 s until it accepts connections. If it does
  /// not, throws a `ConfigurationFailure` with the program's last messages.
  public static EmulatorProcess start(Path program) {
    return start(program, START);
  }

  static EmulatorProcess start(Path program, Duration limit) {
    Process shell = shell(program);
    EmulatorOutput output = EmulatorOutput.of(shell.getErrorStream());
    Optional<String> address = output.address(limit);
    OptionalLong pid = pid(shell);
    if (address.isPresent() && pid.isPresent()) {
      return new EmulatorProcess(program, shell, output, pid.getAsLong(), address.get());
    }
    boolean ended = output.isOver() && ended(shell, END);
    end(shell, pid);
    throw notStarted(
        program,
        ended
            ? "it ended with status " + shell.exitValue()
            : "it did not print its address within " + limit.toSeconds() + " s",
        output.lines());
  }

  private static Process shell(Path program) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", SCRIPT, program.toAbsolutePath().toString())
            .directory(new File("/"));
    builder.environment().clear();
    try {
      return builder.start();
    } catch (IOException failure) {
      throw notStarted(program, String.valueOf(failure.getMessage()), List.of()).causedBy(failure);
    }
  }

  private static OptionalLong pid(Process shell) {
    try {
      String line = shell.inputReader(StandardCharsets.US_ASCII).readLine();
      return line == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line));
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private static ConfigurationFailure notStarted(Path program, String reason, List<String> lines) {
    return new ConfigurationFailure(
        "Could not start the Spanner emulator " + program + ": " + reason,
        "Check that the program runs on this machine, or set SPANNER_EMULATOR_HOST to a running"
            + " emulator",
        lines);
  }

  /// Returns the emulator's `host:port`.
  public String address() {
    return address;
  }

  /// Returns the emulator's process id.
  public long pid() {
    return pid;
  }

  /// Returns the last messages of the emulator, at most 20 lines.
  public List<String> output() {
    return output.lines();
  }

  /// Returns how much memory the emulator uses, in bytes; empty if the operating system does not
  /// report it.
  public OptionalLong memoryBytes() {
    return memoryBytes(Path.of("/proc", Long.toString(pid), "status"));
  }

  /// @param status a file with the format of `/proc/<pid>/status`, see `man 5 proc`
  static OptionalLong memoryBytes(Path status) {
    try {
      return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("VmRSS:") && line.endsWith(" kB"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  /// Returns a failure with the emulator's last message if the emulator has ended; empty if it is
  /// running. Call this method after a failed request. It waits up to one second for the end of the
  /// process, because a connection can break a moment before the process ends.
  public Optional<UnfinishedFailure> ended() {
    if (!ended(shell, NOTICED)) {
      return Optional.empty();
    }
    output.awaitEnd(NOTICED);
    List<String> lines = output.lines();
    return Optional.of(
        new UnfinishedFailure(
            "The Spanner emulator %s ended during the run with status %d%s"
                .formatted(
                    program, shell.exitValue(), lines.isEmpty() ? "" : ": " + lines.getLast()),
            "Run again; if the problem persists, give the step more memory, or set"
                + " SPANNER_EMULATOR_HOST to a running emulator"));
  }

  /// Kills the emulator, and waits until it has ended. The emulator stores nothing on disk, so it
  /// may be killed.
  @Override
  public void close() {
    end(shell, OptionalLong.of(pid));
  }

  private static void end(Process shell, OptionalLong emulator) {
    try {
      shell.getOutputStream().close();
    } catch (IOException _) {
      // The shell has ended.
    }
    if (!ended(shell, END)) {
      emulator.stream()
          .mapToObj(ProcessHandle::of)
          .flatMap(Optional::stream)
          .forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  private static boolean ended(Process shell, Duration limit) {
    try {
      return shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
