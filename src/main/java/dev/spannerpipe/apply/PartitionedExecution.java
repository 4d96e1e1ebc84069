package dev.spannerpipe.apply;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.Segment;
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
  private final ApplyEvents events;
  private final Progress progress;
  private final RunDeadline deadline;
  private final String runId;

  PartitionedExecution(
      Ports ports,
      IntentLedger ledger,
      ApplyEvents events,
      Progress progress,
      RunDeadline deadline,
      String runId) {
    this.ports = ports;
    this.ledger = ledger;
    this.events = events;
    this.progress = progress;
    this.deadline = deadline;
    this.runId = runId;
  }

  /// Executes the segment's one statement. Returns whether it succeeded; false only where its
  /// failure is tolerated.
  boolean run(Segment segment) {
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
      return failed(intent, content, place, failure);
    }
  }

  private boolean failed(
      Intent intent, IntentContent content, StatementPlace place, DatabaseException failure) {
    events.statementFailed(place, failure.reason());
    if (failure.kind() == DatabaseException.Kind.TRANSIENT
        || failure.kind() == DatabaseException.Kind.UNCLEAR) {
      throw notKnown(place, StatementFailures.oneLine(failure.reason()));
    }
    boolean tolerated = content.slices().getFirst().tolerated();
    ledger.close(
        intent,
        tolerated ? Effects.of(intent, List.of()) : Effects.NONE,
        "refused: " + failure.reason());
    if (!tolerated) {
      throw StatementFailures.refused(place, place.number() - 1, failure.reason(), progress)
          .causedBy(failure);
    }
    events.skipped(place.changeSet(), StatementFailures.oneLine(failure.reason()));
    return false;
  }

  private static UnfinishedFailure notKnown(StatementPlace place, String reason) {
    return new UnfinishedFailure(
        "Could not learn how the partitioned update of change set %s at %s ended: %s"
            .formatted(place.changeSet(), place.location(), reason),
        "Run again: it waits until no partitioned update is active and then runs this one again");
  }
}
