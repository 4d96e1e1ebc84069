package dev.spannerpipe.testing;

import java.util.List;

/// What one run of the whole pipe said, and how it ended.
///
/// @param out what it wrote to the standard output: data
/// @param err what it wrote to the standard error: talk
public record Result(int exitCode, String out, String err) {
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
}
