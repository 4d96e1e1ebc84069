package dev.spannerpipe.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.ChunkCommitted;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.LeaseEvent.LeaseAwaited;
import dev.spannerpipe.record.LeaseEvent.LeaseReturned;
import dev.spannerpipe.record.LeaseEvent.LeaseTaken;
import dev.spannerpipe.record.LeaseEvent.LockRemoved;
import dev.spannerpipe.record.LifecycleEvent.CloudRunTaskStarted;
import dev.spannerpipe.record.LifecycleEvent.Connected;
import dev.spannerpipe.record.LifecycleEvent.EmulatorPrepared;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.LifecycleEvent.TablesCreated;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RecoveryEvent.IntentResolved;
import dev.spannerpipe.record.RecoveryEvent.IntentSettled;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.SampleEvents;
import dev.spannerpipe.record.SchemaOperationEvent.BatchProgress;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    log.add(new RunStarted("apply", "0.1.0"));
    log.add(new Connected("POSTGRESQL", true));
    log.add(new EmulatorPrepared("instance i"));
    log.add(new TablesCreated("A, B"));
    log.add(new LeaseTaken(7, null));
    log.add(new IntentSettled("sp_6_2", "before", "succeeded"));
    log.add(statement("one", 9, null));
    log.add(new Planned("abc", 2, 0, 1, 1, 2));
    log.add(PolicyDecided.of("destructive", "nothing is lost"));
    log.add(new BatchSubmitted("sp_7_1", 2, false));
    log.add(statement("create-singers", 12, null));
    log.add(statement("fill", 0, 1L));
    log.add(recorded("fill", "EXECUTED"));
    log.add(recorded("tag", "MARK_RAN"));
    log.add(new LeaseReturned(7));
    RecordedEvent last = log.add(new RunEnded(0, "Done."));

    assertThat(written)
        .hasToString(
            """
            INFO: spanner-pipe 0.1.0: apply on projects/p/instances/i/databases/d, \
            run 20261122T120000Z-4f2a9c1d.
            INFO: Created in the emulator: instance i.
            INFO: Book-keeping tables created: A, B.
            INFO: Recovered unfinished run before: sp_6_2, succeeded.
            INFO: schema/001.sql:9 change set one (alice): CREATE TABLE Singers.
            INFO: Plan abc: 2 change sets, 1 schema operation.
            INFO: Policy decision (destructive): nothing is lost.
            INFO: Schema operation sp_7_1 submitted: 2 statements.
            INFO: [1/2] schema/001.sql:12 change set create-singers (alice): CREATE TABLE Singers.
            INFO: [2/2] schema/001.sql change set fill (alice): CREATE TABLE Singers, 1 row.
            INFO: schema/001.sql::tag::alice: marked as run, nothing was executed.
            INFO: Record head: %s (event 16).
            """
                .formatted(last.hash()));
  }

  @Test
  void tellsWhichAttemptOfACloudRunTaskItIs() {
    listen(Style.TEXT);

    log.add(new CloudRunTaskStarted("migrate", "migrate-x7k2p", 0));
    log.add(new CloudRunTaskStarted("migrate", "migrate-x7k2p", 1));

    assertThat(written)
        .hasToString(
            """
            INFO: Cloud Run job migrate: execution migrate-x7k2p, first attempt.
            INFO: Cloud Run job migrate: execution migrate-x7k2p, retry 1.
            """);
  }

  @Test
  void tellsOfChunksInPlaceOfTheirStatements() {
    listen(Style.TEXT);

    log.add(new Planned("abc", 1, 0, 1, 0, 4));
    log.add(new ChunkCommitted(id("fill"), "schema/001.sql", 3, 1, 2, 4, NOON, 5L));
    log.add(statement("fill", 3, 1L));
    log.add(statement("fill", 4, 4L));
    log.add(new ChunkCommitted(id("fill"), "schema/001.sql", 3, 3, 3, 4, NOON, null));
    log.add(statement("fill", 5, null));
    log.add(statement("fill", 6, 1L));
    log.add(recorded("fill", "EXECUTED"));

    assertThat(written)
        .hasToString(
            """
            INFO: Plan abc: 1 change set, 0 schema operations.
            INFO: [2/4] schema/001.sql:3 change set fill (alice): statements 1 to 2 of 4, 5 rows.
            INFO: [3/4] schema/001.sql:3 change set fill (alice): statements 3 to 3 of 4.
            INFO: [4/4] schema/001.sql:6 change set fill (alice): CREATE TABLE Singers, 1 row.
            """);
  }

  @Test
  void tellsWhatGoesWrong() {
    listen(Style.TEXT);

    log.warn("Endpoint overridden.");
    log.add(Outcome.GOING_ON, new LeaseAwaited("it is held", "other", "https://build", NOON));
    log.add(Outcome.GOING_ON, new LeaseAwaited("a lock is held", null, null, null));
    log.add(new LeaseTaken(8, "other"));
    log.add(new LockRemoved("laptop", NOON));
    log.add(new IntentResolved("6.2", "applied", null));
    log.add(Outcome.FAILED, PolicyDecided.of("r", "no"));
    log.add(new PreconditionChecked("a.sql::x::alice", "skip", "no table"));
    log.add(new PreconditionChecked("x", "halt", ""));
    log.add(Outcome.SKIPPED, new ChangeSetSkipped(id("x"), "why"));
    log.add(Outcome.GOING_ON, new BatchProgress("sp_7_1", 1, 3, 40, true));
    log.add(Outcome.GOING_ON, new BatchProgress("sp_7_1", 0, 1, -1, false));
    log.add(Outcome.FAILED, new BatchRefused("sp_7_1", 3, "Syntax error"));
    log.add(Outcome.FAILED, new StatementFailed(place("x", 3), "Duplicate name"));

    assertThat(written)
        .hasToString(
            """
            WARNING: Endpoint overridden.
            INFO: Waiting for the lease: run other holds it since 2026-11-22T12:00:00Z, https://build.
            INFO: Waiting for the lease: a lock is held.
            INFO: Lease taken (epoch 8, from run other).
            INFO: Liquibase's lock removed: it was held by laptop since 2026-11-22T12:00:00Z.
            INFO: Intent 6.2 resolved as applied.
            ERROR: Policy decision (r): no.
            WARNING: Precondition of a.sql::x::alice: skip: no table.
            ERROR: Precondition of x: halt.
            WARNING: schema/001.sql::x::alice stays pending: why.
            INFO: Schema operation sp_7_1: 1 of 3 statements done, next statement 40% done, \
            throttled by Spanner.
            INFO: Schema operation sp_7_1: 0 of 1 statement done.
            WARNING: Schema operation sp_7_1 rejected (3 statements); bisecting to find the failing statement.
            ERROR: schema/001.sql:3 change set x (alice) failed: Duplicate name.
            """);
  }

  @Test
  void hasALineForEachEventThatEndsAsASentence() {
    SampleEvents.all()
        .forEach(
            event -> {
              StringWriter line = new StringWriter();
              new ConsoleListener(new PrintWriter(line), Style.TEXT, true).on(log.add(event));
              assertThat(line.toString())
                  .as(event.name())
                  .matches("(?:DEBUG|INFO|WARNING): .+\\.\n");
            });
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

    log.add(new LeaseReturned(6));
    log.add(new LeaseTaken(7, "other"));
    log.warn("a\u001b\u009b\"b");

    assertThat(written)
        .hasToString(
            """
            {"detail":{"epoch":7,"takenFrom":"other"},"event":"leaseTaken",\
            "message":"Lease taken (epoch 7, from run other)",\
            "runId":"20261122T120000Z-4f2a9c1d","sequence":2,"severity":"INFO",\
            "time":"2026-11-22T12:00:00Z"}
            {"detail":{"message":"a\\u001b\\u009b\\"b"},"event":"warning",\
            "message":"a\uFFFD\uFFFD\\"b","runId":"20261122T120000Z-4f2a9c1d","sequence":3,\
            "severity":"WARNING","time":"2026-11-22T12:00:00Z"}
            """);
    assertThat(Json.parseObject(written.toString().lines().toList().getLast()).find("detail"))
        .contains(object("message", "a\u001b\u009b\"b"));
  }

  private void listen(Style style) {
    log.listen(new ConsoleListener(new PrintWriter(written), style, false));
  }

  private static JsonObject object(String name, String value) {
    return Json.object().with(name, value);
  }

  private static ChangeSetRecorded recorded(String id, String execType) {
    return new ChangeSetRecorded(id(id), execType, 1, null);
  }

  private static StatementCommitted statement(String id, int line, @Nullable Long rows) {
    return new StatementCommitted(place(id, line), NOON, null, rows);
  }

  private static StatementPlace place(String id, int line) {
    return new StatementPlace(
        id(id),
        "schema/001.sql",
        line,
        null,
        "DDL",
        "CREATE TABLE Singers (Id INT64) PRIMARY KEY (Id)");
  }

  private static String id(String id) {
    return "schema/001.sql::" + id + "::alice";
  }
}
