package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.HistoryRow.ExecType;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.text.DatabaseName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// First contact with a database, against an emulator.
@Concurrent
class SpannerConnectionIT {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void describesAnEmptyDatabase(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    try (SpannerConnection connection = Opened.connect(database.settings())) {
      DatabaseDescription description = connection.describe();

      assertThat(description.dialect()).isEqualTo(dialect);
      assertThat(description.emulator()).isTrue();
      assertThat(description.created()).isEmpty();
      assertThat(description.missingTables()).containsExactly(BookKeepingTable.values());
      assertThat(connection.identity().name()).isEqualTo(database.resourceName());
      assertThat(connection.identity().createdAt()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void makesOnlyTheTablesThatAreMissing(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    database.execute(BookKeepingTable.DATABASECHANGELOG.statement(dialect));
    try (SpannerConnection connection = Opened.connect(database.settings())) {
      DatabaseDescription before = connection.describe();
      assertThat(before.missingTables())
          .hasSize(BookKeepingTable.values().length - 1)
          .doesNotContain(BookKeepingTable.DATABASECHANGELOG);

      DatabaseDescription after = connection.createTables(before, OperationListener.NONE);

      assertThat(after.missingTables()).isEmpty();
      assertThat(connection.describe()).isEqualTo(after);
      assertThat(connection.createTables(after, OperationListener.NONE)).isSameAs(after);
      assertThat(database.ddl()).hasSize(BookKeepingTable.values().length);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void letsTwentyFirstRunsRace(Dialect dialect) throws Exception {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    try (ExecutorService racers = Executors.newFixedThreadPool(20)) {
      List<Future<DatabaseDescription>> descriptions =
          IntStream.range(0, 20)
              .mapToObj(
                  _ ->
                      racers.submit(
                          () -> {
                            try (SpannerConnection connection =
                                Opened.connect(database.settings())) {
                              return connection.createTables(
                                  connection.describe(), OperationListener.NONE);
                            }
                          }))
              .toList();

      for (Future<DatabaseDescription> description : descriptions) {
        assertThat(description.get().missingTables()).isEmpty();
      }
    }
    assertThat(database.ddl()).hasSize(BookKeepingTable.values().length);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void saysWhatStandsInTheWayOfTheTables(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    database.execute("CREATE VIEW SPANNER_PIPE_STEP SQL SECURITY INVOKER AS SELECT 1 AS One");
    try (SpannerConnection connection = Opened.connect(database.settings())) {
      DatabaseDescription description = connection.describe();

      assertThat(description.missingTables()).contains(BookKeepingTable.SPANNER_PIPE_STEP);
      assertThatThrownBy(() -> connection.createTables(description, OperationListener.NONE))
          .isInstanceOf(MigrationFailure.class)
          .hasMessage(
              "Could not create the book-keeping tables in "
                  + database.resourceName()
                  + ": another object, such as a view, has the name of SPANNER_PIPE_STEP."
                  + " Remove or rename the object that is in the way, and run again.");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void acceptsTheHistoryOfNewerLiquibaseAndShortensWhatOnlyPeopleRead(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    database.execute(newerHistory(database), newerLock(database));
    HistoryRow row =
        new HistoryRow(
            new ChangeSetId("f", "1", "a"),
            Instant.EPOCH,
            1,
            ExecType.EXECUTED,
            "9:" + "c".repeat(32),
            "d".repeat(300),
            "ü".repeat(300),
            "tag",
            "4.33.0-and-a-lot-more",
            "c".repeat(300),
            "l".repeat(300),
            "1234567890");
    LiquibaseLock lock = new LiquibaseLock(true, Instant.EPOCH, "x".repeat(300));
    try (SpannerConnection connection = Opened.connect(database.settings())) {
      DatabaseDescription description =
          connection.createTables(connection.describe(), OperationListener.NONE);
      Database port = connection.database(description, "test");

      port.transact(
          "test",
          transaction -> {
            transaction.write(new Write.PutHistory(row));
            transaction.write(new Write.PutLock(lock));
            return true;
          });

      assertThat(port.history())
          .containsExactly(
              new HistoryRow(
                  row.changeSet(),
                  row.dateExecuted(),
                  1,
                  ExecType.EXECUTED,
                  row.checksum(),
                  "d".repeat(255),
                  "ü".repeat(255),
                  "tag",
                  "4.33.0-and-a-lot-mor",
                  "c".repeat(255),
                  "l".repeat(255),
                  "1234567890"));
      assertThat(port.view().state().lock())
          .isEqualTo(new LiquibaseLock(true, Instant.EPOCH, "x".repeat(255)));
    }
  }

  @Test
  void makesAMissingInstanceAndDatabaseOnAnEmulatorAndSaysSo() {
    EmulatorServer emulator = EmulatorServer.running();
    SpannerSettings settings =
        TestDatabase.settings(
            emulator.project(), emulator.newName(), emulator.newName(), emulator.host());
    try (SpannerConnection connection = Opened.connect(settings)) {
      assertThatThrownBy(connection::describe)
          .hasMessage(
              "Could not open "
                  + settings.databaseName()
                  + ": the instance "
                  + settings.name().instance()
                  + " does not exist in project "
                  + settings.name().project()
                  + ". Correct PROJECT or SPANNER_INSTANCE, or create the instance.");

      DatabaseDescription description = connection.describeOrCreate();

      assertThat(description.created())
          .contains(
              "instance "
                  + settings.name().instanceName()
                  + " and database "
                  + settings.name().database());
      assertThat(description.dialect()).isEqualTo(Dialect.GOOGLE_STANDARD_SQL);
      assertThat(connection.describeOrCreate().created()).isEmpty();
      assertThat(connection.createTables(description, OperationListener.NONE).created())
          .isEqualTo(description.created());
    }
  }

  @Test
  void makesAMissingDatabaseOnAnEmulatorAndSaysSo() {
    EmulatorServer emulator = EmulatorServer.running();
    SpannerSettings settings =
        TestDatabase.settings(
            emulator.project(), emulator.instance(), emulator.newName(), emulator.host());
    try (SpannerConnection connection = Opened.connect(settings)) {
      assertThatThrownBy(connection::describe).isInstanceOf(ConfigurationFailure.class);
      assertThat(connection.describeOrCreate().created())
          .contains("database " + settings.databaseName());
    }
  }

  @Test
  void refusesAMissingInstanceElsewhere() {
    SpannerSettings settings = elsewhere("no-such-instance", "no-such-database");
    try (SpannerConnection connection = Opened.connect(settings)) {
      assertThatThrownBy(connection::describe)
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessage(
              "Could not open projects/test-project/instances/no-such-instance/databases/"
                  + "no-such-database: the instance no-such-instance does not exist in project"
                  + " test-project. Correct PROJECT or SPANNER_INSTANCE, or create the instance.");
    }
  }

  @Test
  void refusesAMissingDatabaseElsewhere() {
    String instance = EmulatorServer.running().instance();
    SpannerSettings settings = elsewhere(instance, "no-such-database");
    try (SpannerConnection connection = Opened.connect(settings)) {
      assertThatThrownBy(connection::describe)
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessage(
              "Could not open projects/test-project/instances/"
                  + instance
                  + "/databases/no-such-database: the database no-such-database does not exist in this instance. Correct SPANNER_DATABASE, or create the database.");
    }
  }

  @Test
  void givesUpOnAnAddressWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(givesUp(port, Duration.ofSeconds(2))).contains("Connection refused");
  }

  @Test
  void givesUpOnAnAddressThatNeverAnswers() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      givesUp(socket.getLocalPort(), Duration.ofMillis(300));
    }
  }

  private static String givesUp(int port, Duration session) {
    SystemTime time = new SystemTime();
    SpannerSettings settings = TestDatabase.settings("p", "i", "d", "127.0.0.1:" + port);
    try (SpannerConnection connection =
        SpannerConnection.open(
            settings,
            Optional.empty(),
            time,
            new Retry(time, () -> 0.5),
            new Stop(time, _ -> {}),
            session)) {
      AccessFailure failure = catchThrowableOfType(AccessFailure.class, connection::describe);

      assertThat(failure.description())
          .startsWith(
              "Could not reach Spanner at the emulator at 127.0.0.1:"
                  + port
                  + " for projects/p/instances/i/databases/d: ");
      assertThat(failure.action())
          .isEqualTo(
              "Check the address, and check that this machine can reach it over the network");
      return failure.description();
    }
  }

  /// The emulator, but reached as if it were the service: nothing is made there.
  private static SpannerSettings elsewhere(String instance, String database) {
    return new SpannerSettings(
        new DatabaseName("test-project", instance, database),
        Optional.empty(),
        Optional.of(URI.create("http://" + EmulatorServer.running().host())),
        Optional.empty());
  }

  private static String newerHistory(TestDatabase database) {
    return database.either(
        """
        CREATE TABLE DATABASECHANGELOG (ID STRING(255) NOT NULL, Author STRING(255) NOT NULL,
          filename STRING(255) NOT NULL, DATEEXECUTED TIMESTAMP NOT NULL,
          ORDEREXECUTED INT64 NOT NULL, EXECTYPE STRING(10) NOT NULL, MD5SUM STRING(35),
          DESCRIPTION STRING(255), COMMENTS STRING(255), TAG STRING(255), LIQUIBASE STRING(20),
          CONTEXTS STRING(255), LABELS STRING(255), DEPLOYMENT_ID STRING(10))
          PRIMARY KEY (ID, Author, filename)
        """,
        """
        CREATE TABLE "DATABASECHANGELOG" ("ID" varchar(255) NOT NULL,
          "Author" varchar(255) NOT NULL, filename varchar(255) NOT NULL,
          DATEEXECUTED timestamptz NOT NULL, ORDEREXECUTED bigint NOT NULL,
          EXECTYPE varchar(10) NOT NULL, MD5SUM varchar(35), DESCRIPTION varchar(255),
          COMMENTS varchar(255), TAG varchar(255), LIQUIBASE varchar(20), CONTEXTS varchar(255),
          LABELS varchar(255), DEPLOYMENT_ID varchar(10),
          PRIMARY KEY ("ID", "Author", filename))
        """);
  }

  private static String newerLock(TestDatabase database) {
    return database.either(
        """
        CREATE TABLE databasechangeloglock (id INT64 NOT NULL, LOCKED BOOL NOT NULL,
          LOCKGRANTED TIMESTAMP, LOCKEDBY STRING(255)) PRIMARY KEY (id)
        """,
        """
        CREATE TABLE databasechangeloglock (id bigint NOT NULL PRIMARY KEY, locked bool NOT NULL,
          lockgranted timestamptz, lockedby varchar(255))
        """);
  }
}
