package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A database that was built by other means gets a history.
@Concurrent
class AdoptIT extends WholeTool {
  PipeRun adopt;

  @BeforeEach
  void setCommand() {
    adopt = pipe.with("COMMAND", "adopt");
  }

  /// Returns a statement that makes a table, in the dialect of the database.
  String shop(int number) {
    return database.either(
        "CREATE TABLE Shop%d (Id INT64 NOT NULL, Name STRING(100), Opened TIMESTAMP DEFAULT (CURRENT_TIMESTAMP())) PRIMARY KEY (Id)"
            .formatted(number),
        "CREATE TABLE shop%d (id bigint NOT NULL PRIMARY KEY, name varchar(100), opened timestamptz DEFAULT CURRENT_TIMESTAMP)"
            .formatted(number));
  }

  private String shops(int from, int to) {
    StringBuilder changeSets = new StringBuilder();
    IntStream.rangeClosed(from, to)
        .forEach(number -> changeSets.append(changeSet("s" + number, shop(number) + ";")));
    return changeSets.toString();
  }

  private void build(int from, int to) {
    database.execute(IntStream.rangeClosed(from, to).mapToObj(this::shop).toArray(String[]::new));
  }

  /// Returns the name of something in a message, in the case of the dialect.
  private String named(String name) {
    return database.either(name, name.toLowerCase(Locale.ROOT));
  }

  private JsonObject document() {
    return Json.parseObject(workspace.text(".spanner-pipe/" + database.name() + "/adopt.json"));
  }

  private String sha256() {
    return document().text("sha256").orElseThrow();
  }

  /// Asserts that a run has written nothing, not even the tables of the pipe.
  private void assertNothingWritten(List<String> before) {
    assertThat(database.ddl()).isEqualTo(before);
  }

  void assertFails(Result result, int exitCode, String lastLine) {
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(result.lastLine())
        .isEqualTo("✖ " + lastLine.replace("<database>", database.resourceName()));
  }

  @Test
  void thirtyTablesThatWereMadeByHandAreAdoptedAndThenNothingIsToBeDone() {
    build(1, 30);
    workspace.withSql(shops(1, 30));
    List<String> before = database.ddl();

    Result shown = PipeProcess.start(adopt.variables(), workspace.directory()).await().succeeded();

    assertThat(shown.lastLine())
        .isEqualTo(
            "✔ Nothing was written: 30 change sets can be adopted, and none is pending. To adopt,"
                + " run again with PLAN_SHA256=%s.".formatted(sha256()));
    assertNothingWritten(before);

    Result adopted =
        PipeProcess.start(adopt.with("PLAN_SHA256", sha256()).variables(), workspace.directory())
            .await()
            .succeeded();

    assertThat(adopted.lastLine())
        .isEqualTo(
            "✔ Adopted 30 change sets of %s in <duration>, and none is pending."
                .formatted(database.name()));
    assertThat(history())
        .isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(number -> "s" + number).toList());
    assertThat(
            database.rows(
                database.either(
                    "SELECT DISTINCT EXECTYPE, LIQUIBASE FROM DATABASECHANGELOG",
                    "SELECT DISTINCT exectype, liquibase FROM databasechangelog")))
        .containsExactly(List.of("EXECUTED", "4.33.0"));
    assertInOrder(adopted);

