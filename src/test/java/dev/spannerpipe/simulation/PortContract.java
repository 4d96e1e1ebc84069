package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.AttemptId;
import dev.spannerpipe.apply.Database;
import dev.spannerpipe.apply.DatabaseException;
import dev.spannerpipe.apply.Intent;
import dev.spannerpipe.apply.Lease;
import dev.spannerpipe.apply.LiquibaseLock;
import dev.spannerpipe.apply.SchemaChanges;
import dev.spannerpipe.apply.SchemaChanges.Answer;
import dev.spannerpipe.apply.SchemaChanges.Operation;
import dev.spannerpipe.apply.Standing;
import dev.spannerpipe.apply.Write;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the engine may rely on from its ports. The model and the real adapter over an emulator both
/// keep it, so that what the simulation finds is true of more than the model.
interface PortContract {
  Instant TIME = Instant.parse("2026-03-01T10:20:30.123456Z");
  AttemptId FIRST = new AttemptId(1, 1);
  ChangeSetId CHANGE_SET = new ChangeSetId("schema.sql", "c1", "ann");
  String TABLE = "CREATE TABLE T1 (Id INT64 NOT NULL, V INT64, P INT64) PRIMARY KEY (Id)";
  String OTHER_TABLE = "CREATE TABLE T2 (Id INT64 NOT NULL, V INT64, P INT64) PRIMARY KEY (Id)";
  String ROW = "INSERT INTO T1 (Id, V) VALUES (1, 0)";
  String OTHER_ROW = "INSERT INTO T1 (Id, V) VALUES (2, 0)";
  String INCREASE = "UPDATE T1 SET V = V + 5 WHERE Id = 1";

  /// Returns an empty database with the book-keeping tables, the same for the whole test.
  Database database();

  /// Returns that database's schema operations.
  SchemaChanges schema();

  @Test
  default void readsNothingAtFirst() {
    Standing standing = database().view().standing();

    assertThat(standing)
        .isEqualTo(
            new Standing(
                standing.databaseTime(),
                Optional.empty(),
                LiquibaseLock.FREE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0));
    assertThat(database().history()).isEmpty();
  }

  @Test
  default void keepsWhatATransactionWrites() {
    Lease lease = lease(3, "r1");
    LiquibaseLock lock = new LiquibaseLock(true, TIME, "spanner-pipe r1");
    Cursor cursor = new Cursor(CHANGE_SET, Cursor.Direction.APPLY, "1.1", List.of(TABLE));
    Intent intent = intent(FIRST, Intent.State.OPEN);

    write(
        new Write.PutLease(lease),
        new Write.PutLock(lock),
        new Write.PutCursor(cursor, "r1"),
        new Write.InsertIntent(intent),
        new Write.PutRun(run("r1", Optional.empty())),
        new Write.PutVersion(1));

    Standing standing = database().view().standing();
    assertThat(standing.lease()).contains(lease);
    assertThat(standing.lock()).isEqualTo(lock);
    assertThat(standing.cursor()).contains(cursor);
    assertThat(standing.open()).contains(intent);
    assertThat(standing.holderRun()).contains(run("r1", Optional.empty()));
    assertThat(standing.majorVersion()).isEqualTo(1);
  }

  @Test
  default void keepsTheLinkOfARunThatDoesNotKnowOfIt() {
    RunRow.Link link = new RunRow.Link(1, 2, "a".repeat(64), Chain.GENESIS, "b".repeat(64));
    write(new Write.PutLease(lease(1, "r1")), new Write.PutRun(run("r1", Optional.of(link))));

    write(new Write.PutRun(run("r1", Optional.empty())));

    assertThat(database().view().standing().holderRun()).contains(run("r1", Optional.of(link)));
  }

  @Test
  default void writesNothingWhereTheBodyFails() {
    IllegalStateException failure =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                database()
                    .transact(
                        "test",
                        transaction -> {
                          transaction.read(Optional.empty());
                          transaction.write(new Write.PutVersion(9));
                          throw new IllegalStateException("no");
                        }));

