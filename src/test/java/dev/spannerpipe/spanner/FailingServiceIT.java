package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.text.DatabaseName;
import io.grpc.Status;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the adapter makes of a service that refuses, breaks and loses answers, and how many
/// requests it sends.
@Concurrent
class FailingServiceIT {
  private static final String MUTATIONS =
      "The transaction contains too many mutations. Insert and update operations count with the"
          + " multiplicity of the number of columns they affect.";

  private TestDatabase database;
  private SpannerProxy proxy;
  private SpannerConnection connection;
  private DatabaseDescription description;
  private Database port;

  @BeforeEach
  void open() {
    database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    try (SpannerConnection direct = Opened.connect(database.settings())) {
      description = direct.createTables(direct.describe(), OperationListener.NONE);
    }
    proxy = SpannerProxy.of(EmulatorServer.running().host());
    connection =
        Opened.connect(
            new SpannerSettings(
                new DatabaseName(database.project(), database.instance(), database.name()),
                Optional.empty(),
                Optional.of(URI.create("http://" + proxy.address())),
                Optional.empty()));
  }

  @AfterEach
  void close() {
    connection.close();
    proxy.close();
  }

  /// After a run that ended in good order, the look needs not even a read of the intents.
  @Test
  void looksAndRecordsInFiveRequests() {
    database.update(
        "INSERT INTO SPANNER_PIPE_LEASE (LeaseId, Epoch, ExpiresAt, DatabaseName, Links, Link)"
            + " VALUES (1, 3, CURRENT_TIMESTAMP(), 'd', 0, '')",
        "INSERT INTO SPANNER_PIPE_VERSION (VersionId, Major) VALUES (1, 1), (2, 4)");
    DatabaseDescription described = connection.describe();
    Database fresh = connection.database(described, "test");
    fresh.view();
    fresh.transact("test", transaction -> putVersion(transaction::write));

    assertThat(proxy.requests())
        .containsExactly(
            "CreateSession",
            "ExecuteStreamingSql",
            "ExecuteStreamingSql",
            "BeginTransaction",
            "Commit");
  }

  @Test
  void readsAndUpdatesAndCommitsInThreeRequests() {
    warm();

    port.transact(
        "test",
        transaction -> {
          transaction.readWithoutIntents();
          transaction.update(
              List.of(
                  "DELETE FROM SPANNER_PIPE_STEP WHERE true",
                  "DELETE FROM SPANNER_PIPE_RUN WHERE true"));
          return putVersion(transaction::write);
        });

    assertThat(proxy.requests())
        .containsExactly("ExecuteStreamingSql", "ExecuteBatchDml", "Commit");
  }

