package dev.spannerpipe.workflow;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.workflow.WorkflowEvents.Place;
import dev.spannerpipe.workflow.history.MapRunCounts;
import dev.spannerpipe.workflow.history.StateChange;
import dev.spannerpipe.workflow.history.StateChange.Kind;
import dev.spannerpipe.workflow.history.StateVisit;
import dev.spannerpipe.workflow.history.StepFunctions;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Polls the progress of Map Runs, which are the runs of Distributed Map states, because the
/// execution's history does not contain their items. Queries at most one Map Run every five
/// seconds, because the service allows only one such request per second in the whole account.
final class MapRuns {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final StepFunctions service;
  private final WorkflowEvents events;
  private final RequestPacer pace;
  private final Time time;
  private final Map<String, Watched> running = new LinkedHashMap<>();
  private Duration next = Duration.ZERO;
  private boolean allowed = true;

  MapRuns(StepFunctions service, WorkflowEvents events, RequestPacer pace, Time time) {
    this.service = service;
    this.events = events;
    this.pace = pace;
    this.time = time;
  }

  private record Watched(Place place, String path, @Nullable MapRunCounts last) {}

  void begin(Place place, List<StateChange> changes) {
    for (StateChange change : changes) {
      String arn = change.event().mapRunArn();
      if (change.kind() == Kind.MAP_RUN && arn != null) {
        StateVisit visit = change.visit();
        running.put(arn, new Watched(place, visit == null ? "Map" : visit.path(), null));
      }
    }
  }

  /// Queries the counts of one Map Run if the interval has passed.
  void poll() {
    if (!allowed || running.isEmpty() || time.elapsed().compareTo(next) < 0) {
      return;
    }
    Map.Entry<String, Watched> first = running.entrySet().iterator().next();
    String arn = first.getKey();
    Watched watched = first.getValue();
    // This Map Run moves to the end of the queue, so that each Map Run gets its turn.
    running.remove(arn);
    pace.awaitRequest();
    try {
      MapRunCounts counts = service.mapRun(arn);
      if (!counts.equals(watched.last())) {
        events.mapRun(watched.place(), watched.path(), arn, counts);
      }
      if (counts.status().equals("RUNNING")) {
        running.put(arn, new Watched(watched.place(), watched.path(), counts));
      }
    } catch (StepFunctionsException failure) {
      failed(arn, watched, failure);
    }
    next = time.elapsed().plus(INTERVAL);
  }

  private void failed(String arn, Watched watched, StepFunctionsException failure) {
    if (failure.isWorthAnotherTry()) {
      running.put(arn, watched);
    } else {
      allowed = false;
      events.warn(
          "The progress of Map Runs is not shown, because states:DescribeMapRun failed: "
              + failure.reason());
    }
  }
}
