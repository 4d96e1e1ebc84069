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
import java.time.DateTimeException;
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

/// The events of this run, in order, each with the hash of the previous event. Only one thread may
/// use the log at a time. After [#takeOver], only the thread that called this method may add
/// events.
public final class RunLog {
  private final InstantSource clock;
  private final UnaryOperator<String> redaction;
  private final List<EventListener> listeners = new ArrayList<>();
  private final List<RecordedEvent> events = new ArrayList<>();
  private RunContext context;

  /// The members of the context, computed once because a long run has thousands of events.
  private JsonObject common;

  private int saved;
  private boolean holding;
  private final List<RecordedEvent> held = new ArrayList<>();
  private @Nullable Thread owner;

  /// Creates an empty log without redaction.
  public RunLog(RunContext context, InstantSource clock) {
    this(context, clock, UnaryOperator.identity());
  }

  /// Creates an empty log.
  ///
  /// @param redaction removes secrets from each string of an event
  public RunLog(RunContext context, InstantSource clock, UnaryOperator<String> redaction) {
    this.context = context.redacted(redaction);
    this.common = this.context.members();
    this.clock = clock;
    this.redaction = redaction;
  }

  /// Adds verified values about who requested the run. Later events contain them.
  ///
  /// @param subject the values; the keys are those of [RunContext#subject]
  public void subject(Map<String, String> subject) {
    context = context.withSubject(subject).redacted(redaction);
    common = context.members();
  }

  /// Adds identities that the run uses. Later events contain them.
  ///
  /// @param identity the identities; the keys are those of [RunContext#identity]
  public void identity(Map<String, String> identity) {
    context = context.withIdentity(identity).redacted(redaction);
    common = context.members();
  }

  /// Adds a listener, which receives all later events.
  public void listen(EventListener listener) {
    listeners.add(listener);
  }

  /// Returns the values that all events have in common.
  public RunContext context() {
    return context;
  }

  /// Makes the current thread the only one that may add events. If a thread that hung wakes up
  /// later and tries to add an event, an [IllegalStateException] is thrown.
  public synchronized void takeOver() {
    owner = Thread.currentThread();
  }

  /// Records an event that succeeded and whose duration does not matter.
  public RecordedEvent add(RunEvent event) {
    return add(Outcome.SUCCEEDED, event);
  }

  /// Records an event whose duration does not matter.
  public RecordedEvent add(Outcome outcome, RunEvent event) {
    return add(outcome, clock.instant(), event);
  }

  /// Records an event that began at the given time and ends now.
  public synchronized RecordedEvent add(Outcome outcome, Instant startedAt, RunEvent given) {
    if (owner != null && owner != Thread.currentThread()) {
      throw new IllegalStateException("the run was ended without this thread");
    }
    JsonObject whole = given.toJson();
    JsonObject detail = readable(given, whole, redacted(whole));
    RunEvent event =
        detail.equals(whole) ? given : RunEvent.parse(given.name(), detail).orElse(given);
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

  /// Keeps later events from the listeners until [#notifyListeners] is called. This is needed while
  /// one transaction writes both a change and the event about the change: the event is recorded
  /// before it is known whether the transaction commits.
  public void hold() {
    holding = true;
  }

  /// Passes the events since [#hold] to the listeners. Later events go to the listeners at once.
  ///
  /// @param confirmed whether the changes that these events report are known to have happened
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

  /// Returns the redacted members of an event, but with the original times if the event could not
  /// be read otherwise: a secret such as `2026` may occur in a time by chance.
  private static JsonObject readable(RunEvent event, JsonObject whole, JsonObject clean) {
    if (clean.equals(whole) || RunEvent.parse(event.name(), clean).isPresent()) {
      return clean;
    }
    TreeMap<String, Json> members = new TreeMap<>(clean.values());
    whole
        .values()
        .forEach(
            (name, value) -> {
              if (isTime(value)) {
                members.put(name, value);
              }
            });
    return new JsonObject(members);
  }

  private static boolean isTime(Json value) {
    try {
      return value instanceof JsonString(String text)
          && text.equals(Instant.parse(text).toString());
    } catch (DateTimeException _) {
      return false;
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

  /// Returns the hash of the last event, or [Chain#GENESIS] if there is no event yet.
  public String head() {
    return events.isEmpty() ? Chain.GENESIS : events.getLast().hash();
  }

  /// Returns the change sets that this run recorded in `DATABASECHANGELOG`, in order.
  public List<String> applied() {
    return events(ChangeSetRecorded.class).map(ChangeSetRecorded::changeSet).toList();
  }

  /// Returns the events of this kind, in order.
  public <E extends RunEvent> Stream<E> events(Class<E> kind) {
    return events.stream().map(RecordedEvent::event).filter(kind::isInstance).map(kind::cast);
  }

  /// Returns all events so far.
  public List<RecordedEvent> events() {
    return List.copyOf(events);
  }

  /// Returns the events that are not stored in a database yet.
  public List<RecordedEvent> unsaved() {
    return List.copyOf(events.subList(saved, events.size()));
  }

  /// Returns the last event that is stored in a database. This method is called for each change
  /// set, so it does not copy the list of events.
  public Optional<RecordedEvent> lastSaved() {
    return saved == 0 ? Optional.empty() : Optional.of(events.get(saved - 1));
  }

  /// Marks the events up to this sequence number as stored in a database.
  public void saved(long throughSequence) {
    saved = Math.max(saved, (int) throughSequence);
  }
}
