package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody else has the database: plain Liquibase, or another run of the pipe.
@Concurrent
class HeldDatabaseIT extends WholeTool {
  private static final String OTHER = "20260101T000000Z-0badcafe";
  private static final String ALIVE = "TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60 SECOND)";
  private static final String SINCE = "TIMESTAMP '2026-01-02T03:04:05Z'";

  private PipeRun build;

  @BeforeEach
  void applyOnce() {
    build =
        pipe.with("BITBUCKET_PIPELINE_UUID", "{5b2f}")
            .with("BITBUCKET_REPO_FULL_NAME", "team/shop")
            .with("BITBUCKET_BUILD_NUMBER", "6")
            .with("BITBUCKET_STEP_RUN_NUMBER", "1");
    workspace.withSql(table(1));
    assertThat(build.run().exitCode()).isZero();
    workspace.withSql(tables(1, 2));
  }

  private void lock(String since, String by) {
    database.update(
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKGRANTED = %s, LOCKEDBY = %s WHERE ID = 1"
            .formatted(since, by));
  }

  @Test
  void saysWhoseLockOfLiquibaseIsInTheWay() {
    lock(SINCE, "'build-host (10.0.0.7)'");

    Result result = pipe.with("LOCK_TIMEOUT", "1s").run();

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not take the lease of the database within 1 s: Liquibase's lock is held by"
                + " \"build-host (10.0.0.7)\" since 2026-01-02T03:04:05Z. Wait for that Liquibase"
                + " process to end, or, if it is dead, remove its lock with COMMAND=unlock; then run"
                + " again.");
    assertThat(result.lines())
        .contains(
            "INFO: Waiting for the lease: Liquibase's lock is held by \"build-host (10.0.0.7)\""
                + " since 2026-01-02T03:04:05Z.");
    after(result).onRecordInFiles().onRecordInDatabase();
    assertThat(history()).containsExactly("1");

    Result unlocked = pipe.run("unlock");

    assertThat(unlocked.exitCode()).isZero();
    assertThat(unlocked.lastLine())
        .isEqualTo(
            "✔ Liquibase's lock, held by \"build-host (10.0.0.7)\" since 2026-01-02T03:04:05Z, was"
                + " removed.");
    assertThat(workspace.lastRun(database.name()))
        .anyMatch(event -> event.text("name").orElse("").equals("lockRemoved"));
    assertInOrder(unlocked);

    Result again = pipe.run("unlock");
    assertThat(again.exitCode()).isZero();
    assertThat(again.lastLine()).isEqualTo("✔ Liquibase's lock is free.");
    assertInOrder(again);

