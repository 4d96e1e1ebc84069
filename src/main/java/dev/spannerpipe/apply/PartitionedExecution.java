package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.retry.Deadline;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Executes partitioned DML. It cannot be fenced, so it must be safe to run twice. It is sent only
/// while no other run may take the lease yet.
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

  /// Executes the segment's only statement. Returns whether it succeeded; false only if its failure
  /// is tolerated.
  boolean run(Segment segment) {
    return run(segment, true);
  }

  /// Repeats only the update itself. Closing the intent is not part of that: an unclear answer
  /// there is not about the update, whose rows may already be on record.
  ///
  /// @param firstTime whether the statement is sent once more if the answer is unclear
  private boolean run(Segment segment, boolean firstTime) {
    Sent sent = open(segment);
    long rows;
    try {
      rows =
          ports
              .database()
              .updatePartitioned(sent.statement(), deadline.atMost(LONGEST), "partitioned");
    } catch (DatabaseException failure) {
      events.statementFailed(sent.place(), failure.reason());
      return switch (failure.kind()) {
        case TRANSIENT -> throw notKnown(sent.place(), StatementFailures.oneLine(failure.reason()));
        case UNCLEAR -> firstTime ? again(segment, sent) : unclearAgain(sent, failure);
        case REFUSED, TOO_MANY_MUTATIONS, DENIED, MISSING -> failed(sent, failure);
      };
    }
    // Uses the database's clock, as all other rows do. The clock of this machine may be wrong by
    // hours.
    Instant ended = sent.intent().createdAt().plus(ports.time().elapsed().minus(sent.opened()));
    events.statementCommitted(sent.place(), ended, null, rows);
    progress.recorded(
        ledger.close(sent.intent(), BookkeepingUpdate.of(sent.intent(), List.of(ended)), "done"));
    return true;
  }

  /// Writes the intent. Throws [UnfinishedFailure] if that took so long that the update may no
  /// longer be sent.
  private Sent open(Segment segment) {
    IntentContent content =
        new IntentContent(
            List.of(segment.steps().getFirst().text()), progress.intentSlices(segment.slices()));
    Time time = ports.time();
    Duration before = time.elapsed();
    Intent intent = ledger.open(Intent.Kind.PARTITIONED, runId, content, SEND_WITHIN);
    LocatedStatement place = content.places("PARTITIONED_DML").getFirst();
    Duration opened = time.elapsed();
    if (opened.minus(before).compareTo(SEND_WITHIN) >= 0) {
      throw notKnown(place, "it could not be sent in time");
    }
    events.partitionedSent(place);
    return new Sent(intent, content, place, opened);
  }

  /// A partitioned update that is sent under its intent.
  ///
  /// @param opened when the intent was on record, by the monotonic clock of this machine
  private record Sent(
      Intent intent, IntentContent content, LocatedStatement place, Duration opened) {
    String statement() {
      return content.statements().getFirst();
    }

    boolean tolerated() {
      return content.slices().getFirst().tolerated();
    }
  }

  /// An internal error leaves open what the update did. The update may run twice, so it runs again,
  /// but only once it is no longer active: it must not run beside itself.
  private boolean again(Segment segment, Sent sent) {
    active.awaitEnd(sent.intent());
    ledger.close(sent.intent(), BookkeepingUpdate.NONE, "not known; it runs again");
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
        "rejected: ",
        StatementFailures.refused(
            sent.place(), sent.place().number() - 1, failure.reason(), progress));
  }

  /// Closes the intent of a failed update. A tolerated change set that fails counts as never begun,
  /// so its cursor is deleted.
  private boolean close(
      Sent sent, DatabaseException failure, String result, MigrationFailure told) {
    BookkeepingUpdate effects =
        sent.tolerated() ? BookkeepingUpdate.of(sent.intent(), List.of()) : BookkeepingUpdate.NONE;
    ledger.close(sent.intent(), effects, result + failure.reason());
    if (!sent.tolerated()) {
      throw told.causedBy(failure);
    }
    events.skipped(sent.place().changeSet(), StatementFailures.oneLine(failure.reason()));
    return false;
  }

  private static UnfinishedFailure notKnown(LocatedStatement place, String reason) {
    return new UnfinishedFailure(
        "Could not learn how the partitioned update of change set %s at %s ended: %s"
            .formatted(place.changeSet(), place.location(), reason),
        "Run again: it waits until no partitioned update is active and then runs this one again");
  }
}
