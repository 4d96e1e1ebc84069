package dev.spannerpipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.ChainCheck;
import dev.spannerpipe.record.Verification;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.SpannerConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What every recorded run must leave behind, however it ended.
///
/// @param result what the run said
public record Aftermath(Workspace workspace, TestDatabase database, Result result) {
  /// Asserts that the build's files hold the whole run, from its start to its end, with the code
  /// and the words that it ended with.
  public Aftermath onRecordInFiles() {
    List<JsonObject> events = workspace.lastRun(database.name());
    assertThat(events.getFirst().text("name")).hasValue("runStarted");
    chained(events);
    JsonObject end = events.getLast();
    assertThat(end.text("name")).hasValue("runEnded");
    JsonObject detail = (JsonObject) end.find("detail").orElseThrow();
    assertThat(detail.whole("exitCode")).isEqualTo(result.exitCode());
    assertThat(result.lastLine()).contains(Durations.masked(detail.text("message").orElseThrow()));
    assertThat(workspace.text(".spanner-pipe/" + database.name() + "/outputs.env"))
        .contains("SPANNER_PIPE_RUN_ID=" + end.text("runId").orElseThrow() + "\n")
        .contains("SPANNER_PIPE_RECORD_HEAD=" + end.text("hash").orElseThrow() + "\n");
    String junit = workspace.text("test-results/spanner-pipe-" + database.name() + ".xml");
    assertThat(junit).startsWith("<?xml").endsWith("</testsuite>\n");
    assertThat(junit.contains("<failure ")).isEqualTo(result.exitCode() != 0);
    return this;
  }

  /// Asserts that the database holds the same record, and that its chain holds.
  public Aftermath onRecordInDatabase() {
    List<JsonObject> events = workspace.lastRun(database.name());
    JsonObject end = events.getLast();
    String runId = end.text("runId").orElseThrow();
    String where = " WHERE RunId = '" + runId + "'";
    assertThat(database.rows("SELECT ExitCode, HeadSequence, Head FROM SPANNER_PIPE_RUN" + where))
        .containsExactly(
            List.of(
                String.valueOf(result.exitCode()),
                String.valueOf(events.size()),
                end.text("hash").orElseThrow()));
    assertThat(
            database.rows("SELECT EventHash FROM SPANNER_PIPE_STEP" + where + " ORDER BY Sequence"))
        .isEqualTo(events.stream().map(event -> List.of(event.text("hash").orElse(""))).toList());
    assertThat(verification().findings()).isEmpty();
    return this;
  }

  /// Asserts that no intent is open, and that lease and Liquibase's lock are given back.
  public Aftermath nothingLeftOpen() {
    assertThat(openIntents()).isEmpty();
    return leaseGivenBack();
  }

  /// Asserts that nobody holds the lease, and Liquibase's lock only if an intent is open.
  public Aftermath leaseGivenBack() {
    assertThat(database.rows("SELECT RunId FROM SPANNER_PIPE_LEASE WHERE RunId IS NOT NULL"))
        .isEmpty();
    assertThat(database.rows("SELECT ID FROM DATABASECHANGELOGLOCK WHERE LOCKED = true"))
        .hasSameSizeAs(openIntents());
    return this;
  }

  private List<List<String>> openIntents() {
    return database.rows("SELECT Epoch, Number FROM SPANNER_PIPE_INTENT WHERE State = 'OPEN'");
  }

  private static void chained(List<JsonObject> events) {
    String previous = Chain.GENESIS;
    for (int i = 0; i < events.size(); i++) {
      JsonObject event = events.get(i);
      assertThat(event.whole("sequence")).isEqualTo(i + 1L);
      assertThat(event.text("previousHash")).hasValue(previous);
      previous = event.text("hash").orElseThrow();
      assertThat(Chain.hash(withoutHash(event))).isEqualTo(previous);
    }
  }

  private static JsonObject withoutHash(JsonObject event) {
    java.util.TreeMap<String, Json> content = new java.util.TreeMap<>(event.values());
    Objects.requireNonNull(content.remove("hash"));
    return new JsonObject(content);
  }

  private Verification verification() {
    SystemTime time = new SystemTime();
    try (SpannerConnection connection =
        SpannerConnection.open(
            database.settings(), Optional.empty(), time, new Retry(time, () -> 0.5))) {
      return ChainCheck.check(connection.recordReader(connection.describe(), "test"), null);
    }
  }
}
