package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the next run makes of an intent that a dead run left open.
@Concurrent
class OpenIntentIT extends WholeTool {
  private static final String DEAD = "20260101T000000Z-0badcafe";
  private static final String STATEMENT = "CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)";

  private String checksum = "";

  @BeforeEach
  void applyOnce() {
    workspace.withSql(table(1));
    apply();
    workspace.withSql(tables(1, 2));
    JsonObject status = Json.parseObject(pipe.run("status", "--json").out());
    JsonObject plan = (JsonObject) status.find("plan").orElseThrow();
    checksum = ((JsonObject) plan.items("pending").getFirst()).text("checksum").orElseThrow();
  }

  /// The rows as a run leaves them that is killed around its call for change set 2.
  private void leaveOpen(int daysAgo) {
    database.update(
        ("UPDATE SPANNER_PIPE_LEASE SET Epoch = 5, RunId = '%s', StepRunNumber = 1, TakenAt ="
                + " TIMESTAMP '2026-01-02T03:04:05Z', ExpiresAt = TIMESTAMP '2026-01-02T03:05:05Z'"
                + " WHERE LeaseId = 1")
            .formatted(DEAD),
        ("UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKGRANTED = TIMESTAMP"
                + " '2026-01-02T03:04:05Z', LOCKEDBY = 'spanner-pipe %s' WHERE ID = 1")
            .formatted(DEAD),
        ("INSERT INTO SPANNER_PIPE_INTENT (Epoch, Number, RunId, Kind, State, CreatedAt, Recorded,"
                + " Content) VALUES (5, 1, '%s', 'SCHEMA', 'OPEN', TIMESTAMP_SUB(CURRENT_TIMESTAMP(),"
                + " INTERVAL %d DAY), 0, '%s')")
            .formatted(DEAD, daysAgo, content()));
  }

  private String content() {
    JsonObject row =
        Json.object(
                Map.of(
                    "checksum", checksum,
                    "comments", "",
                    "contexts", "",
                    "labels", "",
                    "deploymentId", "1234567890",
                    "description", "sql",
                    "execType", "EXECUTED"))
            .with("orderExecuted", 2);
    JsonObject slice =
        Json.object(
                Map.of(
                    "path", "changelog.sql", "id", "2", "author", "ann", "file", "changelog.sql"))
            .with("line", 4)
            .with("lines", new JsonArray(List.of(new JsonNumber(5))))
            .with("before", Json.texts(List.of()))
            .with("row", row)
            .with("stepCount", 1)
            .with("tolerated", new JsonBoolean(false));
    return Json.object()
        .with("slices", new JsonArray(List.of(slice)))
        .with("statements", Json.texts(List.of(STATEMENT)))
        .canonical();
  }

  private void send(String statement) {
    SystemTime time = new SystemTime();
    try (SpannerConnection connection =
        SpannerConnection.open(
            database.settings(), Optional.empty(), time, new Retry(time, () -> 0.5))) {
      connection.schemaChanges().submit("sp_5_1", List.of(statement));
    }
  }

  private Result resolve(String as) {
    return pipe.with("COMMAND", "resolve")
        .with("RESOLVE_INTENT", "5.1")
        .with("RESOLVE_AS", as)
        .run();
  }

  private void assertApplied(Result result, String settled) {
    assertThat(result.exitCode()).isZero();
    assertThat(result.lines())
        .contains("INFO: Recovered unfinished run " + DEAD + ": sp_5_1, " + settled + ".");
    assertThat(history()).containsExactly("1", "2");
    assertInOrder(result);
  }

  @Test
  void plansAgainWhatNeverBegan() {
    leaveOpen(1);

    Result result = pipe.run();

    assertApplied(result, "never began");
    assertThat(result.lines()).contains("INFO: Schema operation sp_6_1 submitted: 1 statement.");
  }

  @Test
  void writesTheHistoryOfWhatFinished() {
    leaveOpen(1);
    send(STATEMENT);

    Result result = pipe.run();

    assertApplied(result, "1 of 1 statements committed");
    assertThat(result.lastLine())
        .isEqualTo(
            "✔ Nothing to do: all 2 change sets of this changelog are applied to "
                + database.name()
                + " (<duration>).");
    assertThat(database.rows("SELECT DEPLOYMENT_ID FROM DATABASECHANGELOG WHERE ID = '2'"))
        .containsExactly(List.of("1234567890"));
  }

  @Test
  void stopsWhereTheIdWasUsedForOtherStatements() {
    leaveOpen(1);
    send("CREATE TABLE Other (Id INT64 NOT NULL) PRIMARY KEY (Id)");

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not continue: operation sp_5_1 is not the recorded one: its statements differ, or it took effect before the run recorded it; its first statement is"
                + " `CREATE TABLE Other (Id INT64 NOT NULL) PRIMARY KEY (Id)`."
                + " Find out who used this operation id, compare the schema with the statements on"
                + " record (COMMAND=status shows them), then run COMMAND=resolve with"
                + " RESOLVE_INTENT=5.1.");
    after(result).onRecordInFiles().onRecordInDatabase().leaseGivenBack();
    assertThat(pipe.run("status").out())
        .contains("  1. " + STATEMENT + "\n", "CREATE TABLE Other (");

    Result resolved = resolve("not-applied");
    assertThat(resolved.exitCode()).isZero();
    assertThat(resolved.lastLine())
        .isEqualTo("✔ Intent 5.1 is recorded as not-applied; COMMAND=apply continues from there.");
    assertInOrder(resolved);
    apply();
    assertThat(history()).containsExactly("1", "2");
  }

  @Test
  void asksAPersonWhereTheServerMayHaveForgotten() {
    leaveOpen(7);
    send(STATEMENT);

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not find out what became of operation sp_5_1: it was planned 7 days ago by run"
                + " 20260101T000000Z-0badcafe, and the server may have forgotten it. Compare the live"
                + " schema with the operation's statements (COMMAND=status shows both), then run"
                + " COMMAND=resolve with RESOLVE_INTENT=5.1 and RESOLVE_AS=applied, applied:<number"
                + " of the first statements that are applied> or not-applied.");
    after(result).onRecordInFiles().onRecordInDatabase().leaseGivenBack();
    assertThat(pipe.run("status").out()).contains("  1. " + STATEMENT + "\n", "CREATE TABLE T2 (");

    Result resolved = resolve("applied");
    assertThat(resolved.exitCode()).isZero();
    assertInOrder(resolved);
    assertThat(history()).containsExactly("1", "2");
    Result nothing = pipe.run();
    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.lastLine()).startsWith("✔ Nothing to do: ");
  }

  @Test
  void doesNotTakeAPersonsWordForWhatTheServerKnows() {
    leaveOpen(1);
    send(STATEMENT);

    Result result = resolve("not-applied");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not resolve intent 5.1: the server knows the outcome of its operation sp_5_1. Run"
                + " COMMAND=apply: it recovers the operation.");
    after(result).onRecordInFiles().onRecordInDatabase().leaseGivenBack();
    assertApplied(pipe.run(), "1 of 1 statements committed");
  }
}
