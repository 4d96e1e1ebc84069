package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.text.SafeText;

/// Quotes values for commands and configuration that `doctor` prints for people to copy.
public final class CommandText {
  private CommandText() {}

  /// Returns the text as one word for a POSIX shell.
  public static String shell(String text) {
    return "'" + SafeText.line(text).replace("'", "'\\''") + "'";
  }

  /// Returns the text as one word for a POSIX shell, without quotes if it needs none.
  public static String shellWord(String text) {
    return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : shell(text);
  }

  /// Returns the text as a quoted string of Terraform's language.
  public static String terraform(String text) {
    String escaped = SafeText.line(text).replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + template(escaped) + "\"";
  }

  /// Returns the text with Terraform's template markers escaped.
  public static String template(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }
}
