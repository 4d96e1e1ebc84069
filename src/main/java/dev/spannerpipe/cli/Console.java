package dev.spannerpipe.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;

/// Writes for people. What comes from outside cannot move the cursor, change colours or forge a
/// line.
final class Console {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

  private final PrintWriter writer;

  Console(PrintWriter writer) {
    this.writer = writer;
  }

  /// Prints one line.
  void line(String text) {
    writer.println(printable(text));
    writer.flush();
  }

  /// Prints the last line of a run that went well.
  void success(String sentence) {
    line("✔ " + sentence);
  }

  /// Prints the last line of a run that did not.
  void failure(String description, String action) {
    line("✖ " + description + ". " + action + ".");
  }

  /// Prints where in the program something happened.
  void trace(Throwable thrown) {
    thrown.printStackTrace(writer);
    writer.flush();
  }

  /// Returns the text with control characters replaced; a tab becomes a space.
  static String printable(String text) {
    return CONTROL.matcher(text.replace('\t', ' ')).replaceAll("\uFFFD");
  }
}
