package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The events of this run, in order, each chained to the one before. Not thread-safe: a run has one
/// thread.
public final class RunLog {
  private final RunContext context;
  private final InstantSource clock;
  private final List<EventListener> listeners = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private int saved;

  /// Starts an empty log.
  public RunLog(RunContext context, InstantSource clock) {
    this.context = context;
    this.clock = clock;
  }

  /// Adds a listener; it hears of the events from now on.
  public void listen(EventListener listener) {
    listeners.add(listener);
  }

  /// Returns what is the same for all events.
  public RunContext context() {
    return context;
  }

  /// Records a step that took no time worth telling.
  public Event add(EventName name, Event.Outcome outcome, Json.Members detail) {
    return add(name, outcome, clock.instant(), detail);
  }

  /// Records a step that began at the given time and ends now.
  public Event add(EventName name, Event.Outcome outcome, Instant startedAt, Json.Members detail) {
    Instant endedAt = clock.instant();
    long sequence = events.size() + 1L;
    Json.Members content =
        context
            .members()
            .with("sequence", sequence)
            .with("name", name.text())
            .with("outcome", outcome.text())
            .with("startedAt", startedAt.toString())
            .with("endedAt", endedAt.toString())
            .with("detail", detail)
            .with("previousHash", head());
    Event event =
        new Event(
            context.runId(),
            sequence,
            name,
            outcome,
            startedAt,
            endedAt,
            detail,
            content,
            Chain.hash(content));
    events.add(event);
    listeners.forEach(listener -> listener.on(event));
    return event;
  }

  /// Records a warning.
  public void warn(String message) {
    add(EventName.WARNING, Event.Outcome.SUCCEEDED, Json.object().with("message", message));
  }

  /// Returns the hash of the last event.
  public String head() {
    return events.isEmpty() ? Chain.GENESIS : events.getLast().hash();
  }

  /// Returns all events so far.
  public List<Event> events() {
    return List.copyOf(events);
  }

  /// Returns the events that no database holds yet.
  public List<Event> unsaved() {
    return List.copyOf(events.subList(saved, events.size()));
  }

  /// Says that a database holds the events up to this sequence number.
  public void saved(long throughSequence) {
    saved = Math.max(saved, (int) throughSequence);
  }
}
