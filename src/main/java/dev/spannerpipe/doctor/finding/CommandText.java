package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.text.SafeText;

/// Writes values into commands and configuration that somebody copies.
public final class CommandText {
  private CommandText() {}

  /// Returns the text as one word for a POSIX shell.
  public static String shell(String text) {
    return "'" + SafeText.line(text).replace("'", "'\\''") + "'";
  }

  /// Returns the text as one word for a POSIX shell, without quotes where it needs none.
  public static String shellWord(String text) {
    return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : shell(text);
  }

  /// Returns the text as a string of Terraform's language.
  public static String terraform(String text) {
    String escaped = SafeText.line(text).replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + template(escaped) + "\"";
  }

  /// Returns a text in which Terraform finds nothing to replace.
  public static String template(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }
}
