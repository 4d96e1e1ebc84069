package dev.spannerpipe.workflow.history;

import dev.spannerpipe.workflow.history.StateChange.Kind;
import dev.spannerpipe.workflow.history.StateVisit.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds out from an execution's history which states were entered and exited, and how the states
/// are nested. The events of the history are added one by one.
///
/// The place of an event is the state that the event belongs to, or a position between two states.
/// Usually the place follows from `previousEventId`, which links each event to the event that led
/// to it. There are exceptions: the end of a Parallel or Map follows some event inside the Parallel
/// or Map; the next iteration of a Map follows the end of the previous iteration; after a redrive,
/// the chain of previous events may begin anew. In these cases, the names and types of the open
/// states decide. To save memory, the index keeps only the place and the previous id of each event,
/// and the latest failures.
public final class StateIndex {
  private static final int MOST_FAILURES = 64;
  private static final int LONGEST_CAUSE = 16_384;

  private final List<Place> places = new ArrayList<>();
  private final List<StateVisit> visits = new ArrayList<>();
  private final Map<Long, StateVisit> open = new LinkedHashMap<>();
  private final Map<Long, HistoryEvent> failures = new LinkedHashMap<>();
  private int[] previous = new int[256];
  private @Nullable HistoryEvent end;

  /// The state that the latest exit event belongs to. It is kept here, because the place of an exit
  /// event is already outside this state.
  private @Nullable StateVisit left;

  /// The place of an event: a state, or a position between two states, in a scope.
  ///
  /// @param scope the top level, branch or iteration in which the event happened
  /// @param visit the state that the event belongs to; null if the event is between two states
  private record Place(Scope scope, @Nullable StateVisit visit) {
    static final Place TOP = new Place(Scope.TOP, null);
  }

  /// Adds the next event, and returns what it changed about the states.
  public StateChange add(HistoryEvent event) {
    Place before = place(event.previousId());
    Place place = before;
    Kind kind = Kind.OTHER;
    if (event.isEntered()) {
      place = entered(event, before);
      kind = Kind.ENTERED;
    } else if (event.isExited()) {
      place = exited(event, before);
      kind = Kind.EXITED;
    } else if (event.type().startsWith("MapIteration")) {
      place = iteration(event, before);
    } else if (event.isFailureOfWork()) {
      place = workFailed(event, before);
      kind = Kind.WORK_FAILED;
    } else if (event.isFailureOfGroup()) {
      place = groupFailed(event, before);
    } else if (event.type().endsWith("StateAborted")) {
      place = aborted(event, before);
    } else if (event.isBeginOfWork()) {
      place = begun(event, before);
      kind = event.mapRunArn() == null ? Kind.OTHER : Kind.MAP_RUN;
    } else {
      kind = rest(event);
      place = kind == Kind.REDRIVEN ? Place.TOP : before;
    }
    remember(event, place);
    return new StateChange(kind, subject(event, place), event);
  }

  private Kind rest(HistoryEvent event) {
    if (event.isEndOfExecution()) {
      end = event;
      return Kind.ENDED;
    }
    if (event.type().equals("ExecutionRedriven")) {
      end = null;
      visits.stream().filter(visit -> !visit.isExited()).forEach(this::reopen);
      return Kind.REDRIVEN;
    }
    return event.isChildStart() ? Kind.CHILD_STARTED : Kind.OTHER;
  }

  private void reopen(StateVisit visit) {
    visit.redriven();
    open.put(visit.enteredId(), visit);
  }

  private @Nullable StateVisit subject(HistoryEvent event, Place place) {
    return event.isExited() ? left : place.visit();
  }

  private Place entered(HistoryEvent event, Place before) {
    StateVisit visit = new StateVisit(event, event.stateType(), before.scope());
    visits.add(visit);
    open.put(visit.enteredId(), visit);
    if (visit.type().equals("Fail")) {
      visit.groupFailed(null);
      keep(event);
    }
    return new Place(before.scope(), visit);
  }

  private Place exited(HistoryEvent event, Place before) {
    StateVisit visit = enclosing(before, each -> each.name().equals(event.name()));
    left = visit;
    if (visit == null) {
      return new Place(before.scope(), null);
    }
    visit.exited(event.at());
    open.remove(visit.enteredId());
    return new Place(visit.scope(), null);
  }

  private Place iteration(HistoryEvent event, Place before) {
    StateVisit map = enclosing(before, each -> each.name().equals(event.name()));
    if (map == null) {
      return before;
    }
    if (event.type().equals("MapIterationStarted")) {
      return new Place(new Scope(map, event.index()), null);
    }
    if (event.isFailureOfGroup()) {
      map.groupFailed(innerError(before));
    }
    return new Place(map.scope(), map);
  }

  private Place workFailed(HistoryEvent event, Place before) {
    StateVisit visit =
        event.name() == null
            ? working(before)
            : enclosing(before, each -> each.name().equals(event.name()));
    if (visit != null) {
      visit.workFailed(event.error());
    }
    keep(event);
    return new Place(visit == null ? before.scope() : visit.scope(), visit);
  }

