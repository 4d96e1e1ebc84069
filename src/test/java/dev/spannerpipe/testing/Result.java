package dev.spannerpipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// How a run of the pipe, or of the tool it is compared with, ended.
///
/// @param exitCode above 128 where a signal ended it
/// @param out what it wrote to the standard output: data
/// @param err what it wrote to the standard error: talk; everything, where it had one stream
public record Result(int exitCode, String out, String err) {
  /// What the shell makes of SIGKILL.
  public static final int KILLED = 128 + 9;

  /// What the shell makes of SIGTERM.
  public static final int TERMINATED = 128 + 15;

  /// What the shell makes of SIGINT.
  public static final int INTERRUPTED = 128 + 2;

  /// Returns how a run ended that had one stream for everything.
  public static Result ofOneStream(int exitCode, String output) {
    return new Result(exitCode, "", output);
  }

  /// Returns everything that it printed.
  public String output() {
    return out + err;
  }

  /// Fails the test, and shows what was printed, unless the run ended well.
  public Result succeeded() {
    assertThat(exitCode).as("%s", this).isZero();
    return this;
  }

  /// Returns the talk, line by line.
  public List<String> lines() {
    return err.lines().toList();
  }

  /// Returns the last line of the talk, which says how the run ended and what to do next;
  /// `<duration>` stands for how long it took.
  public String lastLine() {
    return err.isEmpty() ? "" : Durations.masked(lines().getLast());
  }

  /// Returns the lines that begin with `WARNING: `, without that.
  public List<String> warnings() {
    return startingWith("WARNING: ");
  }

  /// Returns the lines that begin with `ERROR: `, without that.
  public List<String> errors() {
    return startingWith("ERROR: ");
  }

  private List<String> startingWith(String prefix) {
    return lines().stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + output();
  }
}
