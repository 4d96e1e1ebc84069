package dev.spannerpipe.report;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.report.EventText.Severity;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.text.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/// Writes messages that are not events: warnings before a run begins, the last line, and stack
/// traces. Text from outside cannot move the cursor, change colors or forge a line.
public final class Console {
  private final PrintWriter writer;
  private final Style style;
  private final Time time;

  /// @param writer the writer, which is flushed after each line
  public Console(PrintWriter writer, Style style, Time time) {
    this.writer = writer;
    this.style = style;
    this.time = time;
  }

  /// Prints a message that is neither a warning nor an error.
  public void info(String message) {
    print(Severity.INFO, "INFO: " + message, message);
  }

  /// Prints a warning.
  public void warning(String message) {
    print(Severity.WARNING, "WARNING: " + message, message);
  }

  /// Prints a detail of a failure that the last line will report.
  public void detail(String message) {
    print(Severity.ERROR, "  " + message, message);
  }

  /// Prints the last line of a run that succeeded.
  ///
  /// @param recorded the run's id and the hash of its last event; empty for a run without a record
  public void success(String sentence, Optional<RecordReference> recorded) {
    last(Severity.INFO, "✔ " + sentence, 0, recorded);
  }

  /// Prints the last line of a run that failed.
  ///
  /// @param description what failed and why
  /// @param action what to do next
  /// @param exitCode the exit code of the process
  /// @param recorded the run's id and the hash of its last event; empty for a run without a record
  public void failure(
      String description, String action, int exitCode, Optional<RecordReference> recorded) {
    String line = "✖ " + Failure.sentence(description) + " " + Failure.sentence(action);
    last(Severity.ERROR, line, exitCode, recorded);
  }

  /// Prints the last line. In JSON, the last object also has the exit code, the run's id and the
  /// hash of its last event, for log collectors.
  private void last(
      Severity severity, String line, int exitCode, Optional<RecordReference> recorded) {
    writer.println(
        switch (style) {
          case TEXT, COLORED -> style.paint(severity, SafeText.line(line));
          case JSON -> {
            JsonObject object = members(severity, SafeText.line(line)).with("exitCode", exitCode);
            yield SafeText.json(
                recorded
                    .map(at -> object.with("runId", at.runId()).with("recordHead", at.head()))
                    .orElse(object)
                    .canonical());
          }
        });
    writer.flush();
  }

  /// Prints the stack trace of an exception.
  public void trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    debug(trace.toString());
  }

  /// Prints a line for debugging.
  public void debugLine(String message) {
    print(Severity.DEBUG, "DEBUG: " + message, message);
  }

  /// Prints text for debugging; it may have several lines.
  public void debug(String text) {
    switch (style) {
      case TEXT, COLORED ->
          text.lines().forEach(line -> writer.println(SafeText.line(line.replace("\t", "    "))));
      case JSON -> writer.println(json(Severity.DEBUG, text.strip()));
    }
    writer.flush();
  }

  private void print(Severity severity, String text, String message) {
    writer.println(
        switch (style) {
          case TEXT, COLORED -> style.paint(severity, SafeText.line(text));
          case JSON -> json(severity, SafeText.line(message));
        });
    writer.flush();
  }

  private String json(Severity severity, String message) {
    return SafeText.json(members(severity, message).canonical());
  }

  private JsonObject members(Severity severity, String message) {
    return Json.object()
        .with("severity", severity.name())
        .with("time", time.now().toString())
        .with("message", message);
  }
}
