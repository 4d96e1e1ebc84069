package dev.spannerpipe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.PreviewFailure;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.PartitionedSent;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ExecutionEvent.ExecutionIntended;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStarted;
import dev.spannerpipe.record.LeaseEvent.LeaseTaken;
import dev.spannerpipe.record.LifecycleEvent.Connected;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RecoveryEvent.IntentSettled;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.SampleEvents;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
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

  private void planned(int pending) {
    log.add(new Planned("abc", pending, 0, 1, 1, pending));
  }

  private void submitted(String operationId, int statements) {
    log.add(new BatchSubmitted(operationId, statements, false));
  }

  @SafeVarargs
  private final void happened(Class<? extends RunEvent>... kinds) {
    for (Class<? extends RunEvent> kind : kinds) {
      log.add(SampleEvents.of(kind));
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
    happened(RunStarted.class, Connected.class);

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
    happened(LeaseTaken.class, IntentSettled.class, ChangeSetRecorded.class);

    assertSays(
        "Stopped by SIGTERM: this run recorded 1 change set that an earlier, unfinished run had applied, and has not made a plan yet. Run again: the next run continues where this one stopped.");
  }

  @Test
  void countsWhatIsAppliedOfThePlan() {
    happened(ChangeSetRecorded.class);
    planned(3);
    submitted("sp_1_1", 2);
    happened(
        StatementCommitted.class,
        StatementCommitted.class,
        ChangeSetRecorded.class,
        ChangeSetRecorded.class);

    assertSays(
        "Stopped by SIGTERM: 2 of 3 pending change sets applied. Run again: the next run continues where this one stopped.");
  }

  @Test
  void namesTheOperationThatContinues() {
    planned(1);
    submitted("sp_1_1", 2);
    happened(StatementCommitted.class);

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
    happened(BatchRefused.class);

    assertSays(
        "Stopped by SIGTERM: 0 of 1 pending change set applied. Run again: the next run continues where this one stopped.");
  }

  @Test
  void doesNotKnowHowAPartitionedUpdateEnds() {
    planned(1);
    happened(PartitionedSent.class);

    assertSays(
        "Stopped by SIGTERM: 0 of 1 pending change set applied; it is not known whether the partitioned update has ended. Run again: the next run waits until no partitioned update is active, and then runs this update again.");
  }

  @Test
  void namesTheExecution() {
    planned(0);
    log.add(new ExecutionIntended("shop-a1", "arn:machine", 1));

    assertSays(
        "Stopped by SIGTERM: no change set pending; execution shop-a1 may have been started. Run again: the next run starts the execution, or attaches to it if it exists.");

    log.add(new ExecutionStarted("shop-a1", "arn:shop-a1", "started", null, null));

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

  @Test
  void leavesTheResultOfAPreviewAsItIs() {
    PreviewFailure result = new PreviewFailure("Could not approve changelog.sql: no", "Fix it");

    assertThat(StopReport.ofReading(Reason.SIGTERM, result)).isSameAs(result);
  }
}