    Result applied = pipe.run();
    assertThat(applied.exitCode()).isZero();
    assertInOrder(applied);
  }

  @Test
  void doesNotWaitWhereItShallNot() {
    lock("NULL", "NULL");

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not take the lease of the database: Liquibase's lock is held. Wait for that"
                + " Liquibase process to end, or, if it is dead, remove its lock with COMMAND=unlock;"
                + " then run again.");
    assertThat(result.err()).doesNotContain("Waiting");
    assertThat(pipe.run("unlock").lastLine()).isEqualTo("✔ Liquibase's lock, held, was removed.");
  }

  @Test
  void doesNotUnlockWhatBelongsToARunOfThePipe() {
    lock(SINCE, "'spanner-pipe " + OTHER + "'");

    Result result = pipe.run("unlock");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not remove Liquibase's lock: it belongs to a run of this pipe, \"spanner-pipe"
                + " 20260101T000000Z-0badcafe\". Run again: a lease expires within a"
                + " minute, and the next run takes over the lock.");
    after(result).onRecordInFiles().onRecordInDatabase();

    Result applied = pipe.run();
    assertThat(applied.exitCode()).isZero();
    assertInOrder(applied);
  }

  /// As another run has it that is still alive, or is not.
  private void lease(String expiresAt) {
    database.update(
        "INSERT INTO SPANNER_PIPE_RUN (RunId, Command, Version, StartedAt, HeadSequence, Head)"
            + " VALUES ('%s', 'apply', '1', %s, 0, '%s')".formatted(OTHER, SINCE, "0".repeat(64)),
        ("UPDATE SPANNER_PIPE_LEASE SET Epoch = 5, RunId = '%s', BuildUrl ="
                + " 'https://bitbucket.org/team/shop/pipelines/results/6', TakenAt = %s, ExpiresAt ="
                + " %s, TakeoverKey = NULL, StepRunNumber = 1"
                + " WHERE LeaseId = 1")
            .formatted(OTHER, SINCE, expiresAt));
  }

  @Test
  void saysWhichRunHoldsTheLease() {
    lease(ALIVE);

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not take the lease of the database: run 20260101T000000Z-0badcafe"
                + " (https://bitbucket.org/team/shop/pipelines/results/6) has held it since"
                + " 2026-01-02T03:04:05Z. Wait for that run to end, or raise LOCK_TIMEOUT, and run"
                + " again; if that run is dead, its lease expires within a minute.");
    after(result).onRecordInFiles().onRecordInDatabase();
    assertThat(history()).containsExactly("1");
    assertThat(pipe.run("status").out())
        .contains(
            "The lease is held by run 20260101T000000Z-0badcafe"
                + " (https://bitbucket.org/team/shop/pipelines/results/6) since 2026-01-02T03:04:05Z"
                + " (epoch 5); it expires at ");

    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET ExpiresAt = CURRENT_TIMESTAMP() WHERE LeaseId = 1");
    assertInOrder(pipe.run());
    assertThat(history()).containsExactly("1", "2");
  }

  @Test
  void takesAnExpiredLeaseOverAndLinksItsRun() {
    Result killed = build.with("BITBUCKET_BUILD_NUMBER", "7").run("unlock");
    String dead = workspace.lastRun(database.name()).getFirst().text("runId").orElseThrow();
    assertThat(killed.exitCode()).isZero();
    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET Epoch = 5, RunId = '%s', TakenAt = %s, ExpiresAt = %s WHERE LeaseId = 1"
            .formatted(dead, SINCE, SINCE));

    Result result = pipe.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).contains("INFO: Lease taken (epoch 6, from run " + dead + ").");
    assertThat(
            database.rows("SELECT LinkNumber FROM SPANNER_PIPE_RUN WHERE RunId = '" + dead + "'"))
        .containsExactly(List.of("2"));
    assertThat(database.rows("SELECT Links FROM SPANNER_PIPE_LEASE")).containsExactly(List.of("3"));
    assertInOrder(result);
  }

  @Test
  void takesTheLeaseOverAtOnceInAReRunOfTheSameStep() {
    String key =
        BuildContext.from(Map.of("BITBUCKET_PIPELINE_UUID", "{5b2f}"))
            .takeoverKey("changelog.sql")
            .orElseThrow();
    lease(ALIVE);
    database.update("UPDATE SPANNER_PIPE_LEASE SET TakeoverKey = '" + key + "' WHERE LeaseId = 1");

    assertThat(build.run().exitCode()).isEqualTo(6);
    assertThat(
            build
                .with("BITBUCKET_PIPELINE_UUID", "{other}")
                .with("BITBUCKET_STEP_RUN_NUMBER", "2")
                .run()
                .exitCode())
        .isEqualTo(6);
    Result result = build.with("BITBUCKET_STEP_RUN_NUMBER", "2").run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).contains("INFO: Lease taken (epoch 6, from run " + OTHER + ").");
    assertInOrder(result);
  }

  /// The count of the attempts stands in the lease's row.
  @Test
  void saysThatTheLeaseWasSetBack() {
    database.update("UPDATE SPANNER_PIPE_LEASE SET Epoch = 0 WHERE true");
    workspace.withSql(table(1) + changeSet("rows", "INSERT INTO T1 (Id) VALUES (1);"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not continue: intent 1.1 was already recorded by run "
                + database.rows("SELECT RunId FROM SPANNER_PIPE_INTENT").getFirst().getFirst()
                + ", so the row of SPANNER_PIPE_LEASE was lost or set back. Run again, several times"
                + " if necessary: each run tries the next number, until a number is free.");
    assertThat(database.rows("SELECT COUNT(*) FROM T1")).containsExactly(List.of("0"));
  }
}