    assertThat(failure).hasMessage("no");
    assertThat(database().view().standing().majorVersion()).isZero();
  }

  @Test
  default void insertsAnAttemptOnce() {
    write(new Write.InsertIntent(intent(FIRST, Intent.State.CLOSED)));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                write(
                    new Write.InsertIntent(intent(FIRST, Intent.State.CLOSED)),
                    new Write.PutVersion(9)));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
    assertThat(database().view().standing().majorVersion()).isZero();
  }

  @Test
  default void readsTheOwnAttemptAlsoWhenItIsClosed() {
    write(new Write.InsertIntent(intent(FIRST, Intent.State.CLOSED)));

    Standing own = read(Optional.of(FIRST));
    Standing other = read(Optional.of(new AttemptId(1, 2)));

    assertThat(own.own()).contains(intent(FIRST, Intent.State.CLOSED));
    assertThat(own.open()).isEmpty();
    assertThat(other.own()).isEmpty();
  }

  @Test
  default void closesAnIntentAndDeletesACursor() {
    Cursor cursor = new Cursor(CHANGE_SET, Cursor.Direction.APPLY, "1.1", List.of(TABLE));
    write(
        new Write.InsertIntent(intent(FIRST, Intent.State.OPEN)),
        new Write.PutCursor(cursor, "r1"));

    write(
        new Write.UpdateIntent(intent(FIRST, Intent.State.CLOSED)),
        new Write.DeleteCursor(CHANGE_SET),
        new Write.DeleteCursor(new ChangeSetId("schema.sql", "unknown", "ann")));

    Standing standing = database().view().standing();
    assertThat(standing.open()).isEmpty();
    assertThat(standing.cursor()).isEmpty();
  }

  @Test
  default void keepsTheHistoryInItsOrder() {
    write(
        new Write.PutHistory(history("c2", 2, "9:b")),
        new Write.PutHistory(history("c1", 1, "9:a")));
    write(new Write.PutHistory(history("c1", 3, "9:c")));

    assertThat(database().history())
        .containsExactly(history("c2", 2, "9:b"), history("c1", 3, "9:c"));
  }

  @Test
  default void commitsDataWithTheRowsBesideIt() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    List<Long> counts = update(List.of(ROW, INCREASE, "UPDATE T1 SET V = V + 5 WHERE Id = 7"));

    assertThat(counts).containsExactly(1L, 1L, 0L);
    assertThat(database().query("SELECT COUNT(*) FROM T1")).containsExactly(List.of("1"));
    assertThat(database().view().standing().majorVersion()).isEqualTo(7);
  }

  @Test
  default void namesTheStatementThatItRefuses() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> update(List.of(ROW, "INSERT INTO T1 (Id, V) VALUES (1, 9)")));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
    assertThat(failure.statement()).hasValue(1);
    assertThat(database().query("SELECT COUNT(*) FROM T1")).containsExactly(List.of("0"));
    assertThat(database().view().standing().majorVersion()).isZero();
  }

  @Test
  default void refusesDataOfATableThatIsNotThere() {
    DatabaseException failure =
        catchThrowableOfType(DatabaseException.class, () -> update(List.of(ROW)));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
  }

  @Test
  default void tellsWhatASchemaOperationDid() {
    Instant before = database().view().standing().databaseTime();

    Operation operation = started(schema().submit("sp_1_1", List.of(TABLE, OTHER_TABLE)));

    assertThat(operation.id()).isEqualTo("sp_1_1");
    assertThat(operation.done()).isTrue();
    assertThat(operation.statements()).containsExactly(TABLE, OTHER_TABLE);
    assertThat(operation.committed()).hasSize(2).allMatch(at -> !at.isBefore(before));
    assertThat(operation.error()).isNull();
    assertThat(schema().find("sp_1_1")).contains(operation);
    assertThat(schema().find("sp_1_2")).isEmpty();
  }

  @Test
  default void anIdHasAnEffectOnce() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    Answer again = schema().submit("sp_1_1", List.of(OTHER_TABLE));

    assertThat(again).isEqualTo(new Answer.AlreadyExists());
    assertThat(schema().find("sp_1_1").map(Operation::statements)).contains(List.of(TABLE));
    assertThat(tables("T2")).isEqualTo("0");
  }

  @Test
  default void aRefusedBatchHasNoEffectAndLeavesItsIdFree() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    Answer repeated = schema().submit("sp_1_2", List.of(OTHER_TABLE, TABLE));
    Answer missing = schema().submit("sp_1_2", List.of("CREATE INDEX I1 ON Missing (V)"));
    Answer nonsense = schema().submit("sp_1_2", List.of("CREATE NONSENSE"));

    assertThat(List.of(repeated, missing, nonsense)).allMatch(Answer.Refused.class::isInstance);
    assertThat(schema().find("sp_1_2")).isEmpty();
    assertThat(tables("T2")).isEqualTo("0");
    started(schema().submit("sp_1_2", List.of(OTHER_TABLE)));
  }

  @Test
  default void whatTheDataForbidsFailsAfterWhatStandsBeforeIt() {
    started(schema().submit("sp_1_1", List.of(TABLE)));
    update(List.of(ROW, OTHER_ROW));

    Operation operation =
        started(
            schema()
                .submit(
                    "sp_1_2",
                    List.of(OTHER_TABLE, "CREATE UNIQUE INDEX U1 ON T1 (P)", "DROP TABLE T2")));

    assertThat(operation.done()).isTrue();
    assertThat(operation.committed()).hasSize(1);
    assertThat(operation.error()).isNotBlank();
    assertThat(tables("T2")).isEqualTo("1");
  }

  @Test
  default void anIdCanBeSpentOnNothing() {
    Operation spent =
        started(schema().submit("sp_1_1", List.of("DROP INDEX IF EXISTS SPANNER_PIPE_SPENT")));

    assertThat(spent.error()).isNull();
    assertThat(schema().submit("sp_1_1", List.of(TABLE))).isEqualTo(new Answer.AlreadyExists());
  }

  @Test
  default void changesTheSchemaAsTheSimulationDoes() {
    started(
        schema()
            .submit(
                "sp_1_1",
                List.of(
                    TABLE,
                    "ALTER TABLE T1 ADD COLUMN C1 INT64",
                    "DROP INDEX IF EXISTS R1",
                    "CREATE INDEX R1 ON T1 (V)",
                    OTHER_TABLE,
                    "DROP TABLE T2",
                    OTHER_TABLE)));

    assertThat(tables("T1")).isEqualTo("1");
    assertThat(tables("T2")).isEqualTo("1");
    assertThat(columns("T1", "C1")).isEqualTo("1");
    assertThat(columns("T1", "C2")).isEqualTo("0");
    assertThat(schema().submit("sp_1_2", List.of("DROP TABLE T1")))
        .isInstanceOf(Answer.Refused.class);
    assertThat(schema().submit("sp_1_2", List.of("DROP INDEX R2")))
        .isInstanceOf(Answer.Refused.class);
  }

  @Test
  default void executesPartitionedUpdates() {
    String fill = "UPDATE T1 SET P = 3 WHERE P IS NULL";
    started(schema().submit("sp_1_1", List.of(TABLE)));
    update(List.of(ROW, OTHER_ROW));

    long first = database().updatePartitioned(fill, Duration.ofMinutes(1), "test");
    long second = database().updatePartitioned(fill, Duration.ofMinutes(1), "test");

    assertThat(first).isEqualTo(2);
    assertThat(second).isZero();
    assertThat(database().partitionedUpdateActive()).isFalse();
  }

  @Test
  default void refusesAPartitionedUpdateOfATableThatIsNotThere() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database()
                    .updatePartitioned(
                        "UPDATE T1 SET P = 3 WHERE P IS NULL", Duration.ofMinutes(1), "test"));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
  }

  @Test
  default void refusesAQueryOfATableThatIsNotThere() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class, () -> database().query("SELECT COUNT(*) FROM T1"));

    assertThat(failure.isRefusal()).isTrue();
  }

  private String tables(String name) {
    return String.valueOf(
        database()
            .query(
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '" + name + "'")
            .getFirst()
            .getFirst());
  }

  private String columns(String table, String column) {
    return String.valueOf(
        database()
            .query(
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = '"
                    + table
                    + "' AND COLUMN_NAME = '"
                    + column
                    + "'")
            .getFirst()
            .getFirst());
  }

  private Standing read(Optional<AttemptId> own) {
    return database().transact("test", transaction -> transaction.read(own));
  }

  private void write(Write... writes) {
    database()
        .transact(
            "test",
            transaction -> {
              transaction.read(Optional.empty());
              List.of(writes).forEach(transaction::write);
              return true;
            });
  }

  private List<Long> update(List<String> statements) {
    return database()
        .transact(
            "test",
            transaction -> {
              transaction.read(Optional.empty());
              List<Long> counts = transaction.update(statements);
              transaction.write(new Write.PutVersion(7));
              return counts;
            });
  }

  private static Operation started(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Started.class);
    return ((Answer.Started) answer).operation();
  }

  private static Lease lease(long epoch, String runId) {
    return new Lease(
        epoch,
        Optional.of(new Lease.Holder(runId, null, null, 1, TIME)),
        TIME.plusSeconds(60),
        new Lease.DatabaseIdentity("projects/p/instances/i/databases/d", null),
        0,
        Chain.GENESIS,
        Optional.empty());
  }

  private static Intent intent(AttemptId attempt, Intent.State state) {
    return new Intent(
        attempt,
        "r1",
        Intent.Kind.SCHEMA,
        state,
        TIME,
        null,
        0,
        Json.object().with("statements", Json.texts(List.of(TABLE))),
        state == Intent.State.OPEN ? null : "done");
  }

  private static RunRow run(String runId, Optional<RunRow.Link> link) {
    return new RunRow(
        runId, "apply", "0.1.0", null, null, TIME, null, null, null, 2, "a".repeat(64), link);
  }

  private static HistoryRow history(String id, long order, String checksum) {
    return new HistoryRow(
        new ChangeSetId("schema.sql", id, "ann"),
        TIME,
        order,
        HistoryRow.ExecType.EXECUTED,
        checksum,
        "sql",
        "",
        null,
        "4.33.0",
        null,
        null,
        "1234567890");
  }
}
