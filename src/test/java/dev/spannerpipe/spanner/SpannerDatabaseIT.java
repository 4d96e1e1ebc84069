package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.HistoryRow.ExecType;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RecordReader.ChainEnd;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The data side of the adapter against an emulator, in both dialects.
@Concurrent
class SpannerDatabaseIT {
  private static final Instant TIME = Instant.parse("2026-03-01T10:20:30.123456Z");
  private static final AttemptId ATTEMPT = new AttemptId(3, 7);
  private static final ChangeSetId CHANGE_SET = new ChangeSetId("db/a.yaml", "1-ü", "o'neil");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void readsNothingFromFreshTables(Dialect dialect) {
    try (Opened opened = Opened.withTables(dialect)) {
      DatabaseSnapshot view = opened.port().view();

      assertThat(view.state())
          .isEqualTo(
              new BookkeepingState(
                  view.state().databaseTime(),
                  Optional.empty(),
                  LiquibaseLock.FREE,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  0));
      assertThat(view.state().databaseTime())
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
      assertThat(view.history()).isEmpty();
      assertThat(opened.record().runs(10)).isEmpty();
      assertThat(opened.record().eventLines("r1")).isEmpty();
      assertThat(opened.record().chainEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void readsWithoutTables(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    try (SpannerConnection connection = Opened.connect(database.settings())) {
      DatabaseDescription description = connection.describe();

      assertThat(description.missingTables()).containsExactly(BookKeepingTable.values());
      Database port = connection.database(description, "test");
      assertThat(port.view().state().lease()).isEmpty();
      assertThat(port.history()).isEmpty();
      assertThat(connection.recordReader(description, "test").runs(5)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsEveryFieldOfTheLease(Dialect dialect) {
    Lease full =
        new Lease(
            4,
            Optional.of(new Lease.Holder("r1", "https://build/1", "key", 2, TIME)),
            TIME.plusSeconds(60),
            new Lease.DatabaseIdentity("projects/p/instances/i/databases/d", TIME.minusSeconds(9)),
            5,
            "a".repeat(64),
            Optional.of(new Lease.Deployment("b".repeat(64), "1234567890")));
    Lease bare =
        new Lease(
            5,
            Optional.empty(),
            TIME,
            new Lease.DatabaseIdentity("projects/p/instances/i/databases/d", null),
            0,
            Chain.GENESIS,
            Optional.empty());
    try (Opened opened = Opened.withTables(dialect)) {
      for (Lease lease : List.of(full, bare, full)) {
        write(opened, new Write.PutLease(lease));

        assertThat(opened.port().view().state().lease()).contains(lease);
      }
      assertThat(opened.record().chainEnd()).contains(new ChainEnd(5, "a".repeat(64)));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsEveryFieldOfTheLock(Dialect dialect) {
    try (Opened opened = Opened.withTables(dialect)) {
      for (LiquibaseLock lock :
          List.of(new LiquibaseLock(true, TIME, "run r1 (https://build/1)"), LiquibaseLock.FREE)) {
        write(opened, new Write.PutLock(lock));

        assertThat(opened.port().view().state().lock()).isEqualTo(lock);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsEveryFieldOfAnIntent(Dialect dialect) {
    Intent open = intent(ATTEMPT, Intent.Kind.PARTITIONED, Intent.State.OPEN, TIME, null);
    Intent closed = intent(ATTEMPT, Intent.Kind.PARTITIONED, Intent.State.CLOSED, TIME, "applied");
    Intent other = intent(new AttemptId(3, 8), Intent.Kind.DATA, Intent.State.CLOSED, null, "done");
    try (Opened opened = Opened.withTables(dialect)) {
      write(opened, new Write.InsertIntent(open), new Write.InsertIntent(other));

      BookkeepingState standing = read(opened, Optional.of(other.attempt()));
      assertThat(standing.open()).contains(open);
      assertThat(standing.own()).contains(other);
      assertThat(read(opened, Optional.of(ATTEMPT)).own()).contains(open);
      assertThat(read(opened, Optional.of(new AttemptId(4, 1))).own()).isEmpty();

      write(opened, new Write.UpdateIntent(closed));

      assertThat(read(opened, Optional.of(ATTEMPT)).own()).contains(closed);
      assertThat(opened.port().view().state().open()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsTwoMillionCharactersOfAnIntent(Dialect dialect) {
    Intent intent =
        new Intent(
            ATTEMPT,
            "r1",
            Intent.Kind.SCHEMA,
            Intent.State.OPEN,
            TIME,
            null,
            0,
            Json.object().with("text", "x".repeat(1_999_980)),
            null);
    try (Opened opened = Opened.withTables(dialect)) {
      write(opened, new Write.InsertIntent(intent));

      assertThat(opened.port().view().state().open()).contains(intent);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsAndDeletesTheCursor(Dialect dialect) {
    try (Opened opened = Opened.withTables(dialect)) {
      for (Cursor cursor :
          List.of(
              new Cursor(
                  CHANGE_SET, Cursor.Direction.APPLY, "3.7", List.of("CREATE \"x\"", "a\nb … ü")),
              new Cursor(CHANGE_SET, Cursor.Direction.ROLLBACK, "3.8", List.of()))) {
        write(opened, new Write.PutCursor(cursor, "r1"));

        assertThat(opened.port().view().state().cursor()).contains(cursor);
      }
      write(opened, new Write.DeleteCursor(CHANGE_SET));
      write(opened, new Write.DeleteCursor(CHANGE_SET));

      assertThat(opened.port().view().state().cursor()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsEveryFieldOfTheHistoryInItsOrder(Dialect dialect) {
    HistoryRow full =
        new HistoryRow(
            CHANGE_SET,
            TIME,
            2,
            ExecType.RERAN,
            "9:" + "c".repeat(32),
            "sql",
            "why",
            "v1",
            "4.33.0",
            "prod",
            "a or b",
            "1234567890");
    HistoryRow bare = bare("2", TIME.plusSeconds(1), 2, ExecType.MARK_RAN);
    HistoryRow first = bare("3", TIME.plusSeconds(2), 1, ExecType.EXECUTED);
    try (Opened opened = Opened.withTables(dialect)) {
      write(
          opened,
          new Write.PutHistory(bare),
          new Write.PutHistory(full),
          new Write.PutHistory(first));

      assertThat(opened.port().view().history()).containsExactly(first, full, bare);
      assertThat(opened.port().history()).containsExactly(first, full, bare);

      write(opened, new Write.DeleteHistory(CHANGE_SET));

      assertThat(opened.port().history()).containsExactly(first, bare);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void countsOtherWordsOfLiquibaseAsApplied(Dialect dialect) {
    try (Opened opened = Opened.withTables(dialect)) {
      opened
          .database()
          .update(
              "INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED,"
                  + " EXECTYPE) VALUES ('1', 'a', 'f', CURRENT_TIMESTAMP, 1, 'SKIPPED')");

      assertThat(opened.port().history())
          .singleElement()
          .extracting(HistoryRow::execType)
          .isEqualTo(ExecType.OTHER);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsTheLinkThatAnotherRunGave(Dialect dialect) {
    RunRow.Link link = new RunRow.Link(1, 0, Chain.GENESIS, Chain.GENESIS, "f".repeat(64));
    try (Opened opened = Opened.withTables(dialect)) {
      write(opened, new Write.PutRun(frozen(Optional.of(link))));
      write(opened, new Write.PutRun(frozen(Optional.empty())));

      assertThat(opened.record().runs(1)).containsExactly(frozen(Optional.of(link)));
    }
  }

  private static RunRow frozen(Optional<RunRow.Link> link) {
    return new RunRow(
        "r1", "apply", "0.1.0", null, null, TIME, null, null, null, 0, Chain.GENESIS, link);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsRunsAndEvents(Dialect dialect) {
    RunRow early =
        new RunRow(
            "r1",
            "apply",
            "0.1.0",
            null,
            null,
            TIME,
            null,
            null,
            null,
            0,
            Chain.GENESIS,
            Optional.empty());
    RunRow late =
        new RunRow(
            "r2",
            "apply",
            "0.1.0",
            "abc",
            "https://build/2",
            TIME.plusSeconds(5),
            TIME.plusSeconds(6),
            0L,
            "d".repeat(64),
            2,
            "e".repeat(64),
            Optional.of(new RunRow.Link(1, 2, "e".repeat(64), Chain.GENESIS, "f".repeat(64))));
    RunLog log = log("r2");
    RecordedEvent started = log.add(new RunStarted("apply", "0.1.0"));
    log.warn("ü \"x\"");
    try (Opened opened = Opened.withTables(dialect)) {
      write(opened, new Write.PutRun(early), new Write.PutRun(late));
      write(opened, new Write.PutRun(late), new Write.PutEvent(log.events().getLast()));
      write(opened, new Write.PutEvent(started), new Write.PutEvent(log.events().getLast()));

      assertThat(opened.record().runs(10)).containsExactly(late, early);
      assertThat(opened.record().runs(1)).containsExactly(late);
      assertThat(opened.record().eventLines("r2"))
          .containsExactlyElementsOf(log.events().stream().map(RecordedEvent::line).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void readsTheHoldersRunAndTheVersion(Dialect dialect) {
    RunRow run =
        new RunRow(
            "r9",
            "apply",
            "0.1.0",
            null,
            null,
            TIME,
            null,
            null,
            null,
            3,
            "a".repeat(64),
            Optional.empty());
    Lease lease =
        new Lease(
            1,
            Optional.of(new Lease.Holder("r9", null, null, 1, TIME)),
            TIME,
            new Lease.DatabaseIdentity("d", null),
            0,
            Chain.GENESIS,
            Optional.empty());
    try (Opened opened = Opened.withTables(dialect)) {
      write(
          opened,
          new Write.PutRun(run),
          new Write.PutLease(lease),
          new Write.PutVersion(1),
          new Write.PutVersion(2));

      assertThat(run(opened, run.runId())).contains(run);
      assertThat(opened.port().view().state().majorVersion()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void refusesAnAttemptThatIsThereAlready(Dialect dialect) {
    Intent intent = intent(ATTEMPT, Intent.Kind.DATA, Intent.State.CLOSED, null, "done");
    try (Opened opened = Opened.withTables(dialect)) {
      write(opened, new Write.InsertIntent(intent));

      DatabaseException failure =
          catchThrowableOfType(
              DatabaseException.class, () -> write(opened, new Write.InsertIntent(intent)));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void commitsUpdatesTogetherWithWrites(Dialect dialect) {
    try (Opened opened = withItems(dialect)) {
      List<Long> counts =
          opened
              .port()
              .transact(
                  "test",
                  transaction -> {
                    transaction.read(Optional.empty());
                    transaction.write(new Write.PutVersion(1));
                    return transaction.update(
                        List.of(
                            "INSERT INTO Items (Id, Name) VALUES (1, 'a'), (2, 'b')",
                            "UPDATE Items SET Name = 'c' WHERE Id = 2"));
                  });

      assertThat(counts).containsExactly(2L, 1L);
      assertThat(opened.database().rows("SELECT Id, Name FROM Items ORDER BY Id"))
          .containsExactly(List.of("1", "a"), List.of("2", "c"));
      assertThat(opened.port().view().state().majorVersion()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void saysWhichStatementIsRefusedAndCommitsNothing(Dialect dialect) {
    try (Opened opened = withItems(dialect)) {
      DatabaseException failure =
          catchThrowableOfType(
              DatabaseException.class,
              () ->
                  opened
                      .port()
                      .transact(
                          "test",
                          transaction -> {
                            transaction.read(Optional.empty());
                            transaction.write(new Write.PutVersion(1));
                            return transaction.update(
                                List.of(
                                    "INSERT INTO Items (Id, Name) VALUES (1, 'a')",
                                    "INSERT INTO Items (Id, Name) VALUES (1, 'b')",
                                    "INSERT INTO Items (Id, Name) VALUES (3, 'c')"));
                          }));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure.statement()).hasValue(1);
      assertThat(failure.reason()).isNotBlank().doesNotContain("io.grpc", "\n");
      assertThat(opened.database().rows("SELECT Id FROM Items")).isEmpty();
      assertThat(opened.port().view().state().majorVersion()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void saysWhichStatementHasNoTable(Dialect dialect) {
    try (Opened opened = withItems(dialect)) {
      DatabaseException failure =
          catchThrowableOfType(
              DatabaseException.class,
              () ->
                  update(
                      opened,
                      "INSERT INTO Items (Id, Name) VALUES (1, 'a')",
                      "INSERT INTO Nothings (Id) VALUES (1)"));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure.statement()).hasValue(1);
      assertThat(failure.reason()).containsIgnoringCase("nothings");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void doesNotCommitWhatThrows(Dialect dialect) {
    IllegalStateException thrown = new IllegalStateException("stop");
    try (Opened opened = Opened.withTables(dialect)) {
      assertThat(
              catchThrowableOfType(
                  IllegalStateException.class,
                  () ->
                      opened
                          .port()
                          .transact(
                              "test",
                              transaction -> {
                                transaction.read(Optional.empty());
                                transaction.write(new Write.PutVersion(1));
                                throw thrown;
                              })))
          .isSameAs(thrown);

      assertThat(opened.port().view().state().majorVersion()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void updatesByPartition(Dialect dialect) {
    try (Opened opened = withItems(dialect)) {
      opened.database().update("INSERT INTO Items (Id, Name) VALUES (1, 'a'), (2, 'b')");

      assertThat(
              opened
                  .port()
                  .updatePartitioned(
                      "UPDATE Items SET Name = 'z' WHERE Id > 0", Duration.ofSeconds(30), "test"))
          .isEqualTo(2);
      assertThat(opened.database().rows("SELECT DISTINCT Name FROM Items"))
          .containsExactly(List.of("z"));
      assertThat(opened.port().partitionedUpdateActive()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void refusesAPartitionedInsert(Dialect dialect) {
    try (Opened opened = withItems(dialect)) {
      DatabaseException failure =
          catchThrowableOfType(
              DatabaseException.class,
              () ->
                  opened
                      .port()
                      .updatePartitioned(
                          "INSERT INTO Items (Id, Name) VALUES (1, 'a')",
                          Duration.ofSeconds(30),
                          "test"));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void givesTheServersWordsWhereAQueryIsRefused(Dialect dialect) {
    try (Opened opened = Opened.withTables(dialect)) {
      QueryException failure =
          catchThrowableOfType(
              QueryException.class, () -> opened.port().query("SELECT x FROM Nothings"));

      assertThat(failure.reason())
          .containsIgnoringCase("nothings")
          .doesNotContain("io.grpc", "INVALID_ARGUMENT", "\n");
    }
  }

  private static Opened withItems(Dialect dialect) {
    Opened opened = Opened.withTables(dialect);
    opened
        .database()
        .execute(
            opened
                .database()
                .either(
                    "CREATE TABLE Items (Id INT64, Name STRING(10)) PRIMARY KEY (Id)",
                    "CREATE TABLE Items (Id bigint PRIMARY KEY, Name varchar(10))"));
    return opened;
  }

  private static Intent intent(
      AttemptId attempt, Intent.Kind kind, Intent.State state, Instant deadline, String result) {
    return new Intent(
        attempt,
        "r1",
        kind,
        state,
        TIME,
        deadline,
        12,
        Json.object().with("text", "ü \"x\"\n").with("number", 3),
        result);
  }

  private static HistoryRow bare(String id, Instant executed, long order, ExecType execType) {
    return new HistoryRow(
        new ChangeSetId("f", id, "a"),
        executed,
        order,
        execType,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static RunLog log(String runId) {
    return new RunLog(
        new RunContext(runId, "apply", "0.1.0", Map.of(), Map.of(), "d", null, null),
        InstantSource.fixed(TIME));
  }

  private static BookkeepingState read(Opened opened, Optional<AttemptId> own) {
    return opened.port().transact("test", transaction -> transaction.read(own));
  }

  private static void update(Opened opened, String... statements) {
    opened
        .port()
        .transact(
            "test",
            (Transaction transaction) -> {
              transaction.read(Optional.empty());
              return transaction.update(List.of(statements));
            });
  }

  private static void write(Opened opened, Write... writes) {
    opened
        .port()
        .transact(
            "test",
            transaction -> {
              List.of(writes).forEach(transaction::write);
              return true;
            });
  }

  private static Optional<RunRow> run(Opened opened, String runId) {
    return opened
        .port()
        .transact(
            "test",
            transaction -> {
              transaction.readWithoutIntents();
              return transaction.run(runId);
            });
  }
}
