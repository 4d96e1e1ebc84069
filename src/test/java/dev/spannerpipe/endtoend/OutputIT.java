package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the pipe writes: logs, files, data and the record, and what it makes of a record that
/// somebody changed.
@Concurrent
class OutputIT extends WholeTool {
  private static final String STRANGE =
      """
      databaseChangeLog:
      - changeSet:
          id: "b\\u001b[31mad"
          author: ann
          changes:
          - sql: CREATE TABLE Bad (Id INT64 NOT NULL) PRIMARY KEY (Nope)
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .spanner-pipe | create the directory %s/.spanner-pipe/%s: something that is not a directory already exists there
          .spanner-pipe/%s/record.jsonl/x | open the record file %s/.spanner-pipe/%s/record.jsonl: it is a directory
          .spanner-pipe/%s/plan.json/x | write the file %s/.spanner-pipe/%s/plan.json: it is a directory
          .spanner-pipe/%s/outputs.env/x | write the file %s/.spanner-pipe/%s/outputs.env: it is a directory
          """)
  void appliesNothingWhereItsFilesCannotBeWritten(String obstacle, String message) {
    workspace.withSql(table(1)).with(obstacle.formatted(database.name()), "in the way");

    Result result = pipe.run();

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ Could not "
                    + message.formatted(workspace.directory(), database.name())
                    + ". Make room for it, or set OUTPUT_DIR to a directory that this step may"
                    + " write to.\n"));
    assertThat(database.ddl()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "record.jsonl, open the record file %s/record.jsonl",
    "plan.json, write the file %s/plan.json",
    "plan.json.unfinished, write the file %s/plan.json",
    "outputs.env, write the file %s/outputs.env",
    "outputs.env.unfinished, write the file %s/outputs.env"
  })
  void writesThroughNoLinkOfTheBranch(String name, String what) throws IOException {
    workspace.withSql(table(1)).with("precious", "precious\n");
    Path folder = workspace.directory().resolve(".spanner-pipe/" + database.name());
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve(name), workspace.directory().resolve("precious"));

    Result result = pipe.run();

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ Could not "
                    + what.formatted(folder)
                    + ": it is a symbolic link. Make room for it, or set OUTPUT_DIR to a directory"
                    + " that this step may write to.\n"));
    assertThat(database.ddl()).isEmpty();
    assertThat(workspace.text("precious")).isEqualTo("precious\n");
  }

  @Test
  void appliesNothingWhereTheJunitReportCannotBeWritten() {
    workspace.withSql(table(1)).with("test-results", "in the way");

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not create the directory "
                + workspace.directory()
                + "/test-results: something that is not a directory already exists there. Make room for"
                + " it: Bitbucket reads the JUnit report from the directory test-results.");
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void showsAStackTraceOnlyForDebugging() {
    workspace.with("strange.yaml", STRANGE);
    pipe = pipe.with("CHANGELOG_FILE", "strange.yaml");

    Result result = pipe.run();
    Result debugged = pipe.with("DEBUG", "true").run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set strange.yaml::b\uFFFD[31mad::ann at strange.yaml:6:"
                + " Spanner rejected statement 1 of 1, `CREATE TABLE Bad (Id INT64 NOT NULL) PRIMARY"
                + " KEY (Nope)`: Table Bad references nonexistent key column Nope. No change set of"
                + " this run was applied. "
                + CORRECT);
    assertThat(result.err()).doesNotContain("    at ", "\u001b");
    assertThat(debugged.err())
        .contains("dev.spannerpipe.failure.MigrationFailure: ", "    at dev.spannerpipe.")
        .doesNotContain("\u001b");
    assertThat(debugged.lastLine()).isEqualTo(result.lastLine());
    Result status = pipe.run("status");
    assertThat(status.out() + status.err()).contains("b\uFFFD[31mad").doesNotContain("\u001b");
    assertThat(pipe.run("history").out()).doesNotContain("\u001b");
    assertThat(pipe.run("status", "--json").out()).doesNotContain("\u001b");
  }

  @Test
  void writesNothingButJsonLines() {
    workspace.with("strange.yaml", STRANGE);
    pipe =
        pipe.with("CHANGELOG_FILE", "strange.yaml")
            .with("LOG_FORMAT", "json")
            .with("LOCK_TIMEOUTS", "1m");

    Result result = pipe.run();
    Result debugged = pipe.with("DEBUG", "true").run();
    Result wrong = pipe.with("TIMEOUT", "soon").without("PROJECT").run();
    Result option = pipe.without("LOG_FORMAT").run("status", "--log-format=json", "--json");

    assertThat(messages(result).getFirst())
        .isEqualTo("LOCK_TIMEOUTS is not a variable of this pipe; did you mean LOCK_TIMEOUT?");
    assertThat(messages(result).getLast())
        .startsWith("✖ Could not apply change set strange.yaml::b\uFFFD[31mad::ann at ");
    assertThat(messages(debugged)).anyMatch(message -> message.contains("\tat dev.spannerpipe."));
    assertThat(messages(wrong).getLast())
        .isEqualTo("✖ 2 problems with the variables. Correct what is listed above.");
    assertThat(messages(option).getLast()).isEqualTo("✔ 1 pending; apply them with COMMAND=apply.");
    assertThat(ending(wrong)).isEqualTo("ERROR 2 without a record");
    assertThat(ending(option)).isEqualTo("INFO 0 without a record");
    assertThat(ending(debugged))
        .isEqualTo("ERROR 5 " + workspace.lastRun(database.name()).getLast().text("hash").get());
    assertThat(result.err() + debugged.err()).doesNotContain("\u001b");
  }

  /// What the last object says: severity, exit code, and the head of the record of its run.
  private String ending(Result result) {
    JsonObject last = Json.parseObject(result.lines().getLast());
    assertThat(last.whole("exitCode")).isEqualTo(result.exitCode());
    String head = last.text("recordHead").orElse("without a record");
    assertThat(last.text("runId").isPresent()).isEqualTo(last.text("recordHead").isPresent());
    return last.text("severity").orElseThrow() + " " + last.whole("exitCode") + " " + head;
  }

  private static List<String> messages(Result result) {
    return result.lines().stream()
        .map(Json::parseObject)
        .peek(line -> assertThat(line.text("severity")).isPresent())
        .map(line -> line.text("message").orElseThrow())
        .toList();
  }

  @Test
  void namesAllProblemsWithTheVariablesAtOnce() {
    Result result =
        pipe.with("ALOW_DESTRUCTIVE", "true")
            .without("PROJECT")
            .with("TIMEOUT", "soon")
            .with("PLAN_SHA256", "x")
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                """
                  PLAN_SHA256 "x" is not a SHA-256. Write all 64 hexadecimal digits.
                  TIMEOUT "soon" is not a duration. Write it in days, hours, minutes and seconds, as in 90s, 10m, 1h30m or 2d.
                  PROJECT is not given. Set it to the id of the Google Cloud project.
                  ALOW_DESTRUCTIVE is not a variable of this pipe; did you mean ALLOW_DESTRUCTIVE? Nothing was changed.
                ✖ 4 problems with the variables. Correct what is listed above.
                """));
    assertThat(pipe.run("--version").exitCode()).isZero();
    assertThat(pipe.run("resolve", "--help").out()).contains("--resolve-as", "--changelog-file");
    assertThat(pipe.run("aply").exitCode()).isEqualTo(2);
  }

  @Test
  void endsBeforeAnythingWhereAGuardIsMisspelt() {
    Result result = pipe.with("PLAN_SHA265", "0".repeat(64)).run();

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ PLAN_SHA265 is not a variable of this pipe; did you mean PLAN_SHA256? Nothing"
                    + " was changed.\n"));
  }

  /// A build of an older commit must not look as if it had brought the database to that commit.
  @Test
  void saysWhereTheDatabaseIsAheadOfTheChangelog() {
    workspace.withSql(tables(1, 3));
    apply();

    workspace.withSql(tables(1, 2));
    Result oneBehind = pipe.run();
    workspace.withSql(tables(1, 1));
    Result twoBehind = pipe.run();
    Result status = pipe.run("status");

    assertThat(oneBehind.lastLine())
        .isEqualTo(
            "✔ Nothing to do: all 2 change sets of this changelog are applied to "
                + database.name()
                + " (<duration>). The database has one more that is not in this changelog"
                + " (changelog.sql::3::ann).");
    assertThat(twoBehind.lastLine())
        .isEqualTo(
            "✔ Nothing to do: the one change set of this changelog is applied to "
                + database.name()
                + " (<duration>). The database has 2 more that are not in this changelog (the last"
                + " one is changelog.sql::3::ann).");
    assertThat(status.lastLine())
        .isEqualTo(
            "✔ Up to date: the one change set of this changelog is applied. The database has 2 more"
                + " that are not in this changelog (the last one is changelog.sql::3::ann).");
  }

  @Test
  void tellsStatusAndHistoryAsData() {
    workspace.withSql(table(1));
    apply();
    String head = workspace.lastRun(database.name()).getLast().text("hash").orElseThrow();
    workspace.withSql(tables(1, 2));

    JsonObject status = Json.parseObject(pipe.run("status", "--json").out());
    Result history = pipe.with("EXPECT_HEAD", head).run("history", "--json", "--verify");

    JsonObject plan = (JsonObject) status.find("plan").orElseThrow();
    assertThat(plan.whole("applied")).isEqualTo(1);
    assertThat(((JsonObject) plan.items("pending").getFirst()).text("id")).hasValue("2");
    assertThat(history.exitCode()).isZero();
    assertThat(history.lastLine())
        .isEqualTo(
            "✔ Checked runs: 1, events: 11, links: 1; no inconsistencies; the expected head is event"
                + " 11 of run "
                + runId()
                + ".");
    JsonObject document = Json.parseObject(history.out());
    JsonObject run = (JsonObject) document.items("runs").getFirst();
    assertThat(run.text("head")).hasValue(head);
    assertThat(run.items("steps")).hasSize(11);
    assertThat(((JsonObject) document.find("verification").orElseThrow()).flag("holds")).isTrue();
    assertThat(pipe.run("history").lastLine()).isEqualTo("✔ 1 run shown.");
  }

  private String runId() {
    return workspace.lastRun(database.name()).getFirst().text("runId").orElseThrow();
  }

  @Test
  void findsAHeadThatIsNotInTheRecord() {
    workspace.withSql(table(1));
    apply();

    Result result = pipe.run("history", "--expect-head", "f".repeat(64));

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not confirm the record: No event and no link of this record has the expected head "
                + "f".repeat(64)
                + ". Make sure that database and"
                + " EXPECT_HEAD are the right ones; then find out who changed the book-keeping"
                + " tables, and compare them with the record files of the builds.");
  }

  @Test
  void findsAStepThatWasChanged() {
    workspace.withSql(table(1));
    apply();
    database.update(
        "UPDATE SPANNER_PIPE_STEP SET Event = REPLACE(Event, 'TABLE T1', 'TABLE T9') WHERE Sequence"
            + " = 8");

    Result result = pipe.run("history", "--verify");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not confirm the record: Event 8 of run "
                + runId()
                + " was changed: its content does not match its hash. Make sure that database and"
                + " EXPECT_HEAD are the right ones; then find out who changed the book-keeping"
                + " tables, and compare them with the record files of the builds.");
  }

  @Test
  void leavesTablesOfANewerVersionAlone() {
    workspace.withSql(table(1));
    apply();
    database.update("UPDATE SPANNER_PIPE_VERSION SET Major = 2 WHERE VersionId = 1");
    List<List<String>> runs = database.rows("SELECT RunId FROM SPANNER_PIPE_RUN");
    String message =
        "✖ Could not use the book-keeping tables: they have version 2, and this version of the pipe"
            + " knows version 1. Use the newer version of the pipe that wrote them.";

    for (String command : List.of("apply", "status", "history", "unlock", "resolve")) {
      Result result =
          pipe.with("COMMAND", command)
              .with("RESOLVE_INTENT", "1.1")
              .with("RESOLVE_AS", "applied")
              .run();
      assertThat(result.lastLine()).as(command).isEqualTo(message);
      assertThat(result.exitCode()).as(command).isEqualTo(2);
      assertThat(result.warnings()).as(command).isEmpty();
    }
    assertThat(database.rows("SELECT RunId FROM SPANNER_PIPE_RUN")).isEqualTo(runs);
  }

  @Test
  void recordsAnErrorOfItsOwn() {
    workspace.withSql(table(1));
    apply();
    workspace.withSql(tables(1, 2));
    database.update(
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKEDBY = 'somebody' WHERE ID = 1");

    Result result = pipe.with("LOCK_TIMEOUT", "10s").at(OutputIT::sleepless).run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Internal error: java.lang.IllegalStateException: cannot wait. Run the pipe again with DEBUG=true, and report the error with all lines of that log.");
    assertThat(result.err()).doesNotContain("    at ");
    after(result).onRecordInFiles().onRecordInDatabase();
  }

  @Test
  void namesTheVariableThatHelpsWhereMemoryIsUsedUp() {
    workspace.withSql(table(1));
    apply();
    workspace.withSql(tables(1, 2));
    database.update(
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKEDBY = 'somebody' WHERE ID = 1");

    Result result = pipe.with("LOCK_TIMEOUT", "10s").at(OutputIT::withoutMemory).run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not continue: java.lang.OutOfMemoryError: Java heap space. Set HEAP to a larger size, such as 1g, give the step's docker service at least 300 MB more than that, and run again.");
  }

  /// A clock that finds no memory.
  private static Time withoutMemory() {
    return new SystemTime()
        .waitingBy(
            _ -> {
              throw new OutOfMemoryError("Java heap space");
            });
  }

  /// A clock with a defect.
  private static Time sleepless() {
    return new SystemTime()
        .waitingBy(
            _ -> {
              throw new IllegalStateException("cannot wait");
            });
  }
}
