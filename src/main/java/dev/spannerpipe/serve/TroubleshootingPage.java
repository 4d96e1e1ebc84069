package dev.spannerpipe.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page on troubleshooting. The build puts the page itself into the jar, so that there is no
/// second text that could differ. Its tables have one row per message; `…` in a message stands for
/// any text.
final class TroubleshootingPage {
  private static final String RESOURCE = "troubleshooting.md";
  private static final String FILE = "src/docs/troubleshooting.md";

  /// The maximum number of rows that are shown for one message.
  private static final int MOST_ROWS = 3;

  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+?) \\|(?: .* \\|)?");

  private final List<Row> rows = new ArrayList<>();
  private final Map<String, String> sections = new LinkedHashMap<>();

  /// A row of a table.
  ///
  /// @param message the message, with `…` for any text
  private record Row(String section, String message, String whatToDo) {
    boolean matches(String lastLine) {
      int at = 0;
      for (String part : message.split("…", -1)) {
        String words = part.strip().toLowerCase(Locale.ROOT);
        at = lastLine.indexOf(words, at);
        if (at < 0) {
          return false;
        }
        at += words.length();
      }
      return true;
    }

    /// Returns how much of the message must be in a line that matches.
    int specificity() {
      return message.replace("…", "").length();
    }
  }

  /// Reads a page.
  TroubleshootingPage(String text) {
    StringBuilder section = new StringBuilder();
    String heading = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("## ")) {
        sections.put(heading, section.toString().strip());
        heading = line.substring(3).strip();
        section.setLength(0);
      } else {
        section.append(line).append('\n');
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(new Row(heading, row.group(1), row.group(2)));
      }
    }
    sections.put(heading, section.toString().strip());
  }

  /// Returns the page that the build has put into the jar.
  static TroubleshootingPage bundled() {
    try (InputStream in = TroubleshootingPage.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + RESOURCE);
      }
      return new TroubleshootingPage(new String(in.readAllBytes(), UTF_8));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// Returns the rows for the last line of a failed run, the most specific one first. If there is
  /// none, returns the section on the exit code.
  List<Json> advice(RunEnded ended) {
    String lastLine = ended.message().toLowerCase(Locale.ROOT);
    List<Json> matching = new ArrayList<>();
    rows.stream()
        .filter(row -> row.matches(lastLine))
        .sorted(Comparator.comparingInt(Row::specificity).reversed())
        .limit(MOST_ROWS)
        .forEach(
            row ->
                matching.add(
                    of(row.section())
                        .with("message", row.message())
                        .with("whatToDo", row.whatToDo())));
    return matching.isEmpty() ? List.of(section(ended.exitCode())) : matching;
  }

  private JsonObject section(long exitCode) {
    String heading = heading(exitCode);
    return of(heading).with("text", sections.getOrDefault(heading, ""));
  }

  private static JsonObject of(String heading) {
    return Json.object()
        .with("section", heading)
        .with("page", FILE + "#" + heading.toLowerCase(Locale.ROOT).replace(' ', '-'));
  }

  private static String heading(long exitCode) {
    return switch ((int) exitCode) {
      case 2 -> "Variables and files";
      case 3 -> "Token and credentials";
      case 4 -> "Policy";
      case 6 -> "Locks";
      case 7 -> "Workflow";
      case 8, 130, 143 -> "Stopped runs";
      case 9 -> "Preview";
      default -> "Execution";
    };
  }
}
