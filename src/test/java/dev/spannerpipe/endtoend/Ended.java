package dev.spannerpipe.endtoend;

import dev.spannerpipe.testing.Durations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a run of the pipe ended.
///
/// @param exitCode above 128 where a signal ended it
/// @param output what it printed
record Ended(int exitCode, String output) {
  /// What the shell makes of SIGKILL.
  static final int KILLED = 128 + 9;

  /// What the shell makes of SIGTERM.
  static final int TERMINATED = 128 + 15;

  /// What the shell makes of SIGINT.
  static final int INTERRUPTED = 128 + 2;

  private static final Pattern RUN_ID = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");

  /// Returns what it printed, line by line.
  List<String> lines() {
    return output.lines().toList();
  }

  /// Returns how it ended and what to do next; `<duration>` stands for how long it took.
  String lastLine() {
    return output.isEmpty() ? "" : Durations.masked(lines().getLast());
  }

  /// Returns what it printed, with names in place of all that differs from one time to the next:
  /// times, digests, the database, the version, and run ids, which are counted in the order of
  /// their appearance.
  String told(Site site) {
    Map<String, String> names = new HashMap<>();
    String text =
        Durations.masked(output)
            .replace(site.database().resourceName(), "<database>")
            .replace("http://" + site.address(), "<spanner>")
            .replaceAll(
                "( to )" + Pattern.quote(site.database().name()) + "(?= in <| \\(<)", "$1<name>")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
            .replaceAll("\\b[0-9a-f]{64}\\b", "<digest>")
            .replaceAll("INFO: spanner-pipe [^ :]+: ", "INFO: spanner-pipe <version>: ");
    return RUN_ID
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    names.computeIfAbsent(found.group(), _ -> "<run " + (names.size() + 1) + ">")));
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + output;
  }
}
