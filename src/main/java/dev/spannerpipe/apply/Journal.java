package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.RunRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the database's copy of the run's record up to date. New events are written by the next
/// transaction, whatever that transaction is for.
final class Journal {
  /// The maximum number of events in one transaction. An event has eight columns, so even with
  /// history rows a commit stays far below Spanner's limit of 80,000 mutations.
  private static final int MOST_EVENTS = 1_000;

  private final RunLog log;
  private final Instant startedAt;
  private @Nullable String planSha256;
  private @Nullable Instant endedAt;
  private @Nullable Long exitCode;
  private Optional<RunRow.Link> link = Optional.empty();

  Journal(RunLog log, Instant startedAt) {
    this.log = log;
    this.startedAt = startedAt;
  }

  /// What the next transaction has to write.
  ///
  /// @param row the row of the run; it contains the hash of the run's last event that is in the
  ///   database after this transaction
  record Batch(RunRow row, List<RecordedEvent> events) {
    void writeTo(Transaction transaction) {
      transaction.write(new Write.PutRun(row));
      events.forEach(event -> transaction.write(new Write.PutEvent(event)));
    }
  }

  /// Returns what the next transaction has to write. Until [#saved] is called, each result starts
  /// with the same events.
  Batch next() {
    List<RecordedEvent> unsaved = log.unsaved();
    List<RecordedEvent> events = unsaved.subList(0, Math.min(unsaved.size(), MOST_EVENTS));
    return new Batch(
        row(events.isEmpty() ? log.lastSaved().orElse(null) : events.getLast()),
        List.copyOf(events));
  }

  private RunRow row(@Nullable RecordedEvent head) {
    RunContext context = log.context();
    return new RunRow(
        context.runId(),
        context.command(),
        context.version(),
        context.commit(),
        context.buildUrl(),
        startedAt,
        endedAt,
        exitCode,
        planSha256,
        head == null ? 0 : head.sequence(),
        head == null ? Chain.GENESIS : head.hash(),
        link);
  }

  void saved(Batch batch) {
    log.saved(batch.row().headSequence());
  }

  /// Returns whether there are more new events than one transaction may write.
  boolean isBehind() {
    return log.unsaved().size() > MOST_EVENTS;
  }

  boolean isComplete() {
    return log.unsaved().isEmpty();
  }

  void planned(String sha256) {
    planSha256 = sha256;
  }

  void ended(Instant when, int code) {
    endedAt = when;
    exitCode = (long) code;
  }

  void linked(RunRow.Link newLink) {
    link = Optional.of(newLink);
  }
}
