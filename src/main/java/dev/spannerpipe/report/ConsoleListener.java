package dev.spannerpipe.report;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.record.AccessEvent;
import dev.spannerpipe.record.AccessEvent.CredentialsIssued;
import dev.spannerpipe.record.ChangeSetEvent;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.ChunkCommitted;
import dev.spannerpipe.record.ChangeSetEvent.PartitionedSent;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.EventListener;
import dev.spannerpipe.record.ExecutionEvent;
import dev.spannerpipe.record.LeaseEvent;
import dev.spannerpipe.record.LeaseEvent.LeaseReturned;
import dev.spannerpipe.record.LifecycleEvent;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RecoveryEvent;
import dev.spannerpipe.record.SchemaOperationEvent;
import dev.spannerpipe.record.StateEvent;
import dev.spannerpipe.text.SafeText;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Reports a run while it is running: one line per relevant event, without cursor movements, for
/// example `INFO: 2 change sets pending, …`
///
/// A change set has one line per statement, or one line per chunk of statements that are committed
/// together. Only for a change set without a statement to run, a separate line reports that the
/// change set was recorded. The hash of the last event (the record's head) is logged at the end, so
/// that people can keep it outside of the database. This class does not write the last line of a
/// run (`✔` or `✖`), because some commands have no events.
public final class ConsoleListener implements EventListener {
  private final PrintWriter out;
  private final Style style;
  private final boolean debug;
  private final Set<String> reported = new HashSet<>();
  private final Set<String> explained = new HashSet<>();
  private long statements;
  private long committed;

  /// The number of [StatementCommitted] events to omit next, because the line of their chunk has
  /// already reported them.
  private long reportedByChunk;

  /// @param out the writer, which is flushed after each line
  /// @param debug whether to print debugging messages, too
  public ConsoleListener(PrintWriter out, Style style, boolean debug) {
    this.out = out;
    this.style = style;
    this.debug = debug;
  }

  @Override
  public void on(RecordedEvent recorded) {
    line(recorded)
        .filter(text -> debug || text.severity() != EventText.Severity.DEBUG)
        .ifPresent(text -> print(recorded, text));
  }

  @Override
  public void onUnconfirmed(RecordedEvent recorded) {
    if (!(recorded.event() instanceof LeaseReturned)) {
      on(recorded);
    }
  }

  private Optional<EventText> line(RecordedEvent recorded) {
    EventText text = EventText.of(recorded.event(), recorded.outcome());
    return switch (recorded.event()) {
      case RunStarted _ ->
          Optional.of(
              text.with(
                  text.message()
                      + recorded.content().text("target").map(" on "::concat).orElse("")
                      + ", run "
                      + recorded.runId()));
      case RunEnded _ -> Optional.of(head(recorded));
      case Planned planned -> {
        statements = planned.statements();
        committed = 0;
        yield Optional.of(text);
      }
      case ChangeSetEvent changeSet -> line(changeSet, text);
      // Omits the lifetime of the credentials. If the lifetime is too short, a separate warning
      // reports it.
      case CredentialsIssued issued when !debug && issued.message() == null ->
          Optional.of(text.with("Acting as " + issued.identity()));
      case LifecycleEvent _,
          AccessEvent _,
          LeaseEvent _,
          RecoveryEvent _,
          SchemaOperationEvent _,
          ExecutionEvent _,
          StateEvent _ ->
          Optional.of(text);
    };
  }

  /// Returns the line for an event of a change set; empty if earlier lines have already reported
  /// the same fact. The lines of the statements show that their change set is recorded. The line of
  /// a precondition shows why its change set was skipped.
  private Optional<EventText> line(ChangeSetEvent event, EventText text) {
    return switch (event) {
      case ChunkCommitted chunk -> {
        reported.add(chunk.changeSet());
        reportedByChunk = chunk.statements();
        committed += reportedByChunk;
        yield Optional.of(text.with(counter() + text.message()));
      }
      case StatementCommitted _ when reportedByChunk > 0 -> {
        reportedByChunk--;
        yield Optional.empty();
      }
      case StatementCommitted statement -> {
        reported.add(statement.changeSet());
        committed++;
        yield Optional.of(text.with(counter() + text.message()));
      }
      case PreconditionChecked checked -> {
        explained.add(checked.changeSet());
        yield Optional.of(text);
      }
      case ChangeSetRecorded recorded when reported.contains(recorded.changeSet()) ->
          Optional.empty();
      case ChangeSetRecorded recorded when recorded.how() != null -> Optional.of(text);
      case ChangeSetRecorded recorded when recorded.execType().equals("EXECUTED") ->
          Optional.of(text.with(text.message() + ", no statement was left to run"));
      case ChangeSetSkipped skipped when explained.contains(skipped.changeSet()) ->
          Optional.empty();
      case ChangeSetRecorded _, ChangeSetSkipped _, StatementFailed _, PartitionedSent _ ->
          Optional.of(text);
    };
  }

  /// Returns the number of the last committed statement in the plan, such as `[2/5] `. Returns an
  /// empty string for the statements of an unfinished run, which are recovered before the plan is
  /// made: the plan does not count them.
  private String counter() {
    return statements < committed ? "" : "[" + committed + "/" + statements + "] ";
  }

  private static EventText head(RecordedEvent recorded) {
    return new EventText(
        EventText.Severity.INFO,
        "Record head: " + recorded.hash() + " (event " + recorded.sequence() + ")");
  }

  private void print(RecordedEvent recorded, EventText text) {
    String line =
        switch (style) {
          case TEXT, COLORED ->
              style.paint(
                  text.severity(),
                  text.severity() + ": " + text.message() + (endsSentence(text) ? "" : "."));
          case JSON -> json(recorded, text);
        };
    out.print(line + "\n");
    out.flush();
  }

  private static boolean endsSentence(EventText text) {
    return text.message().endsWith(".");
  }

  private static String json(RecordedEvent recorded, EventText text) {
    return SafeText.json(
        Json.object()
            .with("severity", text.severity().name())
            .with("time", recorded.endedAt().toString())
            .with("message", text.message())
            .with("event", recorded.event().name())
            .with("runId", recorded.runId())
            .with("sequence", recorded.sequence())
            .with("detail", recorded.event().toJson())
            .canonical());
  }
}
