package dev.spannerpipe.testing.stepfunctions;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// An execution of the stand-in: its events come true as time goes by.
final class PlayedExecution {
  private static final List<String> ENDS =
      List.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");

  private final String arn;
  private final String name;
  private final Machine machine;
  private final String qualified;
  private final String input;
  private final String revision;
  private final Instant startedAt;
  private final List<Timed> events = new ArrayList<>();
  private final List<JsonObject> jsons = new ArrayList<>();
  private final List<String> redriveTokens = new ArrayList<>();
  private final List<Instant> redrives = new ArrayList<>();

  private record Timed(Instant at, JsonObject json) {}

  PlayedExecution(
      String arn, String name, Machine machine, String qualified, String input, Instant startedAt) {
    this.arn = arn;
    this.name = name;
    this.machine = machine;
    this.qualified = qualified;
    this.input = input;
    this.revision = machine.revision();
    this.startedAt = startedAt;
    append(machine.next(), startedAt);
  }

  private void append(Script script, Instant from) {
    script.steps().forEach(step -> add(from.plus(step.after()), step.json().deepCopy()));
  }

  private void add(Instant at, JsonObject json) {
    json.addProperty("timestamp", seconds(at));
    events.add(new Timed(at, json));
    jsons.add(json);
  }

  /// Returns the events that have come true, each with its time.
  List<JsonObject> history(Instant now) {
    int visible =
        Collections.binarySearch(events, null, (event, _) -> event.at().isAfter(now) ? 1 : -1);
    return jsons.subList(0, -visible - 1);
  }

  /// Returns the last event, if it ends the execution.
  Optional<JsonObject> end(Instant now) {
    List<JsonObject> history = history(now);
    if (history.isEmpty()) {
      return Optional.empty();
    }
    JsonObject last = history.getLast();
    return ENDS.contains(last.get("type").getAsString()) ? Optional.of(last) : Optional.empty();
  }

  String status(Instant now) {
    return end(now)
        .map(
            event ->
                switch (event.get("type").getAsString()) {
                  case "ExecutionSucceeded" -> "SUCCEEDED";
                  case "ExecutionTimedOut" -> "TIMED_OUT";
                  case "ExecutionAborted" -> "ABORTED";
                  default -> "FAILED";
                })
        .orElse("RUNNING");
  }

  /// Asked for again with one of the last ten tokens, it is done once.
  void redrive(String token, Instant now) {
    if (!token.isEmpty() && redriveTokens.contains(token)) {
      return;
    }
    if (status(now).equals("RUNNING") || status(now).equals("SUCCEEDED")) {
      throw new Refusal(
          "ExecutionNotRedrivable", "Execution is " + status(now) + " and cannot be redriven");
    }
    redriveTokens.add(token);
    redrives.add(now);
    append(machine.redrive(events.size() + 1), now);
  }

  void stop(String error, String cause, Instant now) {
    events.removeIf(event -> event.at().isAfter(now));
    jsons.subList(events.size(), jsons.size()).clear();
    JsonObject details = new JsonObject();
    details.addProperty("error", error);
    details.addProperty("cause", cause);
    JsonObject event = new JsonObject();
    event.addProperty("id", events.size() + 1);
    event.addProperty("previousEventId", events.size());
    event.addProperty("type", "ExecutionAborted");
    event.add("executionAbortedEventDetails", details);
    add(now, event);
  }

  static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  /// Returns the time as of which it is shown, where redrives show so late.
  Instant shownAt(Instant now, Duration late) {
    return redrives.isEmpty() || !now.isBefore(redrives.getLast().plus(late))
        ? now
        : redrives.getLast().minusMillis(1);
  }

  int redrives(Instant now) {
    return (int) redrives.stream().filter(each -> !each.isAfter(now)).count();
  }

  boolean youngerThan(Duration age, Instant now) {
    return now.isBefore(startedAt.plus(age));
  }

  String arn() {
    return arn;
  }

  String name() {
    return name;
  }

  Machine machine() {
    return machine;
  }

  String qualified() {
    return qualified;
  }

  String input() {
    return input;
  }

  String revision() {
    return revision;
  }

  Instant startedAt() {
    return startedAt;
  }

  int redrives() {
    return redrives.size();
  }
}
