package dev.spannerpipe.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.Workspace;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is unusual or wrong in the changelog or in the database, in both dialects: the preview
/// shows it and reads only.
@Concurrent
class PreviewBadInputIT {
  /// What a preview may send to the database.
  private static final Set<String> READS =
      Set.of("CreateSession", "ExecuteStreamingSql", "GetDatabaseDdl", "StreamingRead");

  @TempDir private Path directory;
  private Workspace workspace;
  private TestDatabase database;
  private PipeRun pipe;
  private PipeRun preview;
  private SpannerProxy target;

  private void open(Dialect dialect) {
    workspace = new Workspace(directory);
    database = EmulatorServer.running().newDatabase(dialect);
    pipe = PipeRun.in(workspace, database);
    target = SpannerProxy.of(EmulatorServer.running().host());
    preview =
        pipe.with("COMMAND", "preview").with("SPANNER_ENDPOINT", "http://" + target.address());
  }

  @AfterEach
  void endProxy() {
    target.close();
  }

  private String table(int number) {
    return changeSet(
        String.valueOf(number),
        database
            .either(
                "CREATE TABLE T%1$d (Id INT64 NOT NULL, Name STRING(50)) PRIMARY KEY (Id);",
                "CREATE TABLE T%1$d (Id bigint PRIMARY KEY, Name varchar(50));")
            .formatted(number));
  }

  private static String changeSet(String id, String... lines) {
    return WholeTool.changeSet(id, lines);
  }

  private Result previewed(int exitCode) {
    target.forgetRequests();
    Result result = preview.run();
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(READS).containsAll(target.calls().keySet());
    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    return result;
  }

  private String file(String name) {
    return workspace.text(".spanner-pipe/" + database.name() + "/" + name);
  }

  private List<String> rules() {
    return Json.parseObject(file("preview.json")).items("findings").stream()
        .map(JsonObject.class::cast)
        .map(finding -> finding.text("rule").orElseThrow())
        .toList();
  }

