package dev.spannerpipe.report;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.report.ConsoleListener.Style;
import dev.spannerpipe.report.EventText.Severity;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.text.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;

/// Writes for people what is no event: warnings before a run begins, the last line, and traces.
/// What comes from outside cannot move the cursor, change colours or forge a line.
public final class Console {
  private final PrintWriter writer;
  private final Style style;
  private final Time time;

  /// @param writer flushed after each line
  public Console(PrintWriter writer, Style style, Time time) {
    this.writer = writer;
    this.style = style;
    this.time = time;
  }

  /// Prints what happened.
  public void info(String message) {
    print(Severity.INFO, "INFO: " + message, message);
  }

  /// Prints what a person should know.
  public void warning(String message) {
    print(Severity.WARNING, "WARNING: " + message, message);
  }

  /// Prints one of several things that belong to the failure that follows.
  public void detail(String message) {
    print(Severity.ERROR, "  " + message, message);
  }

  /// Prints the last line of a run that went well.
  public void success(String sentence) {
    String line = "✔ " + sentence;
    print(Severity.INFO, line, line);
  }

  /// Prints the last line of a run that did not.
  public void failure(String description, String action) {
    String line = "✖ " + Failure.sentence(description) + " " + Failure.sentence(action);
    print(Severity.ERROR, line, line);
  }

  /// Prints where in the program something happened.
  public void trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    debug(trace.toString());
  }

  /// Prints what only somebody who looks for a fault wants to see; it may have several lines.
  public void debug(String text) {
    switch (style) {
      case TEXT ->
          text.lines().forEach(line -> writer.println(SafeText.line(line.replace("\t", "    "))));
      case JSON -> writer.println(json(Severity.DEBUG, text.strip()));
    }
    writer.flush();
  }

  private void print(Severity severity, String text, String message) {
    writer.println(
        switch (style) {
          case TEXT -> SafeText.line(text);
          case JSON -> json(severity, SafeText.line(message));
        });
    writer.flush();
  }

  private String json(Severity severity, String message) {
    return SafeText.json(
        Json.object()
            .with("severity", severity.name())
            .with("time", time.now().toString())
            .with("message", message)
            .canonical());
  }
}
