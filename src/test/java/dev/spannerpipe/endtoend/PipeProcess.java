package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.Uncolored;
import dev.spannerpipe.testing.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The pipe as a process of its own.
final class PipeProcess {
  private final Process process;
  private final Path output;

  private PipeProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /// Starts it with these variables and no others.
  static PipeProcess start(Map<String, String> variables, Path folder) {
    return start(Installation.command(), variables, folder);
  }

  /// Starts it in a time of its own, in which no wait takes any.
  static PipeProcess startHurried(Map<String, String> variables, Path folder) {
    return start(Installation.commandOf(HurriedMain.class), variables, folder);
  }

  /// Starts it so that it prints at its end which threads it leaves, see [ThreadsMain].
  static PipeProcess startListingThreads(Map<String, String> variables, Path folder) {
    return start(Installation.commandOf(ThreadsMain.class), variables, folder);
  }

  /// Starts it so that it trusts the authority of this test and no other.
  static PipeProcess startTrusting(
      TestAuthority authority, Map<String, String> variables, Path folder) {
    return start(Installation.commandTrusting(authority.trustStore()), variables, folder);
  }

  /// Starts it by its installed entry script.
  static PipeProcess startInstalled(
      Path home, Map<String, String> variables, Path folder, String... arguments) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("PATH", System.getenv("PATH"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("pipe").resolve("spanner-pipe").toString());
    command.addAll(List.of(arguments));
    return start(command, all, folder);
  }

  private static PipeProcess start(
      List<String> command, Map<String, String> variables, Path folder) {
    try {
      Files.createDirectories(folder);
      Path output = Files.createTempFile(folder, "output-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(heedingCtrlC(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().clear();
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(Uncolored.variables(variables));
      return new PipeProcess(builder.start(), output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What a shell starts with `&` ignores SIGINT, and so would all that it starts.
  private static List<String> heedingCtrlC(List<String> command) throws IOException {
    if (!ignoresCtrlC()) {
      return command;
    }
    List<String> heeding = new ArrayList<>(List.of("env", "--default-signal=INT"));
    heeding.addAll(command);
    return heeding;
  }

  private static boolean ignoresCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 2) != 0);
  }

  /// Ends it with SIGKILL, and waits until it is gone.
  void kill() {
    process.destroyForcibly();
    await();
  }

  /// Ends it in good order, with SIGTERM.
  void terminate() {
    signal("-TERM");
  }

  /// Ends it in good order, with SIGINT, as Ctrl-C does.
  void interrupt() {
    signal("-INT");
  }

  /// Stops it with SIGSTOP: it goes on with [#wake] as if nothing had happened.
  void freeze() {
    signal("-STOP");
  }

  /// Lets it go on after [#freeze].
  void wake() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("the pipe is gone:\n" + output());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  /// Returns what it has started and what that has started.
  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /// Waits for its end, and returns the most memory that it had resident, in bytes.
  long awaitPeakMemory() {
    long peak = 0;
    try {
      do {
        peak = Math.max(peak, residentPeak());
      } while (!process.waitFor(50, TimeUnit.MILLISECONDS));
      return peak;
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  /// What a process needed until it ended.
  ///
  /// @param peakMemory the most memory that it had resident, in bytes
  /// @param longestSilence the longest time in which it wrote nothing
  record Needs(long peakMemory, Duration longestSilence) {}

  /// Waits for its end, and returns what it needed.
  Needs awaitNeeds() {
    long peak = 0;
    long size = 0;
    long since = System.nanoTime();
    long longest = 0;
    try {
      boolean ended;
      do {
        ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        peak = Math.max(peak, residentPeak());
        longest = Math.max(longest, System.nanoTime() - since);
        if (Files.size(output) > size) {
          size = Files.size(output);
          since = System.nanoTime();
        }
      } while (!ended);
      return new Needs(peak, Duration.ofNanos(longest));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  /// Returns it as Linux counts it; 0 where the process is gone.
  private long residentPeak() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  /// Waits for its end.
  Result await() {
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("the pipe did not end:\n" + output());
      }
      return Result.ofOneStream(process.exitValue(), output());
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  private String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
