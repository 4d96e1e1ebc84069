package dev.spannerpipe.report;

/// The format of log lines.
public enum Style {
  /// For people: severity and sentence.
  TEXT(false),
  /// Like [#TEXT], in the colors of Bitbucket's own pipes.
  COLORED(true),
  /// One JSON object per line, for log collectors.
  JSON(false);

  private static final String RESET = "\u001b[0m";

  private final boolean colored;

  Style(boolean colored) {
    this.colored = colored;
  }

  /// Returns the line, in the color of its severity if the style has colors.
  String paint(EventText.Severity severity, String line) {
    return colored ? color(severity) + line + RESET : line;
  }

  /// Returns the escape sequence for the color that Bitbucket's own pipes use for a severity.
  private static String color(EventText.Severity severity) {
    return switch (severity) {
      case DEBUG -> "\u001b[37m";
      case INFO -> "\u001b[32m";
      case WARNING -> "\u001b[33m";
      case ERROR -> "\u001b[31m";
    };
  }
}
