package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A preview that compares the changelog with a database. The database is read through a proxy,
/// which knows what was asked of it; the changes are replayed in another database of the emulator.
@Concurrent
class PreviewIT extends WholeTool {
  private static final String SINGERS =
      changeSet("1", "CREATE TABLE Singers (Id INT64 NOT NULL, Name STRING(50)) PRIMARY KEY (Id);");

  private SpannerProxy target;
  private PipeRun preview;

  @BeforeEach
  void putProxyInFront() {
    target = SpannerProxy.of(EmulatorServer.running().host());
    preview =
        pipe.with("COMMAND", "preview").with("SPANNER_ENDPOINT", "http://" + target.address());
  }

  @AfterEach
  void endProxy() {
    target.close();
  }

  private JsonObject document() {
    return Json.parseObject(workspace.text(".spanner-pipe/" + database.name() + "/preview.json"));
  }

  private List<String> findings() {
    return document().items("findings").stream()
        .map(JsonObject.class::cast)
        .map(
            finding ->
                finding.text("severity").orElseThrow() + " " + finding.text("rule").orElseThrow())
        .toList();
  }

  @Test
  void onlyReadsTheDatabase() {
    workspace.withSql(SINGERS);
    apply();
    List<String> before = database.ddl();
    workspace.withSql(SINGERS + changeSet("2", "ALTER TABLE Singers ADD COLUMN Born DATE;"));

    Result result = preview.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lastLine())
        .startsWith("✔ 1 change set is pending, with 1 effect, no errors and no warnings");
    assertThat(result.out())
        .startsWith("Compared with the database " + database.resourceName() + ", as of ")
        .contains("adds the column Born of Singers");
    assertThat(target.calls())
        .isEqualTo(Map.of("CreateSession", 1, "ExecuteStreamingSql", 3, "GetDatabaseDdl", 1));
    assertThat(database.ddl()).isEqualTo(before);
    assertThat(history()).containsExactly("1");
  }

  @Test
  void createsNothingInANewDatabase() {
    workspace.withSql(SINGERS);

    assertThat(preview.run().exitCode()).isZero();

    assertThat(database.ddl()).isEmpty();
    assertThat(target.schemaChanges()).isEmpty();
    assertThat(target.calls())
        .containsOnlyKeys("CreateSession", "ExecuteStreamingSql", "GetDatabaseDdl");
  }

  @Test
  void writesItsFilesAlsoIfNothingIsPending() {
    workspace.withSql(SINGERS);
    apply();

    Result result = preview.without("SPANNER_EMULATOR_HOST").run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lastLine())
        .startsWith("✔ Nothing is pending: the one change set of this changelog is applied");
    String folder = ".spanner-pipe/" + database.name() + "/";
    assertThat(List.of("plan.json", "preview.json", "report.md", "outputs.env", "record.jsonl"))
        .allSatisfy(file -> assertThat(workspace.has(folder + file)).isTrue());
    assertThat(workspace.has("test-results/spanner-pipe-" + database.name() + ".xml")).isTrue();
    assertThat(
            document()
                .find("baseline")
                .map(JsonObject.class::cast)
                .flatMap(each -> each.text("kind")))
        .hasValue("live");
  }

  @Test
  void printsTheDocumentAsJson() {
    workspace.withSql(SINGERS);

    Result result = preview.run("--json");

    assertThat(result.out())
        .isEqualTo(workspace.text(".spanner-pipe/" + database.name() + "/preview.json"));
  }

  @Test
  void aMistakeInTheMiddleEndsWithNineAndTheRestIsPreviewed() {
    workspace.withSql(
        SINGERS
            + table(2)
            + changeSet("3", "CREATE TABLE Albums (Id INT65) PRIMARY KEY (Id);")
            + table(4)
            + changeSet("5", "CREATE INDEX ByName ON Singers (Name);"));

    Result result = preview.run();

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(findings()).containsOnlyOnce("error SP001");
    assertThat(result.out()).contains("adds the table T4", "adds the index ByName");
    assertThat(workspace.text("test-results/spanner-pipe-" + database.name() + ".xml"))
        .contains("tests=\"5\" failures=\"1\"");
  }

  @Test
  void aWaiverSilencesThePreviewButNotTheGate() {
    workspace.withSql(SINGERS);
    apply();
    workspace.withSql(
        SINGERS
            + changeSet(
                "2",
                "--spanner-pipe: allow SP102 nobody reads it since May",
                "ALTER TABLE Singers DROP COLUMN Name;"));

    Result result = preview.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains(
            "Data loss: 1 data loss; apply will stop with exit code 4 unless ALLOW_DESTRUCTIVE is"
                + " true.");
    assertThat(pipe.run().exitCode()).isEqualTo(4);
  }

  @Test
  void anEditedChangeSetIsAFindingAndTheRestIsPreviewed() {
    workspace.withSql(SINGERS);
    apply();
    workspace.withSql(SINGERS.replace("50", "60") + table(2));

    Result result = preview.run();

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(findings()).containsOnlyOnce("error SP601");
    assertThat(result.out()).contains("adds the table T2");
  }

  @Test
  void aMovedFileIsOneFindingAndNotAnAvalanche() {
    workspace.withSql(SINGERS + table(2));
    apply();
    workspace.with("db/changelog.sql", workspace.text("changelog.sql"));

    Result result = preview.with("CHANGELOG_FILE", "db/changelog.sql").run();

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(findings()).containsExactly("error SP610", "warning SP004");
  }

  @Test
  void historyAndObjectsThatTheChangelogDoesNotKnowAreOneWarningEach() {
    workspace.withSql(SINGERS + table(2));
    apply();
    database.execute("CREATE TABLE ByHand (Id INT64) PRIMARY KEY (Id)");
    workspace.withSql(SINGERS);

    Result result = preview.run();

    assertThat(result.exitCode()).isZero();
    assertThat(findings()).containsExactly("warning SP004", "warning SP004");
    assertThat(result.out()).contains("ByHand");
  }

  @Test
  void aPreconditionOnRowsIsAskedOfTheDatabaseAsItIsNow() {
    workspace.withSql(SINGERS);
    apply();
    database.update("INSERT INTO Singers (Id, Name) VALUES (1, 'Ann')");
    workspace.withSql(
        SINGERS
            + changeSet(
                "2",
                "--preconditions onFail:MARK_RAN",
                "--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM Singers",
                "DROP TABLE Singers;"));
    target.forgetRequests();

    Result result = preview.run();

    assertThat(result.exitCode()).isZero();
    assertThat(target.calls()).containsEntry("ExecuteStreamingSql", 4);
    assertThat(result.out()).doesNotContain("drops the table Singers");
  }

  @Test
  void aPreconditionThatHaltsIsAnError() {
    workspace.withSql(
        SINGERS
            + changeSet(
                "2",
                "--preconditions onFail:HALT",
                "--precondition-table-exists table:Missing",
                "CREATE INDEX ByName ON Singers (Name);"));

    Result result = preview.run();

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(findings()).contains("error SP610");
    assertThat(result.out()).contains("The precondition does not hold, and apply stops here: ");
  }

  @Test
  void aChangelogThatCannotBeReadEndsWithTwo() {
    workspace.with("changelog.yaml", "databaseChangeLog: [\n");

    Result result = preview.with("CHANGELOG_FILE", "changelog.yaml").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(workspace.has(".spanner-pipe/" + database.name() + "/outputs.env")).isTrue();
  }

  @Test
  void tablesOfANewerVersionEndWithFive() {
    workspace.withSql(SINGERS);
    apply();
    database.update("UPDATE SPANNER_PIPE_VERSION SET Major = 2 WHERE VersionId = 1");

    Result result = preview.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not use the book-keeping tables: they have version 2, and this version of the"
                + " pipe knows version 1. Use the newer version of the pipe that wrote them.");
  }

  @Test
  void aLeaseInUseAndALockAreNotedAndChangeNothing() {
    workspace.withSql(SINGERS);
    apply();
    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET RunId = 'run-x', StepRunNumber = 1, TakenAt ="
            + " CURRENT_TIMESTAMP(), ExpiresAt ="
            + " TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60 SECOND) WHERE true",
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKEDBY = 'host' WHERE ID = 1");
    workspace.withSql(SINGERS + table(2));

    Result result = preview.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains(
            "Note: Run run-x holds the lease and may change the database now",
            "Note: Liquibase's lock is held by \"host\"");
  }

  @Test
  void aDatabaseThatDoesNotAnswerEndsWithThreeAndNotWithAnotherBaseline() {
    workspace.withSql(SINGERS);
    target.refuse("CreateSession", 1_000, Status.PERMISSION_DENIED.withDescription("no"));

    Result result = preview.with("BITBUCKET_PR_DESTINATION_COMMIT", "0123456789ab").run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aRunThatIsStoppedSaysThatItChangesNothing() {
    workspace.withSql(SINGERS);

    Result result =
        preview
            .with("TIMEOUT", "1s")
            .at(() -> new FastTime(Instant.now(), Duration.ofSeconds(2)))
            .run();

    assertThat(result.exitCode()).isEqualTo(8);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ TIMEOUT has expired: this command changes nothing. Run it again with a longer TIMEOUT.");
  }

  @Test
  void aDatabaseThatIsMissingIsNotCreated() {
    workspace.withSql(SINGERS);
    String missing = EmulatorServer.running().newName();

    Result result = preview.with("SPANNER_DATABASE", missing).run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(target.calls()).doesNotContainKey("CreateDatabase");
  }
}
