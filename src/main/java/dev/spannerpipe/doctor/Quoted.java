package dev.spannerpipe.doctor;

/// Shows values of tokens and files, whatever is in them.
final class Quoted {
  private static final int LONGEST = 160;

  private Quoted() {}

  static String of(String text) {
    return "\"" + visible(text) + "\"";
  }

  static String visible(String text) {
    String visible = printable(text);
    return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST - 1) + "…";
  }

  /// Characters that nobody sees could make a terminal do what nobody wants.
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /// Returns a text in which Terraform finds nothing to replace.
  static String template(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }

  /// Returns the text as one word for a POSIX shell.
  static String shell(String text) {
    return "'" + printable(text).replace("'", "'\\''") + "'";
  }

  /// Returns the text as a string of Terraform's language.
  static String terraform(String text) {
    return "\"" + template(printable(text).replace("\\", "\\\\").replace("\"", "\\\"")) + "\"";
  }
}
