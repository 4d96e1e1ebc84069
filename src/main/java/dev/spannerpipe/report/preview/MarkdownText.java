package dev.spannerpipe.report.preview;

import dev.spannerpipe.text.SafeText;
import java.util.regex.Pattern;

/// Writes text into Markdown so that it is shown as it is. No name can become a link, a heading, a
/// cell of a table, or HTML. Bitbucket's dialect does not let a backslash escape every character,
/// so some of them become character references.
public final class MarkdownText {
  private static final Pattern BACKTICKS = Pattern.compile("`+");
  private static final Pattern LIST_AT_START = Pattern.compile("^(\\d+)([.)])(?=\\s|$)");

  private MarkdownText() {}

  /// Returns the text on one line, without any meaning in Markdown.
  public static String escaped(String text) {
    String line = SafeText.line(text);
    StringBuilder escaped = new StringBuilder(line.length() + 16);
    for (int index = 0; index < line.length(); index++) {
      append(line, index, escaped);
    }
    return LIST_AT_START.matcher(escaped).replaceFirst("$1\\\\$2");
  }

  private static void append(String line, int index, StringBuilder escaped) {
    char character = line.charAt(index);
    switch (character) {
      case '\\', '`', '*', '[', ']', '{', '#' -> escaped.append('\\').append(character);
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '&' -> escaped.append("&amp;");
      case '|' -> escaped.append("&#124;");
      case '~' -> escaped.append("&#126;");
      // Otherwise an address would become a link.
      case ':' -> escaped.append(line.startsWith("//", index + 1) ? "&#58;" : ":");
      case '_' -> escaped.append(isInWord(line, index) ? "_" : "\\_");
      case '-', '+' -> escaped.append(index == 0 ? "\\" : "").append(character);
      default -> escaped.append(character);
    }
  }

  /// An underscore within a word never begins or ends emphasis.
  private static boolean isInWord(String line, int index) {
    return index > 0
        && index + 1 < line.length()
        && Character.isLetterOrDigit(line.charAt(index - 1))
        && Character.isLetterOrDigit(line.charAt(index + 1));
  }

  /// Returns a block of code, which ends with a line break.
  static String block(String code) {
    String lines = SafeText.lines(code).strip();
    int longest =
        BACKTICKS.matcher(lines).results().mapToInt(run -> run.group().length()).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    return fence + "sql\n" + lines + "\n" + fence + "\n";
  }
}
