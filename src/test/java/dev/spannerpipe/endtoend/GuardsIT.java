package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import org.junit.jupiter.api.Test;

/// What stands between a changelog and what it would lose.
@Concurrent
class GuardsIT extends WholeTool {
  private String table(String name) {
    return database.either(
        "CREATE TABLE %s (Id INT64 NOT NULL) PRIMARY KEY (Id)".formatted(name),
        "CREATE TABLE %s (Id bigint PRIMARY KEY)".formatted(name));
  }

  @Test
  void showsWhatIsLostWhereItIsReviewed() {
    workspace.withSql(changeSet("1", table("t1") + ";"));
    apply();
    workspace.withSql(changeSet("1", table("t1") + ";") + changeSet("2", "DROP TABLE t1;"));

    Result status = pipe.run("status");
    JsonObject json = Json.parseObject(pipe.run("status", "--json").out());

    assertThat(status.lines().getLast())
        .isEqualTo("✔ 1 pending, with 1 data loss; apply them with COMMAND=apply.");
    assertThat(status.out())
        .contains(
            "\nDATA LOSS: change set changelog.sql::2::ann at changelog.sql:5 drops the table t1"
                + " (DROP_TABLE).\n");
    JsonObject plan = (JsonObject) json.find("plan").orElseThrow();
    assertThat(plan.find("dataLosses"))
        .contains(
            Json.parse(
                """
                [{"path": "changelog.sql", "id": "2", "author": "ann", "kind": "DROP_TABLE",
                  "object": "table t1", "file": "changelog.sql", "line": 5,
                  "text": "drops the table t1"}]
                """));
    assertThat(Json.parseObject(file("plan.json"))).isEqualTo(plan);
    assertThat(file("outputs.env"))
        .isEqualTo(
            """
            SPANNER_PIPE_RUN_ID=
            SPANNER_PIPE_OUTCOME=done
            SPANNER_PIPE_PLAN_SHA256=%s
            SPANNER_PIPE_APPLIED=0
            SPANNER_PIPE_PENDING=1
            SPANNER_PIPE_LAST_CHANGE_SET=
            SPANNER_PIPE_RECORD_HEAD=
            SPANNER_PIPE_EXECUTION_ARN=
            SPANNER_PIPE_EXECUTION_STATUS=
            """
                .formatted(plan.text("sha256").orElseThrow()));
    assertThat(pipe.with("ALLOW_DESTRUCTIVE", "true").run().lastLine())
        .isEqualTo(
            "✔ Applied 1 change set to "
                + database.name()
                + " in <duration>, with 1 data loss; last change set: changelog.sql::2::ann.");
  }

  @Test
  void aStatusThatFailsLeavesNoEarlierOutputs() {
    workspace.withSql(changeSet("1", table("t1") + ";"));
    apply();

    Result status = pipe.with("CHANGELOG_FILE", "gone.sql").run("status");

    assertThat(status.exitCode()).isEqualTo(2);
    assertThat(file("outputs.env"))
        .startsWith(
            """
            SPANNER_PIPE_RUN_ID=
            SPANNER_PIPE_OUTCOME=invalid
            SPANNER_PIPE_PLAN_SHA256=
            SPANNER_PIPE_APPLIED=0
            SPANNER_PIPE_PENDING=0
            """);
  }

  private String file(String name) {
    return workspace.text(".spanner-pipe/" + database.name() + "/" + name);
  }

