package dev.spannerpipe.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseStatusTest {
  private static final String DATABASE = "projects/acme/instances/main/databases/orders";

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Changelog CHANGELOG =
      new Changelog(List.of(SamplePlan.TABLES, SamplePlan.ROWS), Set.of(), Optional.empty());

  @Test
  void showsAFreshDatabase() {
    DatabaseStatus status = of(view(Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(StatusReport.text(status))
        .isEqualTo(
            """
            2 change sets pending: 3 statements in 1 schema operation and 1 transaction; \
            0 applied; plan %s.
            1. schema/001.sql:12 create-singers (alice)
                 CREATE TABLE Singers (
                   Id INT64
                 ) PRIMARY KEY (Id)
                 CREATE INDEX ByName ON Singers (Name)
            2. schema/002.sql:3 fill-singers (alice)
                 only if the table Singers exists
                 and it is Monday
                 INSERT INTO Singers (Id) VALUES (1)
            No run has taken the lease yet.
            """
                .formatted(status.plan().orElseThrow().digest()));
  }

  @Test
  void showsWhatIsInTheWay() {
    DatabaseStatus status =
        DatabaseStatus.of(
            Dialect.GOOGLE_STANDARD_SQL,
            CHANGELOG,
            view(Optional.of(lease(NOON.minusSeconds(1))), Optional.of(intent()), cursor()),
            Optional.of(
                new Operation(
                    "sp_7_2", false, List.of("A", "B"), List.of(NOON), List.of(), true, null)),
            List.of());

    assertThat(StatusReport.text(status))
        .endsWith(
            """
            Half-finished: change set schema/001.sql::create-singers::alice, 1 statement applied, \
            last by intent 7.1.
            The lease is held by run run-a (https://build) since 2026-11-22T12:00:00Z (epoch 7); \
            it expired at 2026-11-22T11:59:59Z, so the next run may take it.
            Intent 7.2 of run run-a is open since 2026-11-22T12:00:00Z: schema operation sp_7_2, \
            still running, 1 of 2 statements committed, throttled by Spanner.
              1. CREATE TABLE a
            Liquibase's lock is held by run-a since 2026-11-22T12:00:00Z.
            """)
        .contains("create-singers (alice), half-finished: 1 of 2 statements done\n");
  }

  @Test
  void showsALeaseThatHolds() {
    assertThat(
            StatusReport.text(
                of(
                    view(
                        Optional.of(lease(NOON.plusSeconds(60))),
                        Optional.of(intent()),
                        cursor()))))
        .contains("(epoch 7); it expires at 2026-11-22T12:01:00Z unless it is renewed.\n")
        .contains(
            """
            sp_7_2, which Spanner does not know; the next run recovers it.
              1. CREATE TABLE a
            The current schema, to compare with these statements.
              CREATE TABLE live
            """);
  }

  @Test
  void showsWhatWasEditedAndThatNothingCanBeApplied() {
    HistoryRow applied = SamplePlan.row(SamplePlan.TABLES.identity());
    DatabaseStatus status =
        of(
            new DatabaseSnapshot(
                view(Optional.empty(), Optional.empty(), Optional.empty()).state(),
                List.of(applied)));

    assertThat(status.plan()).isEmpty();
    assertThat(StatusReport.text(status))
        .isEqualTo(
            """
            Changed since it was applied: schema/001.sql:12 create-singers (alice).
            No run has taken the lease yet.
            Nothing can be applied in this state.
            """);
    assertThat(StatusDocument.of(status, DATABASE).items("edited"))
        .containsExactly(
            Json.parse(
                """
                {"path": "schema/001.sql", "id": "create-singers", "author": "alice",
                 "file": "schema/001.sql", "line": 12}
                """));
    assertThat(StatusDocument.of(status, DATABASE).text("problem").orElseThrow())
        .startsWith("Could not plan schema/001.sql:12: ");
  }

  /// The last line of a run follows the status, and would list them a second time.
  @Test
  void listsSeveralProblemsOnce() {
    List<ChangelogProblem> problems = List.of(problem(2), problem(5));
    DatabaseStatus status =
        DatabaseStatus.of(
            Dialect.GOOGLE_STANDARD_SQL,
            new Changelog(List.of(), Set.of(), Optional.empty(), Map.of(), problems),
            view(Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            List.of());

    assertThat(StatusReport.text(status))
        .isEqualTo(
            """
            No run has taken the lease yet.
            Nothing can be applied in this state.
            a.sql:2 is wrong. Correct it.
            a.sql:5 is wrong. Correct it.
            """);
    assertThat(status.problem().orElseThrow().details()).isEmpty();
    assertThat(StatusDocument.of(status, DATABASE).items("problems"))
        .containsExactly(
            Json.parse(
                """
                {"file": "a.sql", "line": 2, "description": "a.sql:2 is wrong", "action": "Correct it"}
                """),
            Json.parse(
                """
                {"file": "a.sql", "line": 5, "description": "a.sql:5 is wrong", "action": "Correct it"}
                """));
  }

  private static ChangelogProblem problem(int line) {
    return new ChangelogProblem(
        new SourceLocation("a.sql", line),
        "a.sql:" + line + " is wrong",
        "Correct it",
        Set.of(),
        ChangelogProblem.Effect.REJECTED);
  }

  @Test
  void isDataToo() {
    Operation operation =
        new Operation("sp_7_2", true, List.of("A"), List.of(), List.of(), false, "Duplicate");
    DatabaseStatus status =
        DatabaseStatus.of(
            Dialect.GOOGLE_STANDARD_SQL,
            CHANGELOG,
            view(Optional.of(lease(NOON)), Optional.of(intent()), cursor()),
            Optional.of(operation),
            List.of());
    JsonObject document = StatusDocument.of(status, DATABASE);

    assertThat(document.find("plan")).isPresent();
    assertThat(document.with("plan", (String) null).with("plan", new JsonNull()))
        .isEqualTo(
            Json.parse(
                """
                {"databaseTime": "2026-11-22T12:00:00Z", "edited": [], "plan": null,
                 "halfFinished": {"path": "schema/001.sql", "id": "create-singers",
                  "author": "alice", "direction": "apply", "intent": "7.1",
                  "applied": ["CREATE TABLE Singers (\\n  Id INT64\\n) PRIMARY KEY (Id)"]},
                 "lease": {"epoch": 7, "links": 3, "link": "abc", "runId": "run-a",
                  "url": "https://build", "since": "2026-11-22T12:00:00Z",
                  "expiresAt": "2026-11-22T12:00:00Z", "expired": true},
                 "openIntent": {"intent": "7.2", "runId": "run-a", "kind": "schema",
                  "createdAt": "2026-11-22T12:00:00Z", "operationId": "sp_7_2",
                  "statements": ["CREATE TABLE a"],
                  "operation": {"done": true, "statements": ["A"], "committed": [],
                   "throttled": false, "error": "Duplicate"}},
                 "liquibaseLock": {"lockedBy": "run-a", "since": "2026-11-22T12:00:00Z"}}
                """));
  }

  private static DatabaseStatus of(DatabaseSnapshot view) {
    return DatabaseStatus.of(
        Dialect.GOOGLE_STANDARD_SQL,
        CHANGELOG,
        view,
        Optional.empty(),
        List.of("CREATE TABLE live"));
  }

  private static DatabaseSnapshot view(
      Optional<Lease> lease, Optional<Intent> open, Optional<Cursor> cursor) {
    LiquibaseLock lock =
        open.isPresent() ? new LiquibaseLock(true, NOON, "run-a") : LiquibaseLock.FREE;
    return new DatabaseSnapshot(
        new BookkeepingState(NOON, lease, lock, Optional.empty(), open, cursor, 1), List.of());
  }

  private static Lease lease(Instant expiresAt) {
    return new Lease(
        7,
        Optional.of(new Lease.Holder("run-a", "https://build", null, 1, NOON)),
        expiresAt,
        new Lease.DatabaseIdentity("d", null),
        3,
        "abc",
        Optional.empty());
  }

  private static Intent intent() {
    return new Intent(
        new AttemptId(7, 2),
        "run-a",
        Intent.Kind.SCHEMA,
        Intent.State.OPEN,
        NOON,
        null,
        0,
        Json.object().with("statements", Json.texts(List.of("CREATE TABLE a"))),
        null);
  }

  private static Optional<Cursor> cursor() {
    ChangeSetId id = SamplePlan.TABLES.identity();
    String mark = Cursor.mark(SamplePlan.TABLES.steps().getFirst());
    return Optional.of(new Cursor(id, Cursor.Direction.APPLY, "7.1", List.of(mark)));
  }
}