  private Place groupFailed(HistoryEvent event, Place before) {
    String type = event.type().startsWith("Parallel") ? "Parallel" : "Map";
    StateVisit visit = enclosing(before, each -> each.type().equals(type));
    if (visit == null) {
      return before;
    }
    visit.groupFailed(event.error() == null ? innerError(before) : event.error());
    if (event.type().equals("MapRunFailed")) {
      keep(event);
    }
    return new Place(visit.scope(), visit);
  }

  private Place aborted(HistoryEvent event, Place before) {
    StateVisit visit = enclosing(before, each -> each.type().equals(event.stateType()));
    if (visit == null) {
      return before;
    }
    visit.abort();
    open.remove(visit.enteredId());
    return new Place(visit.scope(), visit);
  }

  private Place begun(HistoryEvent event, Place before) {
    StateVisit visit =
        switch (event.type()) {
          case "ParallelStateStarted" -> enclosing(before, each -> each.type().equals("Parallel"));
          case "MapStateStarted", "MapRunStarted", "MapRunRedriven" ->
              enclosing(before, each -> each.type().equals("Map"));
          default -> working(before);
        };
    if (visit == null) {
      return before;
    }
    visit.workBegun();
    return event.type().equals("ParallelStateStarted")
        ? new Place(new Scope(visit, -1), null)
        : new Place(visit.scope(), visit);
  }

  /// Returns the state that a task's event belongs to. After a redrive, the chain of previous
  /// events may not lead to the state; then the open Task that was entered last is used.
  private @Nullable StateVisit working(Place before) {
    StateVisit visit = before.visit();
    return visit != null && visit.isOpen() ? visit : latestOpen(each -> each.type().equals("Task"));
  }

  /// Returns the nearest matching open state that contains the place. If there is none, returns the
  /// matching open state that was entered last.
  private @Nullable StateVisit enclosing(Place place, Predicate<StateVisit> fits) {
    StateVisit visit = place.visit() == null ? place.scope().parent() : place.visit();
    while (visit != null && !(visit.isOpen() && fits.test(visit))) {
      visit = visit.scope().parent();
    }
    return visit == null ? latestOpen(fits) : visit;
  }

  private @Nullable StateVisit latestOpen(Predicate<StateVisit> fits) {
    StateVisit latest = null;
    for (StateVisit visit : open.values()) {
      latest = fits.test(visit) ? visit : latest;
    }
    return latest;
  }

  private static @Nullable String innerError(Place inside) {
    return inside.visit() == null ? null : inside.visit().error();
  }

  private void keep(HistoryEvent event) {
    failures.put(event.id(), event.withCauseOf(LONGEST_CAUSE));
    if (failures.size() > MOST_FAILURES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  private void remember(HistoryEvent event, Place place) {
    int id = (int) event.id();
    while (places.size() <= id) {
      places.add(Place.TOP);
    }
    places.set(id, place);
    if (previous.length <= id) {
      previous = Arrays.copyOf(previous, Math.max(id + 1, previous.length * 2));
    }
    previous[id] = (int) event.previousId();
  }

  private Place place(long id) {
    return id > 0 && id < places.size() ? places.get((int) id) : Place.TOP;
  }

  /// Returns the state that the event with this id belongs to.
  Optional<StateVisit> visitAt(long id) {
    return Optional.ofNullable(place(id).visit());
  }

  /// Returns the `previousEventId` of the event with this id; 0 for the first event or an unknown
  /// id.
  long previousOf(long id) {
    return id > 0 && id < places.size() ? previous[(int) id] : 0;
  }

  /// Returns the latest events at which work failed, a Map Run failed, or a Fail state was entered.
  /// Each key is the id of an event.
  Map<Long, HistoryEvent> failures() {
    return failures;
  }

  /// Replaces known failures, and the last event, by the same events with their data.
  ///
  /// @param events events of a history that was read with data
  public void learn(List<HistoryEvent> events) {
    events.forEach(
        event -> failures.computeIfPresent(event.id(), (_, _) -> event.withCauseOf(LONGEST_CAUSE)));
    for (HistoryEvent event : events) {
      if (end != null && event.id() == end.id()) {
        end = event;
      }
    }
  }

  /// Returns all states that were entered, in the order in which they were entered.
  public List<StateVisit> visits() {
    return visits;
  }

  /// Returns the open states that contain no other open state.
  public List<StateVisit> working() {
    return open.values().stream().filter(each -> !holdsOpen(each)).toList();
  }

  private boolean holdsOpen(StateVisit outer) {
    return open.values().stream().anyMatch(each -> outer.equals(each.scope().parent()));
  }

  /// Returns the states that were entered and not exited. A redrive runs these states again.
  public List<StateVisit> unfinished() {
    return visits.stream().filter(each -> !each.isExited()).toList();
  }

  /// Returns the event that ended the execution; empty if the execution is running.
  public Optional<HistoryEvent> end() {
    return Optional.ofNullable(end);
  }

  /// Returns the highest event id so far.
  public long lastId() {
    return places.size() - 1L;
  }
}
