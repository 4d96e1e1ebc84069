package dev.spannerpipe.workflow;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.text.Arn;
import dev.spannerpipe.workflow.WorkflowEvents.Place;
import dev.spannerpipe.workflow.history.HistoryEvent;
import dev.spannerpipe.workflow.history.StateChange;
import dev.spannerpipe.workflow.history.StateChange.Kind;
import dev.spannerpipe.workflow.history.StateVisit;
import dev.spannerpipe.workflow.history.StepFunctions;
import dev.spannerpipe.workflow.history.StepFunctions.Page;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows the nested executions: those that a state of the workflow has started and waits for. If
/// this run may not read a nested execution, or too many are running, only the ARN of the nested
/// execution is reported.
final class NestedExecutions {
  private static final int DEEPEST = 3;
  private static final int MOST = 10;
  private static final int PAGES = 3;

  private final StepFunctions service;
  private final WorkflowEvents events;
  private final RequestPacer pace;
  private final Supplier<Instant> now;
  private final List<ExecutionFollower> active = new ArrayList<>();
  private final Map<StateVisit, ExecutionFollower> failed = new HashMap<>();
  private final Map<ExecutionFollower, StateVisit> parents = new HashMap<>();

  NestedExecutions(
      StepFunctions service, WorkflowEvents events, RequestPacer pace, Supplier<Instant> now) {
    this.service = service;
    this.events = events;
    this.pace = pace;
    this.now = now;
  }

  /// Begins to follow the nested executions whose start is among these changes.
  void begin(ExecutionFollower parent, List<StateChange> changes) {
    for (StateChange change : changes) {
      if (change.kind() == Kind.CHILD_STARTED && change.visit() != null) {
        begin(parent, change.visit(), change.event());
      }
    }
  }

  private void begin(ExecutionFollower parent, StateVisit visit, HistoryEvent event) {
    Place inside = parent.place();
    Optional<String> arn = childArn(parent, event);
    if (arn.isEmpty() || !visit.isOpen()) {
      arn.ifPresent(each -> events.childStarted(inside, visit, each, "it has ended already"));
      return;
    }
    String reason = whyNot(parent);
    events.childStarted(inside, visit, arn.get(), reason);
    if (reason == null) {
      ExecutionFollower child =
          new ExecutionFollower(
              service,
              events,
              arn.get(),
              new Place(Arn.name(arn.get()), parent.place().depth() + 1),
              RetryRules.UNKNOWN,
              now);
      active.add(child);
      parents.put(child, visit);
    }
  }

  private @Nullable String whyNot(ExecutionFollower parent) {
    if (parent.place().depth() >= DEEPEST) {
      return "it is nested too deeply";
    }
    return active.size() >= MOST ? "the run already follows 10 other nested executions" : null;
  }

  /// Returns the ARN of the nested execution. The ARN is in the event's output, but the history is
  /// polled without outputs, so this method reads the event again. It reads the history backward,
  /// because a new event is near the end.
  private Optional<String> childArn(ExecutionFollower parent, HistoryEvent event) {
    try {
      int most = Math.clamp(parent.index().lastId() - event.id() + 10, 10, 200);
      String token = null;
      for (int page = 0; page < PAGES; page++) {
        pace.awaitRequest();
        Page answer = service.history(parent.arn(), true, most, true, token);
        Optional<HistoryEvent> found =
            answer.events().stream().filter(each -> each.id() == event.id()).findFirst();
        if (found.isPresent() || answer.next().isEmpty()) {
          return found.map(HistoryEvent::output).flatMap(NestedExecutions::executionArn);
        }
        token = answer.next().get();
      }
    } catch (StepFunctionsException _) {
      // A nested execution without an ARN is not followed. The state that started it shows its
      // outcome anyway.
    }
    return Optional.empty();
  }

  private static Optional<String> executionArn(String output) {
    try {
      return JsonDocument.parse(output).member("ExecutionArn").flatMap(JsonDocument::string);
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  /// Polls each nested execution once.
  void poll() {
    for (ExecutionFollower child : List.copyOf(active)) {
      pace.awaitRequest();
      poll(child);
    }
  }

  private void poll(ExecutionFollower child) {
    try {
      begin(child, child.poll());
    } catch (StepFunctionsException failure) {
      if (failure.isWorthAnotherTry()) {
        pace.slower();
        return;
      }
      // If a nested execution cannot be read, the run continues without it, because the state that
      // started it shows its outcome.
      active.remove(child);
      events.warn("Execution %s is not followed: %s".formatted(child.arn(), failure.reason()));
      return;
    }
    if (child.isOver(0)) {
      ended(child);
    }
  }

  private void ended(ExecutionFollower child) {
    active.remove(child);
    StateVisit parent = parents.remove(child);
    boolean success =
        child.index().end().filter(end -> end.type().equals("ExecutionSucceeded")).isPresent();
    if (parent != null && !success) {
      failed.put(parent, child);
    }
  }

  /// Returns the nested execution that this state started and that failed.
  Optional<ExecutionFollower> failedIn(StateVisit visit) {
    return Optional.ofNullable(failed.get(visit));
  }
}
