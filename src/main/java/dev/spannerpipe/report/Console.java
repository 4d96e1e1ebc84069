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
  ///
  /// @param recorded where its record is, for a run that is recorded
  public void success(String sentence, Optional<RecordReference> recorded) {
    last(Severity.INFO, "✔ " + sentence, 0, recorded);
  }

  /// Prints the last line of a run that did not.
  ///
  /// @param exitCode what the process ends with
  /// @param recorded where its record is, for a run that is recorded
  public void failure(
      String description, String action, int exitCode, Optional<RecordReference> recorded) {
    String line = "✖ " + Failure.sentence(description) + " " + Failure.sentence(action);
    last(Severity.ERROR, line, exitCode, recorded);
  }

  /// A log collector finds in the last object how the run ended.
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

  /// Prints where in the program something happened.
  public void trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    debug(trace.toString());
  }

  /// Prints a line that only somebody who looks for a fault wants to see.
  public void debugLine(String message) {
    print(Severity.DEBUG, "DEBUG: " + message, message);
  }

  /// Prints what only somebody who looks for a fault wants to see; it may have several lines.
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
