package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.record.ExecutionEvent.ExecutionEnded;
import dev.spannerpipe.record.ExecutionEvent.ExecutionIntended;
import dev.spannerpipe.record.ExecutionEvent.ExecutionProgress;
import dev.spannerpipe.record.ExecutionEvent.ExecutionRedriven;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStarted;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStopped;
import dev.spannerpipe.record.OpenStates;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.StateEvent.ChildStarted;
import dev.spannerpipe.record.StateEvent.ItemCounts;
import dev.spannerpipe.record.StateEvent.MapRunProgress;
import dev.spannerpipe.record.StateEvent.StateAttemptFailed;
import dev.spannerpipe.record.StateEvent.StateEntered;
import dev.spannerpipe.record.StateEvent.StateExited;
import dev.spannerpipe.record.StateEvent.StateFailed;
import dev.spannerpipe.record.StateEvent.StatePlace;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.workflow.history.CauseText;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.HistoryEvent;
import dev.spannerpipe.workflow.history.MapRunCounts;
import dev.spannerpipe.workflow.history.StateVisit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Converts values of this package to events of the record, and adds the events to the run log.
final class WorkflowEvents {
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
    log.add(new ExecutionIntended(intent.name(), intent.stateMachineArn(), intent.attempt()));
  }

  void started(String name, String arn, String how, Optional<String> ran, Optional<String> link) {
    log.add(new ExecutionStarted(name, arn, how, ran.orElse(null), link.orElse(null)));
  }

  void redriven(String name, int countBefore, List<String> states) {
    log.add(new ExecutionRedriven(name, countBefore + 1L, OpenStates.of(states)));
  }

  void childStarted(Place place, StateVisit visit, String arn, @Nullable String reason) {
    log.add(
        reason == null ? Outcome.SUCCEEDED : Outcome.SKIPPED,
        new ChildStarted(place.of(visit.path()), arn, reason));
  }

  void entered(Place place, StateVisit visit) {
    log.add(
        Outcome.GOING_ON,
        visit.enteredAt(),
        new StateEntered(place.of(visit.path()), visit.type()));
  }

  void exited(Place place, StateVisit visit, Instant at) {
    boolean caught = visit.hasFailed();
    log.add(
        Outcome.SUCCEEDED,
        visit.enteredAt(),
        new StateExited(
            place.of(visit.path()),
            visit.type(),
            visit.elapsed(at).toMillis(),
            caught ? true : null,
            caught ? visit.error() : null));
  }

  void attemptFailed(Place place, StateVisit visit, HistoryEvent event, OptionalLong retries) {
    // The error may be retried or caught, so the state has not failed yet.
    log.add(
        Outcome.GOING_ON,
        new StateAttemptFailed(
            place.of(visit.path()),
            event.error(),
            orNull(CauseText.of(event.cause(), event.error())),
            visit.failures(),
            retries.isPresent() ? retries.getAsLong() : null));
  }

  void failed(Place place, FailedState failed) {
    boolean root = failed.hasOtherRoot();
    log.add(
        Outcome.FAILED,
        new StateFailed(
            place.of(failed.path()),
            orNull(failed.error()),
            orNull(failed.cause()),
            failed.guess(),
            root ? orNull(failed.rootPath()) : null,
            root ? orNull(failed.rootError()) : null,
            root ? orNull(failed.rootCause()) : null));
  }

  void mapRun(Place place, String path, String arn, MapRunCounts counts) {
    log.add(
        Outcome.GOING_ON,
        new MapRunProgress(
            place.of(path),
            arn,
            counts.status(),
            new ItemCounts(
                counts.total(),
                counts.pending(),
                counts.running(),
                counts.succeeded(),
                counts.failed(),
                counts.timedOut(),
                counts.aborted())));
  }

  void progress(Place place, Duration elapsed, List<StateVisit> working) {
    log.add(
        Outcome.GOING_ON,
        new ExecutionProgress(
            place.execution(),
            elapsed.toMillis(),
            OpenStates.of(working.stream().map(StateVisit::path).toList())));
  }

  void stopped(String name, String reason, List<String> states) {
    log.add(new ExecutionStopped(name, reason, OpenStates.of(states)));
  }

  void ended(String name, WorkflowResult result, Optional<Duration> elapsed) {
    Optional<FailedState> failed = result.failed();
    log.add(
        outcome(result),
        new ExecutionEnded(
            name,
            result.executionArn(),
            result.status().text(),
            failed.map(FailedState::path).orElse(null),
            failed.map(state -> orNull(state.error())).orElse(null),
            failed.map(state -> orNull(state.cause())).orElse(null),
            failed.map(state -> orNull(state.rawCause())).orElse(null),
            elapsed.map(Duration::toMillis).orElse(null)));
  }

  private static Outcome outcome(WorkflowResult result) {
    if (result.failure().isEmpty()) {
      return Outcome.SUCCEEDED;
    }
    return result.failure().get() instanceof UnfinishedFailure ? Outcome.GOING_ON : Outcome.FAILED;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// The execution that an event belongs to.
  ///
  /// @param depth 0 for the execution of the workflow itself, 1 for an execution that this one
  ///   started, and so on
  record Place(String execution, int depth) {
    StatePlace of(String path) {
      return new StatePlace(execution, depth, path);
    }
  }
}
