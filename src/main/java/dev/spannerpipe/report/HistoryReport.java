package dev.spannerpipe.report;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.Verification;
import dev.spannerpipe.text.DurationText;
import dev.spannerpipe.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The record as text: the runs on a database, the events of one run, and the result of a check of
/// the record.
public final class HistoryReport {
  private HistoryReport() {}

  /// Returns a table of the runs, in the given order.
  public static String runs(List<RunRow> runs) {
    if (runs.isEmpty()) {
      return "No run is recorded.\n";
    }
    TextTable table =
        new TextTable("RUN", "COMMAND", "STARTED", "TOOK", "EXIT", "PLAN", "COMMIT", "LINK");
    for (RunRow run : runs) {
      table.row(
          run.runId(),
          run.command(),
          time(run.startedAt()),
          took(run),
          Optional.ofNullable(run.exitCode()).map(String::valueOf).orElse("-"),
          shortened(run.planSha256()),
          shortened(run.commit()),
          run.link().map(link -> Long.toString(link.number())).orElse("-"));
    }
    return table.text();
  }

  /// Returns the text for one run and its events.
  public static String run(RunRow run, List<String> eventLines) {
    TextTable table = new TextTable("EVENT", "ENDED", "OUTCOME", "WHAT");
    for (String line : eventLines) {
      addEvent(line, table);
    }
    return runs(List.of(run))
        + "Head: "
        + run.head()
        + " (event "
        + run.headSequence()
        + ")\n"
        + (run.buildUrl() == null ? "" : "Build: " + SafeText.line(run.buildUrl()) + "\n")
        + "\n"
        + table.text();
  }

  /// Returns the text for the result of a check.
  public static String verification(Verification verification) {
    StringBuilder text = new StringBuilder();
    for (String finding : verification.findings()) {
      text.append("ERROR: ").append(SafeText.line(finding)).append(".\n");
    }
    text.append(verification.holds() ? "INFO: " : "ERROR: ");
    return text.append(verification.summary()).append(".\n").toString();
  }

  private static void addEvent(String line, TextTable table) {
    try {
      JsonObject event = Json.parseObject(line);
      table.row(text(event, "sequence"), ended(event), text(event, "outcome"), what(event));
    } catch (JsonException _) {
      table.row("?", "?", "?", "not an event: " + line);
    }
  }

  private static String what(JsonObject event) {
    JsonObject detail =
        event.values().get("detail") instanceof JsonObject members ? members : Json.object();
    // Another version of the pipe may have recorded an event that this version does not know.
    return RunEvent.parse(text(event, "name"), detail)
        .map(known -> EventText.of(known, Outcome.SUCCEEDED).message())
        .orElseGet(() -> text(event, "name") + " " + detail.canonical());
  }

  private static String text(JsonObject event, String name) {
    return event.find(name).map(Json::plain).orElse("");
  }

  private static String took(RunRow run) {
    Instant ended = run.endedAt();
    if (ended == null) {
      return "-";
    }
    return DurationText.words(Duration.between(run.startedAt(), ended));
  }

  private static String ended(JsonObject event) {
    String recorded = text(event, "endedAt");
    try {
      return time(Instant.parse(recorded));
    } catch (DateTimeParseException _) {
      return recorded;
    }
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String shortened(@Nullable String hash) {
    return hash == null ? "-" : hash.substring(0, Math.min(12, hash.length()));
  }
}
