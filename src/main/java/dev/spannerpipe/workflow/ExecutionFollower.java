package dev.spannerpipe.workflow;

import dev.spannerpipe.workflow.WorkflowEvents.Place;
import dev.spannerpipe.workflow.history.HistoryEvent;
import dev.spannerpipe.workflow.history.HistoryReader;
import dev.spannerpipe.workflow.history.StateChange;
import dev.spannerpipe.workflow.history.StateChange.Kind;
import dev.spannerpipe.workflow.history.StateIndex;
import dev.spannerpipe.workflow.history.StateVisit;
import dev.spannerpipe.workflow.history.StepFunctions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Follows one execution of a workflow while it runs: reads the execution's history and reports the
/// states that the execution enters and exits.
///
/// If the execution entered and exited a state between two polls, only the exit is reported.
final class ExecutionFollower {
  /// Step Functions fails an execution whose history exceeds this number of events
  /// ([quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)).
  private static final long MOST_EVENTS = 25_000;

  private final WorkflowEvents events;
  private final String arn;
  private final Place place;
  private final RetryRules rules;
  private final Supplier<Instant> now;
  private final HistoryReader reader;
  private final StateIndex index = new StateIndex();
  private final Set<StateVisit> unreported = new LinkedHashSet<>();
  private int percentReported;
  private int redrives;

  ExecutionFollower(
      StepFunctions service,
      WorkflowEvents events,
      String arn,
      Place place,
      RetryRules rules,
      Supplier<Instant> now) {
    this.events = events;
    this.arn = arn;
    this.place = place;
    this.rules = rules;
    this.now = now;
    this.reader = new HistoryReader(service, arn);
  }

  /// Makes one request to the service, and reports the new events. Returns for each new event what
  /// it changed about the states.
  List<StateChange> poll() {
    List<StateChange> changes = new ArrayList<>();
    for (HistoryEvent event : reader.poll()) {
      StateChange change = index.add(event);
      report(change);
      changes.add(change);
    }
    if (!reader.hasMore()) {
      unreported.forEach(visit -> events.entered(place, visit));
      unreported.clear();
      warnOfLimit();
    }
    return changes;
  }

  private void report(StateChange change) {
    StateVisit visit = change.visit();
    if (change.kind() == Kind.REDRIVEN) {
      redrives++;
    }
    if (visit == null) {
      return;
    }
    switch (change.kind()) {
      case ENTERED -> unreported.add(visit);
      case EXITED -> {
        unreported.remove(visit);
        events.exited(place, visit, now.get());
      }
      case WORK_FAILED ->
          events.attemptFailed(
              place, visit, change.event(), rules.attempts(visit.name(), change.event().error()));
      case CHILD_STARTED, MAP_RUN, REDRIVEN, ENDED, OTHER -> {}
    }
  }

  private void warnOfLimit() {
    long percent = index.lastId() * 100 / MOST_EVENTS;
    for (int threshold : new int[] {80, 90}) {
      if (percent >= threshold && percentReported < threshold) {
        percentReported = threshold;
        events.warn(
            "Execution %s has %d of the 25000 events that Step Functions allows; with more events it fails"
                .formatted(place.execution(), index.lastId()));
      }
    }
  }

  /// Returns whether the service has more events that can be read without waiting.
  boolean hasMore() {
    return reader.hasMore();
  }

  /// Returns whether all events of the execution have been read, and the execution has ended after
  /// at least this number of redrives. A redrive continues a failed execution.
  boolean isOver(int expectedRedrives) {
    return !reader.hasMore() && index.end().isPresent() && redrives >= expectedRedrives;
  }

  String arn() {
    return arn;
  }

  Place place() {
    return place;
  }

  StateIndex index() {
    return index;
  }
}
