package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A run dies, and its schema operation goes on without it, in a simulated time: it is as far as
/// each test wants it to be, however long the dying took.
@Concurrent
class DeadRunIT extends Staged {
  private static final String LAST = "CREATE INDEX X2 ON T1 (Id DESC)";
  private static final String UP_TO_DATE =
      "✔ Nothing to do: all 2 change sets of this changelog are applied to <name> (<duration>).";

  private final FastTime time = new FastTime(Instant.now(), Duration.ZERO);

  @Override
  SlowSpanner spanner(String emulator) {
    return SlowSpanner.inFrontOf(emulator, Pace.AT_ONCE, time);
  }

  @Override
  Time time() {
    return time;
  }

  private void killWhileItWaits() {
    changeSets(table(1), changeSet("2", "CREATE INDEX X1 ON T1 (Id);", LAST + ";"));
    pace(Duration.ofMillis(1500));
    kill("GetOperation", "sp_1_1", Moment.AFTER);
  }

  private void pace(Duration duration) {
    spanner.pace(slow(duration));
  }

  private static Pace slow(Duration duration) {
    return Pace.AT_ONCE.withStatements(
        statement -> statement.contains(" ON T1 ") ? duration : Duration.ZERO);
  }

  private void letPass(Duration duration, String committed) {
    assertThat(spanner.committed()).doesNotContain(committed);
    time.sleep(duration);
    assertThat(spanner.committed()).contains(committed);
  }

  private void assertRight() {
    assertThat(history()).containsExactly("1", "2");
    assertThat(Runs.executed(spanner)).hasSize(3).doesNotHaveDuplicates().last().isEqualTo(LAST);
    assertTidy();
    assertThat(run("history", "--verify").exitCode()).isZero();
  }

  @Test
  void isSaidToHoldTheLeaseAndIsWaitedFor() {
    killWhileItWaits();

    end(
        6,
        "✖ Could not take the lease of the database: run <run 2> has held it since <time>. Wait for"
            + " that run to end, or raise LOCK_TIMEOUT, and run again; if that run is dead, its"
            + " lease expires within a minute.");
    Map<String, String> patient = variables();
    patient.put("LOCK_TIMEOUT", "20m");
    // The database's clock says when the lease ends; this one only waits.
    Result waited =
        PipeRun.in(site.folder(), patient)
            .at(() -> time)
            .heardBy(
                line -> {
                  if (line.contains("Waiting")) {
                    site.letLeaseExpire();
                  }
                })
            .onOneStream()
            .run();

    assertThat(site.told(waited))
        .contains("INFO: Waiting for the lease: run <run 2> holds it since <time>.\n")
        .contains("INFO: Lease taken (epoch 2, from run <run 2>).\n");
    assertThat(waited.exitCode()).isZero();
    assertRight();
  }

  @Test
  void isFollowedWhileItsOperationGoesOn() {
    changeSets(table(1), changeSet("2", "CREATE INDEX X1 ON T1 (Id);", LAST + ";"));
    pace(Duration.ofSeconds(5));
    kill("GetOperation", "sp_1_1", Moment.AFTER);
    site.letLeaseExpire();

    Result status = succeed("✔ 2 pending; apply them with COMMAND=apply.", "status");
    assertThat(site.told(status))
        .contains(
            "Intent 1.1 of run <run 1> is open since <time>: schema operation sp_1_1, still running, 1 of 3"
                + " statements committed.\n");
    assertThat(spanner.committed()).doesNotContain(LAST);
    Result ended = run();

    assertThat(site.told(ended))
        .isEqualTo(
            """
            INFO: spanner-pipe <version>: apply on <database>, run <run 1>.
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            INFO: Lease taken (epoch 2, from run <run 2>).
            INFO: Schema operation sp_1_1 found: 3 statements.
            INFO: changelog.sql:3 change set 1 (ann): CREATE TABLE T1.
            INFO: changelog.sql:5 change set 2 (ann): CREATE INDEX X1 ON T1.
            INFO: changelog.sql:6 change set 2 (ann): CREATE INDEX X2 ON T1.
            INFO: Recovered unfinished run <run 2>: sp_1_1, 3 of 3 statements committed.
            INFO: Record head: <digest> (event 14).
            %s
            """
                .formatted(UP_TO_DATE));
    assertRight();
  }

  @Test
  void getsItsHistoryWrittenWhereItsOperationFinishedAlone() {
    killWhileItWaits();
    site.letLeaseExpire();
    letPass(Duration.ofSeconds(3), LAST);

    Result status = run("status");
    assertThat(site.told(status))
        .contains(
            "The lease is held by run <run 1> since <time> (epoch 1); it expired at <time>, so the"
                + " next run may take it.\n",
            "Intent 1.1 of run <run 1> is open since <time>: schema operation sp_1_1, succeeded, 3 of"
                + " 3 statements committed.\n");
    Result ended = succeed(UP_TO_DATE);

    assertThat(site.told(ended))
        .contains("INFO: Recovered unfinished run <run 2>: sp_1_1, 3 of 3 statements committed.\n");
    assertRight();
  }

  @Test
  void isGoneOnWithWhereItsOperationFailedAlone() {
    changeSets(table(1), changeSet("2", "CREATE INDEX X1 ON T1 (Id);", LAST + ";"));
    spanner.pace(slow(Duration.ofMillis(600)).failing(LAST::equals));
    kill("GetOperation", "sp_1_1", Moment.AFTER);
    site.letLeaseExpire();
    letPass(Duration.ofSeconds(2), "CREATE INDEX X1 ON T1 (Id)");
    spanner.pace(Pace.AT_ONCE.failing(LAST::equals));

    Result failed =
        end(
            5,
            "✖ Could not apply change set changelog.sql::2::ann at changelog.sql:6: Spanner rejected"
                + " statement 2 of 2, `CREATE INDEX X2 ON T1 (Id DESC)`: The statement is to fail. No"
                + " change set of this run was applied, but the first statement of this change set. "
                + WholeTool.CORRECT);
    assertThat(site.told(failed))
        .contains(
            "INFO: Recovered unfinished run <run 2>: sp_1_1, 2 of 3 statements committed, then: The"
                + " statement is to fail.\n");
    spanner.pace(Pace.AT_ONCE);

    succeed(
        "✔ Applied 1 change set to <name> in <duration>; last change set: changelog.sql::2::ann.");
    assertRight();
  }
}
