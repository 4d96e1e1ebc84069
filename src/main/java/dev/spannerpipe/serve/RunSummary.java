package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RecordLines;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.StoredEvent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a record says about one run, collected event by event.
final class RunSummary {
  private final String folder;
  private final String runId;
  private final Map<String, String> subject = new TreeMap<>();
  private final Map<String, String> identity = new TreeMap<>();
  private String startedAt = "";
  private String lastAt = "";
  private @Nullable String target;
  private @Nullable String commit;
  private @Nullable String buildUrl;
  private @Nullable RunStarted started;
  private @Nullable Planned planned;
  private @Nullable RunEnded ended;
  private long events;
  private String head = "";
  private @Nullable String broken;

  RunSummary(String folder, String runId) {
    this.folder = folder;
    this.runId = runId;
  }

  /// Adds the next event of the run.
  void add(RecordLines.Line line, StoredEvent event) {
    events++;
    head = event.hash();
    lastAt = event.text("endedAt").orElse(lastAt);
    if (startedAt.isEmpty()) {
      startedAt = event.text("startedAt").orElse("");
    }
    event.text("target").ifPresent(value -> target = value);
    event.text("commit").ifPresent(value -> commit = value);
    event.text("buildUrl").ifPresent(value -> buildUrl = value);
    addTexts(event, "subject", subject);
    addTexts(event, "identity", identity);
    event.event().ifPresent(this::add);
    if (broken == null && !line.findings().isEmpty()) {
      broken = "line " + line.number() + ": " + line.findings().getFirst();
    }
  }

  private void add(RunEvent event) {
    switch (event) {
      case RunStarted known -> started = known;
      case Planned known -> planned = known;
      case RunEnded known -> ended = known;
      default -> {}
    }
  }

  private static void addTexts(StoredEvent event, String name, Map<String, String> texts) {
    if (event.content().values().get(name) instanceof JsonObject members) {
      members
          .values()
          .forEach(
              (key, value) -> {
                if (value instanceof JsonString(String text)) {
                  texts.put(key, text);
                }
              });
    }
  }

  /// Returns how many events the record has of the run.
  long events() {
    return events;
  }

  String folder() {
    return folder;
  }

  String runId() {
    return runId;
  }

  /// Returns when the run started, as the record has it; an empty string if it is not known.
  String startedAt() {
    return startedAt;
  }

  /// Returns the database; an empty string for a preview without a database.
  String target() {
    return target == null ? "" : target;
  }

  Map<String, String> subject() {
    return Map.copyOf(subject);
  }

  Map<String, String> identity() {
    return Map.copyOf(identity);
  }

  Optional<String> command() {
    return Optional.ofNullable(started).map(RunStarted::command);
  }

  Optional<String> planSha256() {
    return Optional.ofNullable(planned).map(Planned::sha256);
  }

  /// Returns the run's last event; empty if the process was killed or is still running.
  Optional<RunEnded> ended() {
    return Optional.ofNullable(ended);
  }

  /// Returns the summary for an answer.
  JsonObject json() {
    JsonObject summary =
        Json.object()
            .with("runId", runId)
            .with("folder", folder)
            .with("command", started == null ? null : started.command())
            .with("version", started == null ? null : started.version())
            .with("database", target)
            .with("startedAt", startedAt)
            .with("events", events)
            .with("head", head)
            .with("commit", commit)
            .with("buildUrl", buildUrl)
            .with("requestedBy", Json.object(subject))
            .with("identity", Json.object(identity))
            .with("chain", broken == null ? "unbroken" : "broken in " + broken);
    return withEnd(withPlan(summary));
  }

  private JsonObject withPlan(JsonObject summary) {
    Planned plan = planned;
    return plan == null
        ? summary
        : summary
            .with("planSha256", plan.sha256())
            .with("pendingChangeSets", plan.pending())
            .with("plannedStatements", plan.statements());
  }

  private JsonObject withEnd(JsonObject summary) {
    RunEnded end = ended;
    return end == null
        ? summary
            .with("outcome", "unknown: the process was killed, or it is still running")
            .with("lastEventAt", lastAt)
        : summary
            .with("outcome", end.exitCode() == 0 ? "succeeded" : "failed")
            .with("exitCode", end.exitCode())
            .with("endedAt", lastAt)
            .with("lastLine", end.message());
  }
}
