package dev.spannerpipe.workflow.history;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the state whose failure ended an execution.
///
/// The first rule that finds a state is used:
/// - the state that an `EvaluationFailed` event names
/// - the state that the cause names, if the cause also names the event at which this state was
///   entered
/// - the state of the nearest failure before the last event; if that failure was caught, the state
///   of the latest failure that was not caught
/// - the only state that was working, if the execution was aborted or timed out
/// - the unfinished state that was entered last, or if all states are finished, the state that was
///   entered last; this is only a guess
public final class FailureAnalysis {
  private static final Pattern NAMED =
      Pattern.compile("state '(?<name>.+?)' \\(entered at the event id #(?<id>[0-9]{1,9})\\)");

  private final StateIndex index;
  private final Execution execution;
  private final @Nullable String error;
  private final @Nullable String cause;

  private FailureAnalysis(StateIndex index, Execution execution) {
    this.index = index;
    this.execution = execution;
    Optional<HistoryEvent> end = index.end();
    this.error = end.map(HistoryEvent::error).orElse(execution.error());
    this.cause = end.map(HistoryEvent::cause).orElse(execution.cause());
  }

  private record Found(StateVisit visit, boolean guess, long eventId) {}

  /// Returns the failed state; empty if no state was entered.
  public static Optional<FailedState> of(StateIndex index, Execution execution) {
    FailureAnalysis analysis = new FailureAnalysis(index, execution);
    return analysis.find().map(analysis::describe);
  }

  private Optional<Found> find() {
    return failedEvaluation()
        .or(this::namedInCause)
        .or(this::failedWork)
        .or(this::whereItWas)
        .or(this::lastEntered);
  }

  private Optional<Found> failedEvaluation() {
    return index.failures().values().stream()
        .filter(event -> event.type().equals("EvaluationFailed"))
        .flatMap(
            event ->
                index
                    .visitAt(event.id())
                    .filter(visit -> !visit.isExited())
                    .map(visit -> new Found(visit, false, event.id()))
                    .stream())
        .max(Comparator.comparingLong(Found::eventId));
  }

  private Optional<Found> namedInCause() {
    Matcher match = NAMED.matcher(cause == null ? "" : cause);
    if (!match.find()) {
      return Optional.empty();
    }
    long id = Long.parseLong(match.group("id"));
    return index
        .visitAt(id)
        .filter(visit -> visit.enteredId() == id && visit.name().equals(match.group("name")))
        .map(visit -> new Found(visit, false, 0));
  }

  /// Follows the chain of previous events back from the last event to the nearest failure. If that
  /// failure was caught, it did not end the execution, so the latest uncaught failure is used.
  private Optional<Found> failedWork() {
    for (long id = index.end().map(HistoryEvent::previousId).orElse(0L);
        id > 0;
        id = index.previousOf(id)) {
      if (index.failures().containsKey(id)) {
        Optional<Found> found = uncaught(id);
        if (found.isPresent()) {
          return found;
        }
        break;
      }
    }
    return index.failures().keySet().stream()
        .flatMap(id -> uncaught(id).stream())
        .max(Comparator.comparingLong(Found::eventId));
  }

  private Optional<Found> uncaught(long id) {
    return index
        .visitAt(id)
        .filter(visit -> !visit.isExited() && visit.hasFailed())
        .map(visit -> new Found(visit, false, id));
  }

  /// If the execution was aborted or timed out, returns the state that was working then. Returns
  /// empty if several states were working, because any of them may be the cause.
  private Optional<Found> whereItWas() {
    List<StateVisit> working = index.working();
    boolean interrupted =
        execution.status().kind() == ExecutionStatus.Kind.TIMED_OUT
            || execution.status().kind() == ExecutionStatus.Kind.ABORTED;
    return interrupted && working.size() == 1
        ? Optional.of(new Found(working.getFirst(), false, 0))
        : Optional.empty();
  }

  private Optional<Found> lastEntered() {
    List<StateVisit> unfinished = index.unfinished();
    List<StateVisit> among = unfinished.isEmpty() ? index.visits() : unfinished;
    return among.isEmpty() ? Optional.empty() : Optional.of(new Found(among.getLast(), true, 0));
  }

  private FailedState describe(Found found) {
    HistoryEvent own = index.failures().get(found.eventId());
    String lastError = orElse(error, own == null ? null : own.error());
    String lastCause = orElse(cause, own == null ? null : own.cause());
    Optional<HistoryEvent> root = root(found);
    return new FailedState(
        found.visit().path(),
        found.guess(),
        lastError,
        CauseText.of(lastCause, lastError),
        lastCause,
        root.flatMap(event -> index.visitAt(event.id())).map(StateVisit::path).orElse(""),
        root.map(HistoryEvent::error).orElse(""),
        root.map(event -> CauseText.of(event.cause(), event.error())).orElse(""));
  }

  /// Returns the event at which the work failed. For a Fail state, this is the caught failure that
  /// led to the Fail state.
  private Optional<HistoryEvent> root(Found found) {
    for (long id = found.eventId(); id > 0; id = index.previousOf(id)) {
      HistoryEvent event = index.failures().get(id);
      if (event != null && event.isFailureOfWork()) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  private static String orElse(@Nullable String first, @Nullable String second) {
    return first == null || first.isEmpty() ? (second == null ? "" : second) : first;
  }
}
