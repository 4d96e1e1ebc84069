package dev.spannerpipe.apply;

import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.retry.Deadline;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Executes partitioned DML. It cannot be fenced, so it must be safe to run twice, and it is sent
/// only while nobody else may yet take the lease.
final class PartitionedExecution {
  private static final Duration SEND_WITHIN = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(2);

  private final Ports ports;
  private final IntentLedger ledger;
  private final ActivePartitioned active;
  private final ApplyEvents events;
  private final Progress progress;
  private final Deadline deadline;
  private final String runId;

  PartitionedExecution(
      Ports ports,
      IntentLedger ledger,
      ActivePartitioned active,
      ApplyEvents events,
      Progress progress,
      Deadline deadline,
      String runId) {
    this.ports = ports;
    this.ledger = ledger;
    this.active = active;
    this.events = events;
    this.progress = progress;
    this.deadline = deadline;
    this.runId = runId;
  }

  /// Executes the segment's one statement. Returns whether it succeeded; false only where its
  /// failure is tolerated.
  boolean run(Segment segment) {
    return run(segment, true);
  }

  /// @param firstTime whether the statement is sent once more where the answer is unclear
  private boolean run(Segment segment, boolean firstTime) {
    String statement = segment.steps().getFirst().text();
    IntentContent content =
        new IntentContent(List.of(statement), progress.remember(segment.slices()));
    Time time = ports.time();
    Duration before = time.elapsed();
    Intent intent = ledger.open(Intent.Kind.PARTITIONED, runId, content, SEND_WITHIN);
    StatementPlace place = content.places("PARTITIONED_DML").getFirst();
    Duration opened = time.elapsed();
    if (opened.minus(before).compareTo(SEND_WITHIN) >= 0) {
      throw notKnown(place, "it could not be sent in time");
    }
    events.partitionedSent(place);
    try {
      long rows =
          ports.database().updatePartitioned(statement, deadline.atMost(LONGEST), "partitioned");
      // The database's clock, as for all other rows: this machine's may be wrong by hours.
      Instant ended = intent.createdAt().plus(time.elapsed().minus(opened));
      events.statementCommitted(place, ended, null, rows);
      progress.recorded(ledger.close(intent, Effects.of(intent, List.of(ended)), "done"));
      return true;
    } catch (DatabaseException failure) {
      events.statementFailed(place, failure.reason());
      return switch (failure.kind()) {
        case TRANSIENT -> throw notKnown(place, StatementFailures.oneLine(failure.reason()));
        case UNCLEAR -> {
          Sent sent = new Sent(intent, content, place);
          yield firstTime ? again(segment, sent) : unclearAgain(sent, failure);
        }
        case REFUSED, TOO_MANY_MUTATIONS, DENIED, MISSING ->
            failed(new Sent(intent, content, place), failure);
      };
    }
  }

  /// A partitioned update that was sent under its intent.
  private record Sent(Intent intent, IntentContent content, StatementPlace place) {
    boolean tolerated() {
      return content.slices().getFirst().tolerated();
    }
  }

  /// An internal error says nothing about what the update did. As it may run twice, it does, once
  /// it is not active any more, so that it does not run beside itself.
  private boolean again(Segment segment, Sent sent) {
    active.awaitEnd(sent.intent());
    ledger.close(sent.intent(), Effects.NONE, "not known; it runs again");
    return run(segment, false);
  }

  private boolean unclearAgain(Sent sent, DatabaseException failure) {
    active.awaitEnd(sent.intent());
    return close(
        sent,
        failure,
        "no clear answer: ",
        StatementFailures.unclearPartitioned(
            sent.place(), sent.place().number() - 1, failure, progress));
  }

  private boolean failed(Sent sent, DatabaseException failure) {
    return close(
        sent,
        failure,
        "refused: ",
        StatementFailures.refused(
            sent.place(), sent.place().number() - 1, failure.reason(), progress));
  }

  /// A tolerated change set that fails is as if it never began; that takes its cursor away.
  private boolean close(
      Sent sent, DatabaseException failure, String result, MigrationFailure told) {
    Effects effects = sent.tolerated() ? Effects.of(sent.intent(), List.of()) : Effects.NONE;
    ledger.close(sent.intent(), effects, result + failure.reason());
    if (!sent.tolerated()) {
      throw told.causedBy(failure);
    }
    events.skipped(sent.place().changeSet(), StatementFailures.oneLine(failure.reason()));
    return false;
  }

  private static UnfinishedFailure notKnown(StatementPlace place, String reason) {
    return new UnfinishedFailure(
        "Could not learn how the partitioned update of change set %s at %s ended: %s"
            .formatted(place.changeSet(), place.location(), reason),
        "Run again: it waits until no partitioned update is active and then runs this one again");
  }
}