  @Test
  void saysWhichPermissionReadingNeeds() {
    proxy.refuse(
        "CreateSession",
        100,
        Status.PERMISSION_DENIED.withDescription(
            "Caller is missing IAM permission spanner.sessions.create on resource d."));

    assertThatThrownBy(connection::describe)
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not read "
                + database.resourceName()
                + ": Caller is missing IAM permission spanner.sessions.create on resource d."
                + " Grant the identity spanner.sessions.create and spanner.databases.select on the"
                + " database, for example with roles/spanner.databaseReader, or, if it applies changes, with roles/spanner.databaseUser.");
    assertThat(proxy.requests()).containsExactly("CreateSession");
  }

  @Test
  void saysWhatTheEmulatorCannotMake() {
    proxy.refuse("CreateDatabase", 1, Status.RESOURCE_EXHAUSTED.withDescription("too many"));
    SpannerSettings settings =
        TestDatabase.settings(
            database.project(),
            database.instance(),
            EmulatorServer.running().newName(),
            proxy.address());
    try (SpannerConnection emulated = Opened.connect(settings)) {
      assertThatThrownBy(emulated::describeOrCreate)
          .isInstanceOf(AccessFailure.class)
          .hasMessage(
              "Could not create "
                  + settings.databaseName()
                  + " on the emulator at "
                  + proxy.address()
                  + ": too many. Repair or restart the emulator.");
    }
  }

  @Test
  void saysWhereTheServiceDoesNotKnowWhoAsks() {
    proxy.refuse("CreateSession", 100, Status.UNAUTHENTICATED.withDescription("Who are you?"));

    assertThatThrownBy(connection::describe)
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not read "
                + database.resourceName()
                + ": Who are you? Check how this run gets its credentials.");
  }

  @Test
  void saysWhatADatabaseRoleCannotSee() {
    TestDatabase odd = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    // The emulator knows no roles: a view hides the table from the description as a role would.
    odd.execute("CREATE VIEW SPANNER_PIPE_RUN SQL SECURITY INVOKER AS SELECT 1 AS One");
    SpannerSettings settings =
        new SpannerSettings(
            new DatabaseName(odd.project(), odd.instance(), odd.name()),
            Optional.of(EmulatorServer.running().host()),
            Optional.empty(),
            Optional.of("deployer"));
    try (SpannerConnection limited = Opened.connect(settings)) {
      DatabaseDescription described = limited.describe();

      assertThatThrownBy(() -> limited.createTables(described, OperationListener.NONE))
          .isInstanceOf(AccessFailure.class)
          .hasMessage(
              "Could not create the book-keeping tables in "
                  + odd.resourceName()
                  + ": the database role deployer cannot see SPANNER_PIPE_RUN."
                  + " Grant that role SELECT, INSERT, UPDATE and DELETE on these tables.");
    }
  }

  @Test
  void givesAPartitionedUpdateUpAfterItsTime() {
    warm();

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                port.updatePartitioned(
                    "UPDATE SPANNER_PIPE_RUN SET Version = 'x' WHERE true",
                    Duration.ofNanos(1),
                    "test"));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void saysWhichPermissionTheTablesNeed() {
    TestDatabase empty = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    proxy.refuse(
        "UpdateDatabaseDdl",
        100,
        Status.PERMISSION_DENIED.withDescription(
            "Caller is missing IAM permission spanner.databases.updateDdl on resource d"));
    try (SpannerConnection refused =
        Opened.connect(
            TestDatabase.settings(
                empty.project(), empty.instance(), empty.name(), proxy.address()))) {
      DatabaseDescription described = refused.describe();

      assertThatThrownBy(() -> refused.createTables(described, OperationListener.NONE))
          .isInstanceOf(AccessFailure.class)
          .hasMessage(
              "Could not create the book-keeping tables in "
                  + empty.resourceName()
                  + ": Caller is missing IAM permission spanner.databases.updateDdl on resource d."
                  + " Grant the identity spanner.databases.updateDdl on the database, for example"
                  + " with roles/spanner.databaseUser.");
    }
  }

  @Test
  void asksAgainWhereTheFirstQuestionGetsNoAnswer() {
    proxy.refuse("CreateSession", 2, Status.UNAVAILABLE.withDescription("not yet"));

    assertThat(connection.describe()).isEqualTo(withoutEmulator(description));
  }

  @Test
  void knowsNoCreationTimeWhereItMayNotBeRead() {
    proxy.refuse("GetDatabase", 1, Status.PERMISSION_DENIED.withDescription("no"));

    assertThat(connection.identity().createdAt()).isNull();
    assertThat(proxy.requests()).containsExactly("GetDatabase");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, TRANSIENT",
    "ABORTED, TRANSIENT",
    "DEADLINE_EXCEEDED, TRANSIENT",
    "RESOURCE_EXHAUSTED, TRANSIENT",
    "CANCELLED, TRANSIENT",
    "INTERNAL, UNCLEAR",
    "UNKNOWN, UNCLEAR",
    "PERMISSION_DENIED, DENIED",
    "UNAUTHENTICATED, DENIED",
    "FAILED_PRECONDITION, REFUSED",
    "INVALID_ARGUMENT, REFUSED",
    "OUT_OF_RANGE, REFUSED",
    "ALREADY_EXISTS, REFUSED",
    "NOT_FOUND, REFUSED",
  })
  void triesACommitOnceAndKeepsTheServicesWords(Status.Code code, Kind kind) {
    warm();
    proxy.loseAnswer("Commit", code.toStatus().withDescription("what it said"));
    int[] runs = {0};

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                port.transact(
                    "test",
                    transaction -> {
                      runs[0]++;
                      transaction.read(Optional.empty());
                      return putVersion(transaction::write);
                    }));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo("what it said");
    assertThat(runs[0]).isEqualTo(1);
    assertThat(proxy.requests()).containsOnlyOnce("Commit");
    assertThat(port.view().state().majorVersion()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"ExecuteStreamingSql", "StreamingRead", "ExecuteBatchDml", "Commit"})
  void runsABodyOnceAndReportsThatItWasAborted(String method) {
    warm();
    proxy.refuse(method, 1, Status.ABORTED.withDescription("somebody else was faster"));
    int[] runs = {0};

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                port.transact(
                    "test",
                    transaction -> {
                      runs[0]++;
                      transaction.read(Optional.empty());
                      return transaction.update(List.of("DELETE FROM SPANNER_PIPE_RUN WHERE true"));
                    }));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.reason()).isEqualTo("somebody else was faster");
    assertThat(runs[0]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"Commit", "ExecuteBatchDml"})
  void knowsTooManyMutationsByTheServicesWords(String method) {
    warm();
    proxy.refuse(method, 1, Status.INVALID_ARGUMENT.withDescription(MUTATIONS));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                port.transact(
                    "test",
                    transaction -> {
                      transaction.read(Optional.empty());
                      return transaction.update(List.of("DELETE FROM SPANNER_PIPE_RUN WHERE true"));
                    }));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_MUTATIONS);
    assertThat(failure.reason()).isEqualTo(MUTATIONS);
  }

  @Test
  void readsATransactionsStandingOnceMoreWhereTheStreamBreaks() {
    warm();
    proxy.refuse("ExecuteStreamingSql", 1, Status.UNAVAILABLE.withDescription("broken"));

    BookkeepingState standing =
        port.transact("test", transaction -> transaction.read(Optional.empty()));

    assertThat(standing.majorVersion()).isZero();
    assertThat(proxy.requests())
        .containsExactly("ExecuteStreamingSql", "ExecuteStreamingSql", "StreamingRead", "Commit");
  }

  @Test
  void givesTheServicesWordsWhereTheFirstReadOfATransactionIsRefused() {
    warm();
    proxy.refuse("ExecuteStreamingSql", 1, Status.PERMISSION_DENIED.withDescription("no"));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> port.transact("test", transaction -> transaction.read(Optional.empty())));

    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure.reason()).isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, TRANSIENT",
    "DEADLINE_EXCEEDED, TRANSIENT",
    "RESOURCE_EXHAUSTED, TRANSIENT",
    "INTERNAL, UNCLEAR",
    "UNKNOWN, UNCLEAR",
    "PERMISSION_DENIED, DENIED",
  })
  void submitsOnce(Status.Code code, Kind kind) {
    proxy.loseAnswer("UpdateDatabaseDdl", code.toStatus().withDescription("what it said"));
    List<String> statements = List.of("CREATE TABLE A (Id INT64) PRIMARY KEY (Id)");

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class, () -> connection.schemaChanges().submit("sp_1_1", statements));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo("what it said");
    assertThat(proxy.requests()).containsExactly("UpdateDatabaseDdl");
    assertThat(connection.schemaChanges().submit("sp_1_1", statements))
        .isEqualTo(new Answer.AlreadyExists());
  }

  @ParameterizedTest
  @CsvSource({"INVALID_ARGUMENT", "FAILED_PRECONDITION", "NOT_FOUND", "OUT_OF_RANGE"})
  void takesARefusalForOne(Status.Code code) {
    proxy.refuse("UpdateDatabaseDdl", 1, code.toStatus().withDescription("what it said"));

    assertThat(connection.schemaChanges().submit("sp_1_1", List.of("CREATE X")))
        .isEqualTo(new Answer.Refused(StatusCode.valueOf(code.name()), "what it said"));
  }

  @Test
  void isBusyOnlyOnAnEmulator() {
    String words =
        "Schema change operation rejected because a concurrent schema change operation or"
            + " read-write transaction is already in progress.";
    proxy.refuse("UpdateDatabaseDdl", 1, Status.FAILED_PRECONDITION.withDescription(words));

    assertThat(connection.schemaChanges().submit("sp_1_1", List.of("CREATE X")))
        .isEqualTo(new Answer.Refused(StatusCode.FAILED_PRECONDITION, words));
  }

  @Test
  void looksForAnOperationOnce() {
    proxy.refuse("GetOperation", 1, Status.UNAVAILABLE.withDescription("gone"));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class, () -> connection.schemaChanges().find("sp_1_1"));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(proxy.requests()).containsExactly("GetOperation");
  }

  @Test
  void readsTheSchemaOnce() {
    proxy.refuse("GetDatabaseDdl", 1, Status.UNAVAILABLE.withDescription("gone"));

    DatabaseException failure =
        catchThrowableOfType(DatabaseException.class, () -> connection.schemaChanges().ddl());

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(proxy.requests()).containsExactly("GetDatabaseDdl");
  }

  @Test
  void saysThatAQueryMayNotBeRun() {
    warm();
    proxy.refuse("ExecuteStreamingSql", 1, Status.PERMISSION_DENIED.withDescription("not yours"));

    DatabaseException failure =
        catchThrowableOfType(DatabaseException.class, () -> port.query("SELECT 1"));

    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure.reason()).isEqualTo("not yours");
  }

  /// A session, so that only what a test does is counted.
  private void warm() {
    port = connection.database(description, "test");
    port.view();
    proxy.forgetRequests();
  }

  private static boolean putVersion(Consumer<Write> write) {
    write.accept(new Write.PutVersion(1));
    return true;
  }

  private static DatabaseDescription withoutEmulator(DatabaseDescription known) {
    return new DatabaseDescription(known.dialect(), false, known.created(), known.tables());
  }
}