  private void assertXmlIsWellFormed() throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(directory.resolve("test-results/spanner-pipe-" + database.name() + ".xml").toFile());
  }

  /// A right-to-left override reverses what is shown after it.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void namesAreShownAndNeverTakenForMarkup(Dialect dialect) throws Exception {
    open(dialect);
    String name = "<img src=x onerror=alert(1)>|`code` \u202E\"quoted\" 'x' & ]]> [a](http://b)";
    String quoted = new JsonString(name).canonical();
    String table =
        database.either(
            "CREATE TABLE `a<b>|c` (Id INT64) PRIMARY KEY (Id)",
            "CREATE TABLE \"a<b>|`c`\" (Id bigint PRIMARY KEY)");
    String sound =
        database.either(
            "CREATE TABLE Sound (Id INT64) PRIMARY KEY (Id)",
            "CREATE TABLE sound (Id bigint PRIMARY KEY)");
    workspace.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet: {id: %1$s, author: %1$s, changes: [{sql: {sql: %2$s}}]}
          - changeSet: {id: "2", author: %1$s, changes: [{sql: {sql: %3$s}}]}
        """
            .formatted(
                quoted, new JsonString(sound).canonical(), new JsonString(table).canonical()));
    preview = preview.with("CHANGELOG_FILE", "changelog.yaml");

    Result result = previewed(0);

    assertThat(result.out()).containsIgnoringCase("adds the table Sound").doesNotContain("\u202E");
    assertThat(file("report.md")).doesNotContain("\u202E", "<img", "|`code`");
    assertThat(Json.parseObject(file("preview.json")).items("changeSets")).hasSize(2);
    assertXmlIsWellFormed();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aThousandFindingsFitIntoTheReports(Dialect dialect) throws Exception {
    open(dialect);
    StringBuilder text = new StringBuilder();
    for (int table = 0; table < 50; table++) {
      String checks =
          IntStream.range(0, 20).mapToObj(", CHECK (Id > %d)"::formatted).collect(joining());
      text.append(
          changeSet(
              "c" + table,
              database
                  .either(
                      "CREATE TABLE T%d (Id INT64%s) PRIMARY KEY (Id);",
                      "CREATE TABLE T%d (Id bigint PRIMARY KEY%s);")
                  .formatted(table, checks)));
    }
    workspace.withSql(text.toString());

    Result result = previewed(0);

    assertThat(rules()).hasSizeGreaterThan(1_000);
    assertThat(result.out().lines()).hasSizeLessThan(120);
    assertThat(Files.size(directory.resolve(".spanner-pipe/" + database.name() + "/report.md")))
        .isLessThan(300_000);
    assertThat(file("report.md").getBytes(StandardCharsets.UTF_8).length).isLessThan(300_000);
    assertXmlIsWellFormed();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void statementsThatNobodyKnowsInTheDatabaseAreNoFindingsOfTheChange(Dialect dialect) {
    open(dialect);
    workspace.withSql(table(1));
    assertThat(pipe.run().exitCode()).isZero();
    target.addToDefinition(
        "CREATE GIZMO g WITH (size = 7)",
        "CREATE TABLE Odd (Id bigint PRIMARY KEY) TEMPERATURE COLD",
        "not even DDL '");
    workspace.withSql(table(1) + table(2));

    Result result = previewed(0);

    assertThat(result.out()).containsIgnoringCase("adds the table T2");
    assertThat(Json.parseObject(file("preview.json")).items("changeSets"))
        .singleElement()
        .satisfies(changeSet -> assertThat(((JsonObject) changeSet).items("effects")).hasSize(1));
    assertThat(rules()).doesNotContain("SP001", "SP101", "SP002");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aHalfFinishedChangeSetIsPreviewedFromWhereItStopped(Dialect dialect) {
    open(dialect);
    String half = changeSet("half", table(2).lines().skip(1).findFirst().orElseThrow(), "%s;");
    workspace.withSql(table(1) + half.formatted("CREATE INDEX ByName ON T2 (Nope)"));
    assertThat(pipe.run().exitCode()).isEqualTo(5);
    workspace.withSql(table(1) + half.formatted("CREATE INDEX ByName ON T2 (Name)"));

    Result result = previewed(0);

    assertThat(result.out())
        .containsIgnoringCase("adds the index ByName")
        .doesNotContainIgnoringCase("adds the table T2");
    assertThat(rules()).doesNotContain("SP001");

    workspace.withSql(
        table(1) + half.replace("50", "60").formatted("CREATE INDEX ByName ON T2 (Name)"));

    assertThat(previewed(5).lastLine())
        .startsWith("✖ Could not continue the half-finished change set changelog.sql::half::ann");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anIntentThatARunLeftOpenIsNoted(Dialect dialect) {
    open(dialect);
    workspace.withSql(table(1));
    assertThat(pipe.run().exitCode()).isZero();
    database.update("UPDATE SPANNER_PIPE_LEASE SET Epoch = 5 WHERE LeaseId = 1");
    database.update(
        "INSERT INTO SPANNER_PIPE_INTENT (Epoch, Number, RunId, Kind, State, CreatedAt, Recorded,"
            + " Content) VALUES (5, 1, 'run-x', 'SCHEMA', 'OPEN', CURRENT_TIMESTAMP"
            + database.either("()", "")
            + ", 0, '{}')");
    workspace.withSql(table(1) + table(2));

    Result result = previewed(0);

    assertThat(result.out())
        .contains(
            "Note: Run run-x left a change of the database open (intent 5.1): the next apply first"
                + " finds out whether it took effect")
        .containsIgnoringCase("adds the table T2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void mistakesEndWithNine(Dialect dialect) {
    open(dialect);
    workspace.withSql(table(1) + table(2));
    assertThat(pipe.run().exitCode()).isZero();
    workspace.withSql(
        table(1).replace("50", "60")
            + table(2)
            + changeSet(
                "type",
                database.either(
                    "CREATE TABLE Wrong (Id INT65) PRIMARY KEY (Id);",
                    "CREATE TABLE wrong (Id bigintt PRIMARY KEY);"))
            + changeSet("column", "ALTER TABLE T2 DROP COLUMN Name;")
            + table(3));

    Result result = previewed(9);

    assertThat(rules()).contains("SP601", "SP001", "SP102");
    assertThat(result.out()).containsIgnoringCase("adds the table T3");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothingStaysInAGivenEmulatorIfThereAreErrorsOrThePreviewFails(Dialect dialect) {
    open(dialect);
    workspace.withSql(table(1) + changeSet("wrong", "CREATE INDEX I ON Missing (A);"));
    try (SpannerProxy replay = SpannerProxy.of(EmulatorServer.running().host())) {
      preview = preview.with("SPANNER_EMULATOR_HOST", replay.address());

      previewed(9);

      assertNothingStays(replay);
      replay.forgetRequests();
      replay.refuse("GetDatabaseDdl", 1_000, Status.PERMISSION_DENIED.withDescription("no"));

      assertThat(previewed(3).lastLine())
          .isEqualTo(
              "✖ Could not use the Spanner emulator at "
                  + replay.address()
                  + ": no. Check that an emulator is running there; if the problem persists,"
                  + " restart it.");
      assertNothingStays(replay);
    }
  }

  private static void assertNothingStays(SpannerProxy replay) {
    assertThat(replay.calls())
        .containsEntry("CreateInstance", 1)
        .containsEntry("CreateDatabase", 2)
        .containsEntry("DropDatabase", 2)
        .containsKey("DeleteInstance");
  }
}
