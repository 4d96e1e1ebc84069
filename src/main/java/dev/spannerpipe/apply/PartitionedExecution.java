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

/// Executes partitioned DML. Nothing can keep a late request of partitioned DML from taking effect,
/// so the statement must be safe to run twice. The statement is sent only while no other run can
/// take the lease (the right to change the database).
final class PartitionedExecution {
  /// How long a statement may be sent after its intent was stored. The intent is the row that
  /// announces the statement.
  private static final Duration SEND_WITHIN = Duration.ofSeconds(60);

  /// The longest wait for the end of one statement.
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

  /// Executes the segment's only statement. Returns true if the statement succeeded, and false if
  /// it failed and the failure is tolerated (`failOnError: false`). Throws any other failure.
  boolean run(Segment segment) {
    return run(segment, true);
  }

  /// Executes the update and closes its intent. After an unclear response to the update itself, the
  /// update is repeated. After an unclear response to a write that closes the intent, the update is
  /// not repeated, because its history rows may already be stored.
  ///
  /// @param firstTime whether to send the statement once more after an unclear response
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
    // The time of the end is computed from the database's time, which all other rows use too. The
    // clock of this machine may be wrong by hours.
    Instant ended = sent.intent().createdAt().plus(ports.time().elapsed().minus(sent.opened()));
    events.statementCommitted(sent.place(), ended, null, rows);
    progress.recorded(
        ledger.close(sent.intent(), BookkeepingUpdate.of(sent.intent(), List.of(ended)), "done"));
    return true;
  }

  /// Stores the intent. Throws [UnfinishedFailure] if this took so long that the update may no
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

  /// A partitioned update whose intent is stored.
  ///
  /// @param opened when the intent was stored, by the monotonic clock of this machine
  private record Sent(
      Intent intent, IntentContent content, LocatedStatement place, Duration opened) {
    String statement() {
      return content.statements().getFirst();
    }

    boolean tolerated() {
      return content.slices().getFirst().tolerated();
    }
  }

  /// Executes the update again after an internal error, because the error does not show what the
  /// update did. First waits until the update is no longer active, because two executions must not
  /// overlap.
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

  /// Closes the intent of a failed update. If the failure is tolerated, the change set counts as
  /// never begun, so its cursor is deleted.
  private boolean close(
      Sent sent, DatabaseException failure, String result, MigrationFailure thrown) {
    BookkeepingUpdate effects =
        sent.tolerated() ? BookkeepingUpdate.of(sent.intent(), List.of()) : BookkeepingUpdate.NONE;
    ledger.close(sent.intent(), effects, result + failure.reason());
    if (!sent.tolerated()) {
      throw thrown.causedBy(failure);
    }
    events.skipped(sent.place().changeSet(), StatementFailures.oneLine(failure.reason()));
    return false;
  }

  private static UnfinishedFailure notKnown(LocatedStatement place, String reason) {
    return new UnfinishedFailure(
        "Could not find out how the partitioned update of change set %s at %s ended: %s"
            .formatted(place.changeSet(), place.location(), reason),
        "Run again: the next run waits until no partitioned update is active, and then runs this update again");
  }
}
