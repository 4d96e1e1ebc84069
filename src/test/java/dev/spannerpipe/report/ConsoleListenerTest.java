package dev.spannerpipe.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Event;
import dev.spannerpipe.record.Event.Outcome;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleListenerTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final StringWriter written = new StringWriter();
  private final RunLog log =
      new RunLog(
          new RunContext(
              "20261122T120000Z-4f2a9c1d",
              "apply",
              "0.1.0",
              Map.of(),
              Map.of(),
              "projects/p/instances/i/databases/d",
              null,
              null),
          InstantSource.fixed(NOON));

  @Test
  void tellsARunThatGoesWell() {
    listen(Style.TEXT);

    add(EventName.RUN_STARTED, object("command", "apply").with("version", "0.1.0"));
    add(
        EventName.CONNECTED,
        object("dialect", "POSTGRESQL").with("emulator", new JsonBoolean(true)));
    add(EventName.EMULATOR_PREPARED, object("what", "instance i"));
    add(EventName.TABLES_CREATED, Json.object().with("tables", Json.texts(List.of("A", "B"))));
    add(EventName.LEASE_TAKEN, Json.object().with("epoch", 7));
    add(
        EventName.INTENT_SETTLED,
        object("operationId", "sp_6_2").with("runId", "before").with("result", "succeeded"));
    add(EventName.STATEMENT_COMMITTED, statement("one", 9));
    add(
        EventName.PLANNED,
        object("sha256", "abc")
            .with("pending", 2)
            .with("schemaOperations", 1)
            .with("statements", 2));
    add(EventName.POLICY_DECIDED, object("rule", "destructive").with("reason", "nothing is lost"));
    add(
        EventName.BATCH_SUBMITTED,
        object("operationId", "sp_7_1")
            .with("statements", 2)
            .with("attached", new JsonBoolean(false)));
    add(EventName.STATEMENT_COMMITTED, statement("create-singers", 12));
    add(EventName.STATEMENT_COMMITTED, statement("fill", 0).with("rows", 1));
    add(EventName.CHANGE_SET_RECORDED, recorded("fill", "EXECUTED"));
    add(EventName.CHANGE_SET_RECORDED, recorded("tag", "MARK_RAN"));
    add(EventName.LEASE_RETURNED, Json.object().with("epoch", 7));
    Event last = add(EventName.RUN_ENDED, Json.object().with("exitCode", 0));

    assertThat(written)
        .hasToString(
            """
            INFO: Run started: apply of spanner-pipe 0.1.0 on projects/p/instances/i/databases/d, \
            run 20261122T120000Z-4f2a9c1d.
            INFO: Connected: POSTGRESQL dialect, in an emulator.
            INFO: Made in the emulator: instance i.
            INFO: Book-keeping tables created: A, B.
            INFO: Lease taken (epoch 7).
            INFO: Settled what run before left open: sp_6_2, succeeded.
            INFO: schema/001.sql:9 one committed 2026-11-22T12:00:00Z.
            INFO: 2 change sets pending, 1 schema operation, plan abc.
            INFO: Policy: destructive: nothing is lost.
            INFO: Schema operation sp_7_1 submitted: 2 statements.
            INFO: [1/2] schema/001.sql:12 create-singers committed 2026-11-22T12:00:00Z.
            INFO: [2/2] schema/001.sql fill committed 2026-11-22T12:00:00Z, 1 row.
            INFO: schema/001.sql::tag::alice recorded as MARK_RAN.
            INFO: Lease released (epoch 7).
            INFO: Record head %s (event 16 of run 20261122T120000Z-4f2a9c1d).
            """
                .formatted(last.hash()));
  }

  @Test
  void tellsOfChunksInPlaceOfTheirStatements() {
    listen(Style.TEXT);

    add(
        EventName.PLANNED,
        object("sha256", "abc")
            .with("pending", 1)
            .with("schemaOperations", 0)
            .with("statements", 4));
    JsonObject chunk = place("fill", 3).with("from", 1).with("to", 2).with("of", 4);
    add(EventName.CHUNK_COMMITTED, chunk.with("rows", 5));
    add(EventName.STATEMENT_COMMITTED, statement("fill", 3).with("rows", 1));
    add(EventName.STATEMENT_COMMITTED, statement("fill", 4).with("rows", 4));
    add(EventName.CHUNK_COMMITTED, chunk.with("from", 3).with("to", 3));
    add(EventName.STATEMENT_COMMITTED, statement("fill", 5));
    add(EventName.STATEMENT_COMMITTED, statement("fill", 6).with("rows", 1));
    add(EventName.CHANGE_SET_RECORDED, recorded("fill", "EXECUTED"));

    assertThat(written)
        .hasToString(
            """
            INFO: 1 change set pending, 0 schema operations, plan abc.
            INFO: [2/4] schema/001.sql:3 fill: statements 1 to 2 of 4 committed, 5 rows.
            INFO: [3/4] schema/001.sql:3 fill: statements 3 to 3 of 4 committed.
            INFO: [4/4] schema/001.sql:6 fill committed 2026-11-22T12:00:00Z, 1 row.
            """);
  }

  @Test
  void tellsWhatGoesWrong() {
    listen(Style.TEXT);

    log.warn("Endpoint overridden.");
    log.add(
        EventName.LEASE_AWAITED,
        Outcome.GOING_ON,
        object("holder", "other").with("since", "10:00").with("holderUrl", "https://build"));
    log.add(EventName.LEASE_AWAITED, Outcome.GOING_ON, object("reason", "a lock is held"));
    add(EventName.LEASE_TAKEN, Json.object().with("epoch", 8).with("takenFrom", "other"));
    add(EventName.LOCK_REMOVED, object("lockedBy", "laptop").with("since", "09:00"));
    add(EventName.INTENT_RESOLVED, object("intent", "6.2").with("as", "applied"));
    log.add(EventName.POLICY_DECIDED, Outcome.FAILED, object("rule", "r").with("reason", "no"));
    add(
        EventName.PRECONDITION_CHECKED,
        object("changeSet", "a.sql::x::alice").with("outcome", "skip").with("reason", "no table"));
    add(EventName.PRECONDITION_CHECKED, object("changeSet", "x").with("outcome", "halt"));
    log.add(EventName.CHANGE_SET_SKIPPED, Outcome.SKIPPED, place("x", 3).with("reason", "why"));
    add(
        EventName.BATCH_PROGRESS,
        object("operationId", "sp_7_1")
            .with("committed", 1)
            .with("statements", 3)
            .with("progressPercent", 40)
            .with("throttled", new JsonBoolean(true)));
    log.add(
        EventName.BATCH_PROGRESS,
        Outcome.GOING_ON,
        object("operationId", "sp_7_1")
            .with("committed", 0)
            .with("statements", 1)
            .with("progressPercent", -1));
    log.add(
        EventName.BATCH_REFUSED,
        Outcome.FAILED,
        object("operationId", "sp_7_1").with("statements", 3).with("reason", "Syntax error"));
    log.add(
        EventName.STATEMENT_FAILED, Outcome.FAILED, place("x", 3).with("reason", "Duplicate name"));

    assertThat(written)
        .hasToString(
            """
            WARNING: Endpoint overridden.
            INFO: Waiting for the lease: run other holds it since 10:00, https://build.
            INFO: Waiting for the lease: a lock is held.
            INFO: Lease taken (epoch 8, from run other).
            INFO: Liquibase's lock removed: it was held by laptop since 09:00.
            INFO: Intent 6.2 resolved as applied.
            ERROR: Policy: r: no.
            WARNING: Precondition of a.sql::x::alice: skip: no table.
            ERROR: Precondition of x: halt.
            WARNING: schema/001.sql:3 x stays pending: why.
            INFO: Schema operation sp_7_1: 1 of 3 statements done, next statement 40% done, \
            throttled by Spanner.
            INFO: Schema operation sp_7_1: 0 of 1 statement done.
            WARNING: Schema operation sp_7_1 rejected (3 statements); bisecting to find the failing statement.
            ERROR: schema/001.sql:3 x failed: Duplicate name.
            """);
  }

  @Test
  void tellsOfEachEventEvenIfItLacksItsDetail() {
    listen(Style.TEXT);

    Arrays.stream(EventName.values()).forEach(name -> add(name, Json.object()));

    // The change set without a name was told of by its statement.
    assertThat(written.toString().lines())
        .hasSize(EventName.values().length - 1)
        .noneMatch(line -> line.startsWith("INFO: recorded"));
  }

  @Test
  void printsNothingThatMovesACursorOrForgesALine() {
    listen(Style.TEXT);

    log.warn("a\r\nERROR: forged\u001b[31m\u009b\u202e end\n");

    assertThat(written).hasToString("WARNING: a ERROR: forged\uFFFD[31m\uFFFD\uFFFD end.\n");
  }

  @Test
  void writesJsonForLogCollectors() {
    listen(Style.JSON);

    add(EventName.LEASE_TAKEN, Json.object().with("epoch", 7));
    log.warn("a\u001b\u009b\"b");

    assertThat(written)
        .hasToString(
            """
            {"detail":{"epoch":7},"event":"leaseTaken","message":"Lease taken (epoch 7)",\
            "runId":"20261122T120000Z-4f2a9c1d","sequence":1,"severity":"INFO",\
            "time":"2026-11-22T12:00:00Z"}
            {"detail":{"message":"a\\u001b\\u009b\\"b"},"event":"warning",\
            "message":"a\uFFFD\uFFFD\\"b","runId":"20261122T120000Z-4f2a9c1d","sequence":2,\
            "severity":"WARNING","time":"2026-11-22T12:00:00Z"}
            """);
    assertThat(Json.parseObject(written.toString().lines().toList().getLast()).find("detail"))
        .contains(object("message", "a\u001b\u009b\"b"));
  }

  private void listen(Style style) {
    log.listen(new ConsoleListener(new PrintWriter(written), style));
  }

  private Event add(EventName name, JsonObject detail) {
    return log.add(name, Outcome.SUCCEEDED, detail);
  }

  private static JsonObject object(String name, String value) {
    return Json.object().with(name, value);
  }

  private static JsonObject recorded(String id, String execType) {
    return object("changeSet", "schema/001.sql::" + id + "::alice").with("execType", execType);
  }

  private static JsonObject statement(String id, int line) {
    return place(id, line).with("committedAt", NOON.toString());
  }

  private static JsonObject place(String id, int line) {
    return object("changeSet", "schema/001.sql::" + id + "::alice")
        .with("file", "schema/001.sql")
        .with("line", line);
  }
}
