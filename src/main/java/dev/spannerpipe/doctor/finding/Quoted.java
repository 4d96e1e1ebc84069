package dev.spannerpipe.doctor.finding;

import java.util.regex.Pattern;

/// Shows values of tokens and files, whatever is in them.
public final class Quoted {
  private static final int LONGEST = 160;
  private static final int WIDEST = 48;
  private static final Pattern UUID =
      Pattern.compile("(?i)\\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");

  private Quoted() {}

  public static String of(String text) {
    return "\"" + visible(text) + "\"";
  }

  public static String visible(String text) {
    String visible = printable(text);
    return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST - 1) + "…";
  }

  /// Returns as much of a value as tells it from others in a table.
  public static String shortened(String text) {
    String shorter = UUID.matcher(text).replaceAll("$1…");
    int length = shorter.length();
    return length <= WIDEST
        ? shorter
        : shorter.substring(0, WIDEST * 2 / 3) + "…" + shorter.substring(length - WIDEST / 3 + 1);
  }

  /// Characters that nobody sees could make a terminal do what nobody wants.
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /// Returns a text in which Terraform finds nothing to replace.
  public static String template(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }

  /// Returns the text as one word for a POSIX shell.
  public static String shell(String text) {
    return "'" + printable(text).replace("'", "'\\''") + "'";
  }

  /// Returns the text as one word for a POSIX shell, without quotes where it needs none.
  public static String shellWord(String text) {
    return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : shell(text);
  }

  /// Returns the text as a string of Terraform's language.
  public static String terraform(String text) {
    return "\"" + template(printable(text).replace("\\", "\\\\").replace("\"", "\\\"")) + "\"";
  }
}
