package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Event.Outcome;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.workflow.history.CauseText;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.HistoryEvent;
import dev.spannerpipe.workflow.history.MapRunCounts;
import dev.spannerpipe.workflow.history.StateVisit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The workflow's events, each with its details in one place.
final class WorkflowEvents {
  private static final int MOST_STATES = 20;

  private final RunLog log;

  WorkflowEvents(RunLog log) {
    this.log = log;
  }

  String runId() {
    return log.context().runId();
  }

  void warn(String message) {
    log.warn(message);
  }

  void intended(WorkflowIntent intent) {
    log.add(
        EventName.EXECUTION_INTENDED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("execution", intent.name())
            .with("stateMachine", intent.stateMachineArn())
            .with("attempt", intent.attempt()));
  }

  void started(String name, String arn, String how, Optional<String> ran, Optional<String> link) {
    log.add(
        EventName.EXECUTION_STARTED,
        Outcome.SUCCEEDED,
        Json.object()
            .with("execution", name)
            .with("executionArn", arn)
            .with("how", how)
            .with("ran", ran.orElse(null))
            .with("console", link.orElse(null)));
  }

  void redriven(String name, int countBefore, List<String> states) {
    log.add(
        EventName.EXECUTION_REDRIVEN,
        Outcome.SUCCEEDED,
        Json.object()
            .with("execution", name)
            .with("redriveCount", countBefore + 1L)
            .with("states", some(states)));
  }

  void childStarted(Place place, StateVisit visit, String arn, @Nullable String reason) {
    log.add(
        EventName.CHILD_STARTED,
        reason == null ? Outcome.SUCCEEDED : Outcome.SKIPPED,
        place.members(visit.path()).with("executionArn", arn).with("reason", reason));
  }

  void entered(Place place, StateVisit visit) {
    log.add(
        EventName.STATE_ENTERED,
        Outcome.GOING_ON,
        visit.enteredAt(),
        place.members(visit.path()).with("type", visit.type()));
  }

  void exited(Place place, StateVisit visit, Instant at) {
    JsonObject detail =
        place
            .members(visit.path())
            .with("type", visit.type())
            .with("elapsedMillis", visit.elapsed(at).toMillis());
    log.add(
        EventName.STATE_EXITED,
        Outcome.SUCCEEDED,
        visit.enteredAt(),
        visit.hasFailed()
            ? detail.with("caught", new JsonBoolean(true)).with("error", visit.error())
            : detail);
  }

  void attemptFailed(Place place, StateVisit visit, HistoryEvent event, OptionalLong retries) {
    JsonObject detail =
        place
            .members(visit.path())
            .with("error", event.error())
            .with("cause", orNull(CauseText.of(event.cause(), event.error())))
            .with("failures", visit.failures());
    // It may be tried again or caught: whether the state failed is not said yet.
    log.add(
        EventName.STATE_ATTEMPT_FAILED,
        Outcome.GOING_ON,
        retries.isPresent() ? detail.with("retries", retries.getAsLong()) : detail);
  }

  void failed(Place place, FailedState failed) {
    boolean root = failed.hasOtherRoot();
    log.add(
        EventName.STATE_FAILED,
        Outcome.FAILED,
        place
            .members(failed.path())
            .with("error", orNull(failed.error()))
            .with("cause", orNull(failed.cause()))
            .with("guess", new JsonBoolean(failed.guess()))
            .with("rootPath", root ? orNull(failed.rootPath()) : null)
            .with("rootError", root ? orNull(failed.rootError()) : null)
            .with("rootCause", root ? orNull(failed.rootCause()) : null));
  }

  void mapRun(Place place, String path, String arn, MapRunCounts counts) {
    log.add(
        EventName.MAP_RUN_PROGRESS,
        Outcome.GOING_ON,
        place
            .members(path)
            .with("mapRunArn", arn)
            .with("status", counts.status())
            .with("total", counts.total())
            .with("pending", counts.pending())
            .with("running", counts.running())
            .with("succeeded", counts.succeeded())
            .with("failed", counts.failed())
            .with("timedOut", counts.timedOut())
            .with("aborted", counts.aborted()));
  }

  void progress(Place place, Duration elapsed, List<StateVisit> working) {
    log.add(
        EventName.EXECUTION_PROGRESS,
        Outcome.GOING_ON,
        Json.object()
            .with("execution", place.execution())
            .with("elapsedMillis", elapsed.toMillis())
            .with("states", some(working.stream().map(StateVisit::path).toList())));
  }

  void stopped(String name, String reason, List<String> states) {
    log.add(
        EventName.EXECUTION_STOPPED,
        Outcome.SUCCEEDED,
        Json.object().with("execution", name).with("reason", reason).with("states", some(states)));
  }

  void ended(String name, WorkflowResult result, Optional<Duration> elapsed) {
    JsonObject detail =
        Json.object()
            .with("execution", name)
            .with("executionArn", result.executionArn())
            .with("status", result.status().text());
    FailedState failed = result.failed().orElse(null);
    if (failed != null) {
      detail =
          detail
              .with("path", failed.path())
              .with("error", orNull(failed.error()))
              .with("cause", orNull(failed.cause()))
              .with("rawCause", orNull(failed.rawCause()));
    }
    log.add(
        EventName.EXECUTION_ENDED,
        outcome(result),
        elapsed.isPresent() ? detail.with("elapsedMillis", elapsed.get().toMillis()) : detail);
  }

  private static Outcome outcome(WorkflowResult result) {
    if (result.failure().isEmpty()) {
      return Outcome.SUCCEEDED;
    }
    return result.failure().get() instanceof UnfinishedFailure ? Outcome.GOING_ON : Outcome.FAILED;
  }

  /// A Map may have thousands of open states; a line of a log cannot.
  private static Json some(List<String> states) {
    if (states.isEmpty()) {
      return new JsonNull();
    }
    if (states.size() <= MOST_STATES) {
      return Json.texts(states);
    }
    List<String> shown = new ArrayList<>(states.subList(0, MOST_STATES));
    shown.add("and " + (states.size() - MOST_STATES) + " more");
    return Json.texts(shown);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// Which execution an event is about.
  ///
  /// @param depth 0 for the workflow itself, 1 for its children and so on
  record Place(String execution, int depth) {
    JsonObject members(String path) {
      return Json.object().with("execution", execution).with("depth", depth).with("path", path);
    }
  }
}