    Result applied = PipeProcess.start(pipe.variables(), workspace.directory()).await().succeeded();
    assertThat(applied.lastLine())
        .startsWith("✔ Nothing to do: all 30 change sets of this changelog are applied to ");
  }

  @Test
  void showsThePlanAndWhatStaysPending() {
    build(1, 2);
    String insert =
        database.either("INSERT INTO Shop1 (Id) VALUES (1);", "INSERT INTO shop1 (id) VALUES (1);");
    workspace.withSql(shops(1, 1) + changeSet("data", insert) + shops(2, 3));

    Result result = adopt.run().succeeded();

    assertThat(result.out())
        .isEqualTo(
            """
            Compared changelog.sql with %s.
            To adopt, without running them: 3 change sets. 1 stays pending.
              changelog.sql:2 s1 (ann)
              changelog.sql:4 data (ann)
              changelog.sql:6 s2 (ann)
            Their data changes will not run:
              changelog.sql:4 data (ann): 1 data change
            Plan %s
            """
                .formatted(database.resourceName(), sha256()));
    assertThat(result.lastLine())
        .startsWith("✔ Nothing was written: 3 change sets can be adopted, and 1 stays pending. ");
    adopt.with("PLAN_SHA256", sha256()).run().succeeded();
    assertThat(database.rows(database.either("SELECT Id FROM Shop1", "SELECT id FROM shop1")))
        .isEmpty();
    assertThat(pipe.run().succeeded().lastLine())
        .contains("last change set: changelog.sql::s3::ann");
  }

  @Test
  void printsThePlanAsJson() {
    build(1, 1);
    workspace.withSql(shops(1, 2));

    Result result = adopt.run("--json").succeeded();

    assertThat(result.out())
        .isEqualTo(workspace.text(".spanner-pipe/" + database.name() + "/adopt.json"));
    assertThat(document().text("verdict")).hasValue("one");
    assertThat(document().items("adopted")).hasSize(1);
    assertThat(document().items("pending")).hasSize(1);
  }

  @Test
  void namesTheColumnThatWasChangedByHandAndWritesNothing() {
    build(1, 3);
    database.execute(
        database.either(
            "ALTER TABLE Shop2 ALTER COLUMN Name STRING(200)",
            "ALTER TABLE shop2 ALTER COLUMN name TYPE varchar(200)"));
    workspace.withSql(shops(1, 4));
    List<String> before = database.ddl();
    String difference =
        database.either(
            "the column Name of Shop2: the type is STRING(200) in the database, and STRING(100) in"
                + " the changelog",
            "the column name of shop2: the type is character varying(200) in the database, and"
                + " character varying(100) in the changelog");

    Result result = adopt.run();

    assertFails(
        result,
        5,
        "Could not adopt: no prefix of changelog.sql makes the schema of <database>. The nearest is"
            + " the first 3 of 4 change sets (up to changelog.sql::s3::ann): "
            + difference
            + ". Correct the changelog or the database until both have the same schema, and run"
            + " again.");
    assertThat(result.out())
        .contains(
            "The nearest prefix is the first 3 of 4 change sets (up to changelog.sql::s3::ann)."
                + " Differences:\n  "
                + difference
                + "\n");
    assertNothingWritten(before);
    assertThat(document().text("verdict")).hasValue("none");
  }

  @Test
  void namesTheOptionThatDiffers() {
    String table = "CREATE TABLE Logs (Id INT64 NOT NULL, Seen TIMESTAMP%s) PRIMARY KEY (Id)%s";
    String policy = ", ROW DELETION POLICY (OLDER_THAN(Seen, INTERVAL %d DAY))";
    database.execute(
        table.formatted(" OPTIONS (allow_commit_timestamp=true)", policy.formatted(3)));
    workspace.withSql(changeSet("logs", table.formatted("", policy.formatted(30)) + ";"));

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: no prefix of changelog.sql makes the schema of <database>. The nearest is"
            + " the first 1 of 1 change set (up to changelog.sql::logs::ann): the table Logs: the"
            + " row deletion policy is OLDER_THAN(Seen, INTERVAL 3 DAY) in the database, and"
            + " OLDER_THAN(Seen, INTERVAL 30 DAY) in the changelog; the column Seen of Logs: the"
            + " option allow_commit_timestamp is true in the database, and not set in the changelog."
            + " Correct the changelog or the database until both have the same schema, and run"
            + " again.");
  }

  @Test
  void namesAnIndexThatOnlyTheDatabaseHas() {
    build(1, 2);
    database.execute(
        database.either(
            "CREATE INDEX ByName ON Shop1 (Name)", "CREATE INDEX byname ON shop1 (name)"));
    workspace.withSql(shops(1, 2));

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: no prefix of changelog.sql makes the schema of <database>. The nearest is"
            + " the first 2 of 2 change sets (up to changelog.sql::s2::ann): only the database has"
            + " the index "
            + named("ByName")
            + ". Correct the changelog or the database until both have the same schema, and run"
            + " again.");
  }

  @Test
  void namesTheTableOfAChangeSetBetweenTwoOthersThatNeverRan() {
    build(1, 1);
    build(3, 3);
    workspace.withSql(shops(1, 3));

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: no prefix of changelog.sql makes the schema of <database>. The nearest is"
            + " the first 3 of 3 change sets (up to changelog.sql::s3::ann): only the changelog has"
            + " the table "
            + named("Shop2")
            + ". Correct the changelog or the database until both have the same schema, and run"
            + " again.");
  }

  @Test
  void leavesTheChoiceAmongPrefixesThatMakeTheSameSchema() {
    build(1, 1);
    String insert =
        database.either("INSERT INTO Shop1 (Id) VALUES (1);", "INSERT INTO shop1 (id) VALUES (1);");
    workspace.withSql(shops(1, 1) + changeSet("data", insert) + shops(2, 2));

    Result result = adopt.run();

    assertFails(
        result,
        2,
        "Could not adopt: the database may have the first 1 or 2 change sets of changelog.sql,"
            + " which make the same schema. Set ADOPT_COUNT to the number of change sets whose data"
            + " changes the database has, or ADOPT_TO_TAG to a tag.");
    assertThat(result.out())
        .endsWith(
            """
            Several prefixes of the changelog make the schema of the database:
              ADOPT_COUNT=1: up to changelog.sql:2 s1 (ann)
              ADOPT_COUNT=2: up to changelog.sql:4 data (ann)
            """);
    assertThat(adopt.with("ADOPT_COUNT", "2").run().succeeded().lastLine())
        .startsWith("✔ Nothing was written: 2 change sets can be adopted, and 1 stays pending. ");
    adopt.with("ADOPT_COUNT", "2").with("PLAN_SHA256", sha256()).run().succeeded();
    assertThat(history()).containsExactly("s1", "data");
  }

  @Test
  void comparesOnlyTheWantedPrefix() {
    build(1, 2);
    workspace.withSql(shops(1, 3));

    assertFails(
        adopt.with("ADOPT_COUNT", "1").run(),
        5,
        "Could not adopt the first 1 of 3 change sets (up to changelog.sql::s1::ann) of"
            + " changelog.sql: the schema of <database> differs: only the database has the table "
            + named("Shop2")
            + ". Correct the changelog or the database until both have the same schema, and run"
            + " again.");
    assertFails(
        adopt.with("ADOPT_COUNT", "4").run(),
        2,
        "Could not adopt: ADOPT_COUNT is 4, but changelog.sql has only 3 change sets. Set"
            + " ADOPT_COUNT to the number of change sets that the database has.");
  }

  @Test
  void adoptsUpToATag() {
    build(1, 1);
    workspace.with("s.sql", "--liquibase formatted sql\n" + shops(1, 1));
    workspace.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - include: {file: s.sql}
          - changeSet: {id: tag, author: ann, changes: [{tagDatabase: {tag: v1}}]}
        """);
    PipeRun tagged = adopt.with("CHANGELOG_FILE", "changelog.yaml");

    tagged.with("ADOPT_TO_TAG", "v1").run().succeeded();
    tagged.with("ADOPT_TO_TAG", "v1").with("PLAN_SHA256", sha256()).run().succeeded();

    assertThat(database.rows("SELECT ID, TAG FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED"))
        .containsExactly(List.of("s1", "null"), List.of("tag", "v1"));
    assertFails(
        tagged.with("ADOPT_TO_TAG", "v2").with("PLAN_SHA256", sha256()).run(),
        2,
        "Could not adopt: no change set of changelog.yaml sets the tag v2 (ADOPT_TO_TAG). Set"
            + " ADOPT_TO_TAG to a tag that a change set sets with tagDatabase, or use ADOPT_COUNT.");
  }

  @Test
  void writesNothingIfAnotherPlanWasReviewed() {
    build(1, 2);
    workspace.withSql(shops(1, 2));
    List<String> before = database.ddl();

    Result result = adopt.with("PLAN_SHA256", "0".repeat(64)).run();

    assertFails(
        result,
        4,
        "Could not adopt: the SHA-256 of the plan is %s, but the reviewed one is %s (PLAN_SHA256). Review the plan above, and set PLAN_SHA256 to its digest."
            .formatted(sha256(), "0".repeat(64)));
    assertNothingWritten(before);
  }

  @Test
  void theDigestOfAnAdoptionLetsNoApplyRun() {
    build(1, 1);
    workspace.withSql(shops(1, 1));
    adopt.run().succeeded();

    assertThat(pipe.with("PLAN_SHA256", sha256()).run().exitCode()).isEqualTo(4);
  }

  @Test
  void rejectsAHistoryThatIsNotEmpty() {
    workspace.withSql(shops(1, 1));
    apply();
    workspace.withSql(shops(1, 2));

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: DATABASECHANGELOG is not empty: it has 1 row, the last one of change set"
            + " changelog.sql::s1::ann. Run COMMAND=status: it shows what is pending, and apply"
            + " continues after these rows; if they are Liquibase's, ADOPT_FROM=liquibase confirms"
            + " that.");
    assertThat(history()).containsExactly("s1");
  }

  @Test
  void adoptingTheSameTwiceIsNoMistake() {
    build(1, 2);
    workspace.withSql(shops(1, 2));
    adopt.run().succeeded();
    PipeRun confirmed = adopt.with("PLAN_SHA256", sha256());
    confirmed.run().succeeded();

    Result again = confirmed.run().succeeded();

    assertThat(again.lastLine())
        .isEqualTo("✔ Nothing to do: 2 change sets were adopted before, and none is pending.");
    assertThat(history()).containsExactly("s1", "s2");
    assertInOrder(again);
  }

  @Test
  void waitsForAnotherRun() {
    workspace.withSql("");
    apply();
    build(1, 1);
    workspace.withSql(shops(1, 1));
    database.update(
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKEDBY = 'host' WHERE ID = 1",
        "INSERT INTO DATABASECHANGELOGLOCK (ID, LOCKED, LOCKEDBY) VALUES (1, true, 'host')");
    adopt.run().succeeded();

    Result result = adopt.with("PLAN_SHA256", sha256()).run();

    assertThat(result.exitCode()).as("%s", result).isEqualTo(6);
    assertThat(history()).isEmpty();
  }

  @Test
  void saysThatAnEmptyDatabaseNeedsNoAdoption() {
    workspace.withSql(shops(1, 2));

    assertThat(adopt.run().succeeded().lastLine())
        .isEqualTo(
            "✔ Nothing to adopt: the database has no tables. COMMAND=apply runs the whole"
                + " changelog.");
  }

  @Test
  void comparesADatabaseThatIsNoEmulatorsThroughTheReplay() {
    build(1, 3);
    database.execute(
        database.either(
            "CREATE INDEX ByName ON Shop1 (Name)", "CREATE INDEX byname ON shop1 (name)"));
    workspace.withSql(
        shops(1, 3)
            + changeSet(
                "index",
                database.either(
                    "CREATE INDEX ByName ON Shop1 (Name);",
                    "CREATE INDEX byname ON shop1 (name);")));
    PipeRun spanner = adopt.with("SPANNER_ENDPOINT", "http://" + EmulatorServer.running().host());

    spanner.run().succeeded();
    spanner.without("SPANNER_EMULATOR_HOST").run().succeeded();
    spanner.with("PLAN_SHA256", sha256()).run().succeeded();

    assertThat(history()).containsExactly("s1", "s2", "s3", "index");
  }

  @Test
  void needsAWordForWhatTheEmulatorCannotReplayAndRecordsIt() {
    build(1, 2);
    workspace.withSql(shops(1, 1) + changeSet("role", "CREATE ROLE reader;") + shops(2, 2));
    PipeRun spanner = adopt.with("SPANNER_ENDPOINT", "http://" + EmulatorServer.running().host());
    List<String> before = database.ddl();

    assertFails(
        spanner.run(),
        4,
        "Could not adopt the first 3 of 3 change sets (up to changelog.sql::s2::ann): the emulator"
            + " cannot replay what differs: only the changelog has the role reader. Compare both by"
            + " hand; if they mean the same, set ADOPT_UNCHECKED=true.");
    assertNothingWritten(before);

    PipeRun unchecked = spanner.with("ADOPT_UNCHECKED", "true");
    assertThat(unchecked.run().succeeded().out())
        .contains(
            """
            Not replayed, because the emulator cannot hold it; compared by its text:
              the role reader
            Not checked, because these texts differ and may mean the same:
              only the changelog has the role reader
            """);
    Result adopted = unchecked.with("PLAN_SHA256", sha256()).run().succeeded();
    assertThat(history()).containsExactly("s1", "role", "s2");
    assertThat(
            workspace.lastRun(database.name()).stream()
                .filter(event -> event.text("name").orElse("").equals("adoptionPlanned"))
                .map(event -> ((JsonObject) event.find("detail").orElseThrow()).texts("unchecked")))
        .containsExactly(List.of("only the changelog has the role reader"));
    assertInOrder(adopted);
  }

  @Test
  void marksWhatAPreconditionSkips() {
    build(1, 1);
    workspace.withSql(
        shops(1, 1)
            + changeSet(
                "never",
                "--preconditions onFail:MARK_RAN",
                "--precondition-table-exists table:missing",
                database.either(
                    "CREATE INDEX ByName ON Shop1 (Name);",
                    "CREATE INDEX byname ON shop1 (name);")));

    adopt.with("ADOPT_COUNT", "2").run().succeeded();
    adopt.with("ADOPT_COUNT", "2").with("PLAN_SHA256", sha256()).run().succeeded();

    assertThat(database.rows("SELECT ID, EXECTYPE FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED"))
        .containsExactly(List.of("s1", "EXECUTED"), List.of("never", "MARK_RAN"));
  }
}
