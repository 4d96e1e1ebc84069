package dev.spannerpipe.report;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.record.Event;
import dev.spannerpipe.record.EventListener;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.text.SafeText;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Tells people of a run while it goes on: one line per event worth telling, without cursor tricks,
/// as in `INFO: Lease taken (epoch 7).`
///
/// A change set is told of by its statements, or by the chunks that they are committed in; that it
/// is recorded, too, only where it has none. At the end stands the record's head, to be kept
/// elsewhere. The last line of a run, `✔` or `✖`, is not told by it: there are runs that have no
/// events.
public final class ConsoleListener implements EventListener {
  private final PrintWriter out;
  private final Style style;
  private final Set<String> told = new HashSet<>();
  private final Set<String> leftOut = new HashSet<>();
  private long statements;
  private long committed;

  /// How many statements are still to come whose chunk was told of.
  private long toldByChunk;

  /// Writes to this writer, which is flushed after each line.
  public ConsoleListener(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public void on(Event event) {
    line(event).ifPresent(text -> print(event, text));
  }

  @Override
  public void onUnconfirmed(Event event) {
    if (event.name() != EventName.LEASE_RETURNED) {
      on(event);
    }
  }

  private Optional<EventText> line(Event event) {
    EventText text = EventText.of(event.name(), event.outcome(), event.detail());
    Detail detail = new Detail(event.detail());
    EventName name = event.name();
    if (name == EventName.PLANNED) {
      statements = detail.number("statements");
      committed = 0;
    } else if (name == EventName.CHUNK_COMMITTED) {
      told.add(detail.text("changeSet"));
      long to = detail.number("to");
      toldByChunk = to == 0 ? 0 : to - detail.number("from") + 1;
      committed += toldByChunk;
      return Optional.of(new EventText(text.severity(), counter() + text.message()));
    } else if (name == EventName.STATEMENT_COMMITTED && toldByChunk > 0) {
      toldByChunk--;
      return Optional.empty();
    } else if (name == EventName.STATEMENT_COMMITTED) {
      told.add(detail.text("changeSet"));
      committed++;
      return Optional.of(new EventText(text.severity(), counter() + text.message()));
    } else if (name == EventName.PRECONDITION_CHECKED) {
      leftOut.add(detail.text("changeSet"));
    } else if (isToldAlready(name, detail.text("changeSet"))) {
      return Optional.empty();
    } else if (name == EventName.RUN_STARTED) {
      return Optional.of(started(event, text));
    } else if (name == EventName.RUN_ENDED) {
      return Optional.of(head(event));
    }
    return Optional.of(text);
  }

  /// A change set's statements tell that it is recorded, and its precondition why it is left out.
  private boolean isToldAlready(EventName name, String changeSet) {
    return (name == EventName.CHANGE_SET_RECORDED && told.contains(changeSet))
        || (name == EventName.CHANGE_SET_SKIPPED
            && !changeSet.isEmpty()
            && leftOut.contains(changeSet));
  }

  /// Statements that an earlier run began come before the plan, and are in no count.
  private String counter() {
    return statements < committed ? "" : "[" + committed + "/" + statements + "] ";
  }

  private static EventText started(Event event, EventText text) {
    Detail content = new Detail(event.content());
    return new EventText(
        text.severity(),
        text.message() + content.text("target", " on ") + ", run " + event.runId());
  }

  private static EventText head(Event event) {
    return new EventText(
        EventText.Severity.INFO,
        "Record head "
            + event.hash()
            + " (event "
            + event.sequence()
            + " of run "
            + event.runId()
            + ")");
  }

  private void print(Event event, EventText text) {
    String line =
        switch (style) {
          case TEXT, COLORED ->
              style.paint(
                  text.severity(),
                  text.severity() + ": " + text.message() + (endsSentence(text) ? "" : "."));
          case JSON -> json(event, text);
        };
    out.print(line + "\n");
    out.flush();
  }

  private static boolean endsSentence(EventText text) {
    return text.message().endsWith(".");
  }

  private static String json(Event event, EventText text) {
    return SafeText.json(
        Json.object()
            .with("severity", text.severity().name())
            .with("time", event.endedAt().toString())
            .with("message", text.message())
            .with("event", event.name().text())
            .with("runId", event.runId())
            .with("sequence", event.sequence())
            .with("detail", event.detail())
            .canonical());
  }
}
