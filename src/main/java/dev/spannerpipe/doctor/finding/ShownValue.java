package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.text.SafeText;
import java.util.regex.Pattern;

/// Formats values of tokens and files for a diagnosis.
public final class ShownValue {
  private static final int LONGEST = 160;
  private static final int WIDEST = 48;
  private static final Pattern UUID =
      Pattern.compile("(?i)\\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");

  private ShownValue() {}

  /// Returns the value in quotation marks.
  public static String quoted(String value) {
    return "\"" + line(value) + "\"";
  }

  /// Returns the value on one line of bounded length.
  public static String line(String value) {
    return SafeText.line(value, LONGEST);
  }

  /// Returns the value shortened for a cell of a table: only the beginning of each UUID, and only
  /// the beginning and the end of a long value.
  public static String cell(String value) {
    String shorter = UUID.matcher(value).replaceAll("$1…");
    int length = shorter.length();
    return length <= WIDEST
        ? shorter
        : shorter.substring(0, WIDEST * 2 / 3) + "…" + shorter.substring(length - WIDEST / 3 + 1);
  }
}
