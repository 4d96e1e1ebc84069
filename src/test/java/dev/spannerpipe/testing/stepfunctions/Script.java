package dev.spannerpipe.testing.stepfunctions;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The events of an execution, or of one redrive of it, with the time at which each comes. Ids go
/// up from the first; what an event follows is said by whoever writes the script.
public final class Script {
  private final List<Step> steps = new ArrayList<>();
  private final int firstId;
  private Duration now = Duration.ZERO;

  private Script(int firstId) {
    this.firstId = firstId;
  }

  /// Returns an empty script of a new execution.
  public static Script empty() {
    return new Script(1);
  }

  /// Returns an empty script of a redrive, whose first event has this id.
  public static Script from(int firstId) {
    return new Script(firstId);
  }

  /// One event.
  ///
  /// @param after how long after the start, or the redrive
  /// @param json the event without its time
  record Step(Duration after, JsonObject json) {}

  List<Step> steps() {
    return steps;
  }

  /// Lets time pass before the next event.
  public Script pause(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  /// Lets time pass before the next event.
  public Script pause(long millis) {
    return pause(Duration.ofMillis(millis));
  }

  /// Returns the id that the next event gets.
  public int nextId() {
    return firstId + steps.size();
  }

  /// Adds an event without details and returns its id.
  public int add(String type, int previous) {
    return add(type, previous, null, Map.of());
  }

  /// Adds an event with details and returns its id.
  public int add(String type, int previous, String details, Map<String, Object> members) {
    JsonObject event = new JsonObject();
    event.addProperty("id", nextId());
    event.addProperty("previousEventId", previous);
    event.addProperty("type", type);
    if (details != null) {
      JsonObject detail = new JsonObject();
      members.forEach((name, value) -> put(detail, name, value));
      event.add(details, detail);
    }
    steps.add(new Step(now, event));
    return nextId() - 1;
  }

  private static void put(JsonObject detail, String name, Object value) {
    if (value instanceof Number number) {
      detail.addProperty(name, number);
    } else {
      detail.addProperty(name, String.valueOf(value));
    }
  }

  /// Adds the first event of every execution.
  public Script started() {
    add(
        "ExecutionStarted",
        0,
        "executionStartedEventDetails",
        Map.of("input", "{}", "roleArn", "arn:aws:iam::123456789012:role/machine"));
    return this;
  }

  /// Adds the entering of a state.
  public int entered(String stateType, String name, int previous) {
    return add(
        stateType + "StateEntered",
        previous,
        "stateEnteredEventDetails",
        Map.of("name", name, "input", "{}"));
  }

  /// Adds the leaving of a state.
  public int exited(String stateType, String name, int previous) {
    return add(
        stateType + "StateExited",
        previous,
        "stateExitedEventDetails",
        Map.of("name", name, "output", "{}"));
  }

  /// Adds a task's beginning, as of a Lambda function that is called through its own integration.
  public int taskBegun(int previous) {
    int scheduled =
        add(
            "TaskScheduled",
            previous,
            "taskScheduledEventDetails",
            Map.of(
                "resourceType",
                "lambda",
                "resource",
                "invoke",
                "region",
                "eu-west-1",
                "parameters",
                "{}"));
    return add("TaskStarted", scheduled, "taskStartedEventDetails", lambda());
  }

  /// Adds a task's success.
  public int taskSucceeded(int previous) {
    return add(
        "TaskSucceeded",
        previous,
        "taskSucceededEventDetails",
        Map.of("resourceType", "lambda", "resource", "invoke", "output", "{}"));
  }

  /// Adds a task's failure.
  public int taskFailed(int previous, String error, String cause) {
    return add(
        "TaskFailed",
        previous,
        "taskFailedEventDetails",
        Map.of("resourceType", "lambda", "resource", "invoke", "error", error, "cause", cause));
  }

  /// Adds a whole task state that goes well, and returns the id of its last event.
  public int task(String name, int previous, long millis) {
    int begun = taskBegun(entered("Task", name, previous));
    pause(millis);
    return exited("Task", name, taskSucceeded(begun));
  }

  /// Adds a Map's iteration event.
  public int iteration(String what, String map, int index, int previous) {
    return add(
        "MapIteration" + what,
        previous,
        "mapIteration" + what + "EventDetails",
        Map.of("name", map, "index", index));
  }

  /// Ends the execution well.
  public Script succeeded(int previous) {
    add(
        "ExecutionSucceeded",
        previous,
        "executionSucceededEventDetails",
        Map.of("output", "{\"ok\":true,\"ratio\":0.5}"));
    return this;
  }

  /// Ends the execution with an error and a cause.
  public Script failed(int previous, String error, String cause) {
    add(
        "ExecutionFailed",
        previous,
        "executionFailedEventDetails",
        Map.of("error", error, "cause", cause));
    return this;
  }

  private static Map<String, Object> lambda() {
    return Map.of("resourceType", "lambda", "resource", "invoke");
  }
}