  @Test
  void seesThroughEverySpace() {
    workspace.withSql(changeSet("1", table("t1") + ";"));
    apply();
    workspace.withSql(
        changeSet("1", table("t1") + ";") + changeSet("2", "DROP\u00a0TABLE\u00a0t1;"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply the plan: change set changelog.sql::2::ann at changelog.sql:5 drops"
                + " the table t1. If the data loss is intended, set ALLOW_DESTRUCTIVE=true for this run.");
    assertInOrder(result);
  }

  @Test
  void aFreshDatabaseRunsItsWholeHistoryAlsoWhereARunStoppedInTheMiddle() {
    workspace.withSql(
        changeSet(
                "1",
                table("t1") + ";",
                table("t2").replace("TABLE", "TABLE IF NOT EXISTS") + ";",
                table("door") + ";")
            + "--changeset ann:2\n"
            + "--preconditions onFail:HALT\n"
            + "--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM door\n"
            + "DELETE FROM t1 WHERE true;\n"
            + "DROP TABLE t1;\n"
            + "DROP TABLE t2;\n");

    Result stopped = pipe.run();
    database.update("INSERT INTO door (Id) VALUES (1)");
    Result finished = pipe.run();

    assertThat(stopped.exitCode()).isEqualTo(5);
    assertThat(stopped.err()).contains("Data loss check: the plan causes no data loss.");
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(finished.err()).contains("Data loss check: the plan causes no data loss.");
    assertThat(history()).containsExactly("1", "2");
    assertInOrder(finished);
  }

  @Test
  void leavesNothingInTheDatabaseWhereNothingCanBePlanned() {
    workspace.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
                - addPrimaryKey: {tableName: t1, columnNames: id}
        """);

    Result result = pipe.with("CHANGELOG_FILE", "changelog.yaml").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void recognizesADatabaseThatWasBuiltByOtherMeans() {
    database.execute(table("t1"));
    workspace.withSql(changeSet("1", table("t1") + ";"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::1::ann at changelog.sql:3: Spanner rejected"
                + " statement 1 of 1, `"
                + table("t1")
                + "`: Duplicate name in schema: t1. "
                + BUILT_ELSEWHERE
                + "no change set of this run was applied. Record what exists with COMMAND=adopt, and"
                + " run again.");
    assertThat(history()).isEmpty();
    assertInOrder(result);
    assertThat(pipe.run("adopt").exitCode()).isZero();
  }

  private static final String BUILT_ELSEWHERE =
      "Before this run, the database already had objects from the changelog but no history; ";
  private static final String RECORD_IT =
      "To record what exists, use Liquibase's changelog-sync, or give the change sets preconditions"
          + " with onFail: MARK_RAN; then run again.";

  @Test
  void recognizesADatabaseThatWasBuiltByOtherMeansAtALaterStatement() {
    database.execute(table("t3"));
    workspace.withSql(
        changeSet("1", table("t1") + ";") + changeSet("2", table("t2") + ";", table("t3") + ";"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::2::ann at changelog.sql:6: Spanner rejected"
                + " statement 2 of 2, `"
                + table("t3")
                + "`: Duplicate name in schema: t3. "
                + BUILT_ELSEWHERE
                + "1 change set of this run was applied, and the first statement of this change set. "
                + RECORD_IT);
    assertThat(history()).containsExactly("1");
    assertInOrder(result);
  }

  @Test
  void recognizesAColumnThatWasAddedByOtherMeans() {
    String column = "ALTER TABLE t1 ADD COLUMN c " + database.either("INT64", "bigint");
    database.execute(table("t1"));
    database.execute(column);
    workspace.withSql(
        changeSet("1", table("t1").replace("TABLE", "TABLE IF NOT EXISTS") + ";")
            + changeSet("2", column + ";"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::2::ann at changelog.sql:5: Spanner rejected"
                + " statement 1 of 1, `"
                + column
                + "`: Duplicate column name t1.c. "
                + BUILT_ELSEWHERE
                + "1 change set of this run was applied. "
                + RECORD_IT);
    assertInOrder(result);
  }

  @Test
  void blamesTheChangelogForWhatItCreatesTwice() {
    workspace.withSql(changeSet("1", table("t1") + ";") + changeSet("2", table("t1") + ";"));

    Result fresh = pipe.run();
    Result again = pipe.run();

    String failure =
        "✖ Could not apply change set changelog.sql::2::ann at changelog.sql:5: Spanner rejected"
            + " statement 1 of 1, `"
            + table("t1")
            + "`: Duplicate name in schema: t1. %s change set of this run was applied. "
            + CORRECT;
    assertThat(fresh.lastLine()).isEqualTo(failure.formatted("1"));
    assertThat(again.lastLine()).isEqualTo(failure.formatted("No"));
    assertInOrder(again);
  }

  private String expiring(String change, int days) {
    return database.either(
        "ALTER TABLE t1 %s ROW DELETION POLICY (OLDER_THAN(Born, INTERVAL %d DAY))"
            .formatted(change, days),
        "ALTER TABLE t1 %s TTL INTERVAL '%d days' ON born"
            .formatted(change.equals("REPLACE") ? "ALTER" : change, days));
  }

  private void appendToT1(String... changes) {
    StringBuilder text = new StringBuilder(changeSet("1", table("t1") + ";"));
    for (int i = 0; i < changes.length; i++) {
      text.append(changeSet(String.valueOf(i + 2), changes[i] + ";"));
    }
    workspace.withSql(text.toString());
  }

  @Test
  void letsRowsLiveLongerWithoutAsking() {
    String column =
        "ALTER TABLE t1 ADD COLUMN Born "
            + database.either("TIMESTAMP", "timestamp with time zone");
    appendToT1();
    apply();
    appendToT1(column);
    apply();
    appendToT1(column, expiring("ADD", 30));
    Result added = pipe.run();

    assertThat(added.exitCode()).isEqualTo(4);
    assertThat(added.lastLine())
        .isEqualTo(
            "✖ Could not apply the plan: change set changelog.sql::3::ann at changelog.sql:7 lets"
                + " rows of t1 expire. If the data loss is intended, set ALLOW_DESTRUCTIVE=true for this run.");
    // The emulator has no row deletion policies in the PostgreSQL dialect.
    if (database.either("yes", "no").equals("yes")) {
      assertThat(pipe.with("ALLOW_DESTRUCTIVE", "true").run().exitCode()).isZero();
      appendToT1(column, expiring("ADD", 30), expiring("REPLACE", 60));
      assertThat(pipe.run().exitCode()).isZero();
      appendToT1(column, expiring("ADD", 30), expiring("REPLACE", 60), expiring("REPLACE", 59));

      assertThat(pipe.run().lastLine())
          .isEqualTo(
              "✖ Could not apply the plan: change set changelog.sql::5::ann at changelog.sql:11"
                  + " lets rows of t1 expire after 59 days instead of 60. If the data loss is intended, set ALLOW_DESTRUCTIVE=true for this run.");
    } else {
      appendToT1(column, expiring("REPLACE", 60));
      assertThat(pipe.run().lastLine()).isEqualTo(added.lastLine());
    }
  }
}
