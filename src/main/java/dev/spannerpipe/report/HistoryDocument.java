package dev.spannerpipe.report;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The record (the runs on a database and their events) as JSON. A member without a value is left
/// out. Later versions may add members, but never change the name or the meaning of a member.
public final class HistoryDocument {
  private HistoryDocument() {}

  /// Returns a document with the runs and the result of a check. If `eventLines` contains a run,
  /// the run's object has the member `steps`, which lists the run's events.
  ///
  /// @param eventLines the stored events of some runs, one line of JSON per event; the key is the
  ///   run's id
  /// @param check the result of checking the record; empty if it was not checked
  public static JsonObject of(
      List<RunRow> runs, Map<String, List<String>> eventLines, Optional<Verification> check) {
    List<Json> items = new ArrayList<>();
    for (RunRow run : runs) {
      List<String> lines = eventLines.get(run.runId());
      JsonObject item = run(run);
      items.add(lines == null ? item : item.with("steps", steps(lines)));
    }
    JsonObject document = Json.object().with("runs", new JsonArray(items));
    return check.map(found -> document.with("verification", verification(found))).orElse(document);
  }

  private static JsonObject run(RunRow run) {
    Instant ended = run.endedAt();
    Long exitCode = run.exitCode();
    JsonObject item =
        Json.object()
            .with("runId", run.runId())
            .with("command", run.command())
            .with("version", run.version())
            .with("commit", run.commit())
            .with("buildUrl", run.buildUrl())
            .with("startedAt", run.startedAt().toString())
            .with("endedAt", ended == null ? null : ended.toString())
            .with("planSha256", run.planSha256())
            .with("headSequence", run.headSequence())
            .with("head", run.head());
    JsonObject whole = exitCode == null ? item : item.with("exitCode", exitCode);
    return run.link().map(link -> whole.with("link", link(link))).orElse(whole);
  }

  private static JsonObject link(RunRow.Link link) {
    return Json.object()
        .with("number", link.number())
        .with("sequence", link.sequence())
        .with("head", link.head())
        .with("previous", link.previous())
        .with("hash", link.hash());
  }

  /// Returns one object per event. A line that is not valid JSON becomes a string.
  private static JsonArray steps(List<String> lines) {
    List<Json> steps = new ArrayList<>();
    for (String line : lines) {
      try {
        steps.add(Json.parseObject(line));
      } catch (JsonException _) {
        steps.add(new JsonString(line));
      }
    }
    return new JsonArray(steps);
  }

  private static JsonObject verification(Verification check) {
    return Json.object()
        .with("holds", new JsonBoolean(check.holds()))
        .with("runs", check.runs())
        .with("events", check.events())
        .with("links", check.links())
        .with("findings", Json.texts(check.findings()))
        .with("expectedHead", check.expectedHead().orElse(null));
  }
}
