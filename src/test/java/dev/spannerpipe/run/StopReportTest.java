package dev.spannerpipe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Event.Outcome;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Stop.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a run says that was ended from outside: nothing that it does not know.
class StopReportTest {
  private final RunLog log =
      new RunLog(
          new RunContext(
              "20261129T000000Z-00000000",
              "apply",
              "1",
              Map.of(),
              Map.of(),
              "database",
              null,
              null),
          () -> Instant.EPOCH);

  private void event(EventName name, JsonObject detail) {
    log.add(name, Outcome.SUCCEEDED, detail);
  }

  private void planned(int pending) {
    event(EventName.PLANNED, Json.object().with("pending", pending));
  }

  private void submitted(String operationId, int statements) {
    event(
        EventName.BATCH_SUBMITTED,
        Json.object().with("operationId", operationId).with("statements", statements));
  }

  private void happened(EventName... names) {
    for (EventName name : names) {
      event(name, Json.object());
    }
  }

  private RuntimeException failure(Reason reason, Optional<String> changelog) {
    return new StopReport(reason, log.events(), changelog).of(new InterruptedWaitException());
  }

  private void assertSays(String message) {
    assertThat(failure(Reason.SIGTERM, Optional.empty())).hasMessage(message);
  }

  @Test
  void hasNotBegunWithoutAPlan() {
    happened(EventName.RUN_STARTED, EventName.CONNECTED);

    assertSays(
        "Stopped by SIGTERM: no change set applied. Run again: the next run continues where this one stopped.");
    assertThat(((Failure) failure(Reason.SIGINT, Optional.empty())).exitCode())
        .isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void namesTheChangelogThatWasRead() {
    assertThat(failure(Reason.TIMEOUT, Optional.of("db/changelog.sql")))
        .hasMessage(
            "TIMEOUT has expired while the changelog db/changelog.sql was read: no change set applied. Run again with a longer TIMEOUT; if the problem persists, look for very long lines in the changelog, or split it.");
    assertThat(failure(Reason.SIGINT, Optional.of("db/changelog.sql")))
        .hasMessage(
            "Stopped by SIGINT while the changelog db/changelog.sql was read: no change set applied. Run again: the next run continues where this one stopped.");
  }

  @Test
  void countsWhatItRecordedOfAnUnfinishedRun() {
    happened(EventName.LEASE_TAKEN, EventName.INTENT_SETTLED, EventName.CHANGE_SET_RECORDED);

    assertSays(
        "Stopped by SIGTERM: 1 change set of an unfinished run recorded, nothing else was planned yet. Run again: the next run continues where this one stopped.");
  }

  @Test
  void countsWhatIsAppliedOfThePlan() {
    happened(EventName.CHANGE_SET_RECORDED);
    planned(3);
    submitted("sp_1_1", 2);
    happened(
        EventName.STATEMENT_COMMITTED,
        EventName.STATEMENT_COMMITTED,
        EventName.CHANGE_SET_RECORDED,
        EventName.CHANGE_SET_RECORDED);

    assertSays(
        "Stopped by SIGTERM: 2 of 3 pending change sets applied. Run again: the next run continues where this one stopped.");
  }

  @Test
  void namesTheOperationThatContinues() {
    planned(1);
    submitted("sp_1_1", 2);
    happened(EventName.STATEMENT_COMMITTED);

    assertSays(
        "Stopped by SIGTERM: 0 of 1 pending change set applied; schema operation sp_1_1 continues in the background (1 of 2 statements done). Run again: the next run attaches to the operation and continues.");
    assertThat(failure(Reason.TIMEOUT, Optional.empty()))
        .hasMessage(
            "TIMEOUT has expired: 0 of 1 pending change set applied; schema operation sp_1_1 continues in the background (1 of 2 statements done). Run again: the next run attaches to the operation and continues.");
  }

  @Test
  void knowsThatAFailedOperationHasEnded() {
    planned(1);
    submitted("sp_1_1", 2);
    happened(EventName.BATCH_REFUSED);

    assertSays(
        "Stopped by SIGTERM: 0 of 1 pending change set applied. Run again: the next run continues where this one stopped.");
  }

  @Test
  void doesNotKnowHowAPartitionedUpdateEnds() {
    planned(1);
    happened(EventName.PARTITIONED_SENT);

    assertSays(
        "Stopped by SIGTERM: 0 of 1 pending change set applied; whether the partitioned update has ended is not known. Run again: the next run waits until no partitioned update is active and runs this one again.");
  }

  @Test
  void namesTheExecution() {
    JsonObject execution = Json.object().with("execution", "shop-a1");
    planned(0);
    event(EventName.EXECUTION_INTENDED, execution);

    assertSays(
        "Stopped by SIGTERM: no change set pending; execution shop-a1 may have been started. Run again: the next run starts it, or attaches to it if it exists.");

    event(EventName.EXECUTION_STARTED, execution);

    assertSays(
        "Stopped by SIGTERM: no change set pending; execution shop-a1 continues. Run again: the next run attaches to the same execution.");
  }

  @Test
  void leavesAFailureOfTheMigrationAsItIs() {
    MigrationFailure failure = new MigrationFailure("Spanner rejected it", "Fix it");

    assertThat(new StopReport(Reason.SIGTERM, log.events(), Optional.empty()).of(failure))
        .isSameAs(failure);
  }

  @Test
  void saysThatAReadingCommandChangesNothing() {
    assertThat(StopReport.ofReading(Reason.SIGTERM, new InterruptedWaitException()))
        .hasMessage("Stopped by SIGTERM: this command changes nothing. Run it again.");
    assertThat(StopReport.ofReading(Reason.TIMEOUT, new InterruptedWaitException()))
        .hasMessage(
            "TIMEOUT has expired: this command changes nothing. Run it again with a longer TIMEOUT.");
  }
}
