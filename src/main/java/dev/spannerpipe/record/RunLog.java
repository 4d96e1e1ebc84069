package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.LifecycleEvent.Warning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events of this run, in order, each chained to the one before. For one thread at a time:
/// after [#takeOver] only the thread that called it may add events.
public final class RunLog {
  private final InstantSource clock;
  private final UnaryOperator<String> redaction;
  private final List<EventListener> listeners = new ArrayList<>();
  private final List<RecordedEvent> events = new ArrayList<>();
  private RunContext context;

  /// The context's own, made once: a long run has thousands of events.
  private JsonObject common;

  private int saved;
  private boolean holding;
  private final List<RecordedEvent> held = new ArrayList<>();
  private @Nullable Thread owner;

  /// Starts an empty log.
  public RunLog(RunContext context, InstantSource clock) {
    this(context, clock, UnaryOperator.identity());
  }

  /// Starts an empty log.
  ///
  /// @param redaction takes out of each text what must not be seen
  public RunLog(RunContext context, InstantSource clock, UnaryOperator<String> redaction) {
    this.context = context.redacted(redaction);
    this.common = this.context.members();
    this.clock = clock;
    this.redaction = redaction;
  }

  /// Says who asked, as it turned out; the events from now on carry it.
  ///
  /// @param subject what is known for sure, by the names of [RunContext#subject]
  public void subject(Map<String, String> subject) {
    context = context.withSubject(subject).redacted(redaction);
    common = context.members();
  }

  /// Says which identities are used, as it turned out; the events from now on carry it.
  ///
  /// @param identity by the names of [RunContext#identity]
  public void identity(Map<String, String> identity) {
    context = context.withIdentity(identity).redacted(redaction);
    common = context.members();
  }

  /// Adds a listener; it hears of the events from now on.
  public void listen(EventListener listener) {
    listeners.add(listener);
  }

  /// Returns what is the same for all events.
  public RunContext context() {
    return context;
  }

  /// Makes this thread the only one that may add events from now on: a thread that hung and wakes
  /// up too late gets an [IllegalStateException].
  public synchronized void takeOver() {
    owner = Thread.currentThread();
  }

  /// Records what succeeded and took no time worth telling.
  public RecordedEvent add(RunEvent event) {
    return add(Outcome.SUCCEEDED, event);
  }

  /// Records what took no time worth telling.
  public RecordedEvent add(Outcome outcome, RunEvent event) {
    return add(outcome, clock.instant(), event);
  }

  /// Records what began at the given time and ends now.
  public synchronized RecordedEvent add(Outcome outcome, Instant startedAt, RunEvent given) {
    if (owner != null && owner != Thread.currentThread()) {
      throw new IllegalStateException("the run was ended without this thread");
    }
    JsonObject whole = given.toJson();
    JsonObject detail = redacted(whole);
    RunEvent event =
        detail.equals(whole) ? given : RunEvent.parse(given.name(), detail).orElseThrow();
    Instant endedAt = clock.instant();
    long sequence = events.size() + 1L;
    JsonObject content =
        common
            .with("sequence", sequence)
            .with("name", event.name())
            .with("outcome", outcome.text())
            .with("startedAt", startedAt.toString())
            .with("endedAt", endedAt.toString())
            .with("detail", detail)
            .with("previousHash", head());
    RecordedEvent recorded =
        new RecordedEvent(
            context.runId(),
            sequence,
            event,
            outcome,
            startedAt,
            endedAt,
            content,
            Chain.hash(content));
    events.add(recorded);
    if (holding) {
      held.add(recorded);
    } else {
      listeners.forEach(listener -> listener.on(recorded));
    }
    return recorded;
  }

  /// Lets the listeners hear of the events from now on only when [#notifyListeners] is called: what
  /// is written together with an effect is on record before the effect is known.
  public void hold() {
    holding = true;
  }

  /// Tells the listeners what was held back.
  ///
  /// @param confirmed whether the effects that the events are about were had
  public void notifyListeners(boolean confirmed) {
    holding = false;
    List<RecordedEvent> events = List.copyOf(held);
    held.clear();
    for (RecordedEvent event : events) {
      for (EventListener listener : listeners) {
        if (confirmed) {
          listener.on(event);
        } else {
          listener.onUnconfirmed(event);
        }
      }
    }
  }

  private JsonObject redacted(JsonObject members) {
    TreeMap<String, Json> clean = new TreeMap<>();
    members.values().forEach((name, value) -> clean.put(name, redacted(value)));
    return new JsonObject(clean);
  }

  private Json redacted(Json value) {
    return switch (value) {
      case JsonString(String text) -> new JsonString(redaction.apply(text));
      case JsonArray(List<Json> items) ->
          new JsonArray(items.stream().map(this::redacted).toList());
      case JsonObject members -> redacted(members);
      case JsonNumber _, JsonBoolean _, JsonNull _ -> value;
    };
  }

  /// Records a warning.
  public void warn(String message) {
    add(new Warning(message));
  }

  /// Returns the hash of the last event.
  public String head() {
    return events.isEmpty() ? Chain.GENESIS : events.getLast().hash();
  }

  /// Returns the change sets that this run put into the history, in that order.
  public List<String> applied() {
    return events(ChangeSetRecorded.class).map(ChangeSetRecorded::changeSet).toList();
  }

  /// Returns what happened of this kind, in order.
  public <E extends RunEvent> Stream<E> events(Class<E> kind) {
    return events.stream().map(RecordedEvent::event).filter(kind::isInstance).map(kind::cast);
  }

  /// Returns all events so far.
  public List<RecordedEvent> events() {
    return List.copyOf(events);
  }

  /// Returns the events that no database holds yet.
  public List<RecordedEvent> unsaved() {
    return List.copyOf(events.subList(saved, events.size()));
  }

  /// Returns the last event that a database holds. A run of many change sets asks for it so often
  /// that it must not copy them all.
  public Optional<RecordedEvent> lastSaved() {
    return saved == 0 ? Optional.empty() : Optional.of(events.get(saved - 1));
  }

  /// Says that a database holds the events up to this sequence number.
  public void saved(long throughSequence) {
    saved = Math.max(saved, (int) throughSequence);
  }
}
