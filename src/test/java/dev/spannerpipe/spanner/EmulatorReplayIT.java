package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.preview.replay.Rejection;
import dev.spannerpipe.preview.replay.ReplayDatabase;
import dev.spannerpipe.preview.replay.ReplayOutcome;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The replay's emulator: one that is given, and one of the run's own.
@Concurrent
class EmulatorReplayIT {
  private static final Time TIME = new SystemTime();
  private static final Retry RETRY = new Retry(TIME, () -> 0.5);
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void changesAreExecutedAndRejectedAsTheEmulatorSays(Dialect dialect) {
    String table =
        either(
            dialect,
            "CREATE TABLE t (a INT64, b STRING(10)) PRIMARY KEY (a)",
            "CREATE TABLE t (a bigint PRIMARY KEY, b varchar(10))");
    try (EmulatorReplay replay = given();
        ReplayDatabase database = replay.newDatabase(dialect)) {
      assertThat(database.changeSchema(List.of(table)))
          .isEqualTo(new ReplayOutcome(1, Optional.empty()));
      assertThat(database.definition()).singleElement().asString().startsWith("CREATE TABLE t (");
      assertThat(database.changeSchema(List.of("CREATE INDEX i ON t (b)", "DROP TABLE u")))
          .isEqualTo(
              new ReplayOutcome(
                  0, Optional.of(new Rejection(StatusCode.NOT_FOUND, "Table not found: u"))));
      assertThat(database.definition()).hasSize(1);
      assertThat(database.changeSchema(List.of(table)).rejection())
          .contains(new Rejection(StatusCode.FAILED_PRECONDITION, "Duplicate name in schema: t."));
      assertThat(database.changeSchema(List.of("CREATE ROLE r")).rejection().map(Rejection::code))
          .contains(either(dialect, StatusCode.INTERNAL, StatusCode.FAILED_PRECONDITION));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void rowsAreWrittenInOneTransactionAndCanContradictASchemaChange(Dialect dialect) {
    try (EmulatorReplay replay = given();
        ReplayDatabase database = replay.newDatabase(dialect)) {
      database.changeSchema(
          List.of(
              either(
                  dialect,
                  "CREATE TABLE t (a INT64, b STRING(10)) PRIMARY KEY (a)",
                  "CREATE TABLE t (a bigint PRIMARY KEY, b varchar(10))")));
      String first = "INSERT INTO t (a, b) VALUES (1, 'x')";
      String second = "INSERT INTO t (a, b) VALUES (2, 'x')";

      assertThat(database.changeData(List.of(first, second)))
          .isEqualTo(new ReplayOutcome(2, Optional.empty()));
      ReplayOutcome repeated =
          database.changeData(List.of("INSERT INTO t (a, b) VALUES (3, 'y')", first));

      assertThat(repeated.accepted()).isEqualTo(1);
      assertThat(repeated.rejection().map(Rejection::code)).contains(StatusCode.ALREADY_EXISTS);
      assertThat(database.query("SELECT a, b FROM t ORDER BY a"))
          .containsExactly(List.of("1", "x"), List.of("2", "x"));
      ReplayOutcome unique =
          database.changeSchema(
              List.of("CREATE INDEX i ON t (b)", "CREATE UNIQUE INDEX u ON t (b)"));
      assertThat(unique.accepted()).isEqualTo(1);
      assertThat(unique.rejection().map(Rejection::code)).contains(StatusCode.FAILED_PRECONDITION);
      assertThatThrownBy(() -> database.query("SELECT nope FROM t"))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("nope");
    }
  }

  @Test
  void nothingStaysOnAGivenEmulator() {
    String instance;
    try (EmulatorReplay replay = given()) {
      replay.newDatabase(Dialect.POSTGRESQL);
      replay.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
      instance = replay.instance();
      assertThat(replay.memoryBytes()).isEmpty();
      assertThat(replay.restart()).isFalse();
      assertThat(instances()).contains(instance);
    }

    assertThat(instances()).doesNotContain(instance);
  }

  @Test
  void whatAKilledPreviewLeftIsDeletedByTheNextOneAfterADay() {
    EmulatorReplay killed = given(TIME.now().minus(Duration.ofHours(25)));
    killed.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    EmulatorReplay running = given(TIME.now().minus(Duration.ofHours(23)));
    running.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    assertThat(instances()).contains(running.instance());

    try (EmulatorReplay next = given()) {
      next.newDatabase(Dialect.GOOGLE_STANDARD_SQL);

      assertThat(instances())
          .doesNotContain(killed.instance())
          .contains(running.instance(), next.instance());
    }
    running.close();
  }

  @Test
  void anOwnEmulatorIsRestartedEmpty() {
    try (EmulatorReplay replay = own()) {
      ReplayDatabase before = replay.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
      before.changeSchema(List.of("CREATE TABLE t (a INT64) PRIMARY KEY (a)"));
      assertThat(replay.memoryBytes()).isPresent();

      assertThat(replay.restart()).isTrue();

      assertThat(replay.newDatabase(Dialect.GOOGLE_STANDARD_SQL).definition()).isEmpty();
    }
  }

  @Test
  void anEmulatorThatDiesIsAFailureWithItsLastMessage() {
    try (EmulatorReplay replay = own()) {
      ReplayDatabase database = replay.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
      replay.process().ifPresent(process -> kill(process.pid()));

      assertThatThrownBy(database::definition)
          .isInstanceOf(UnfinishedFailure.class)
          .hasMessageStartingWith("The Spanner emulator ")
          .hasMessageContaining(" ended during the run with status 137: ");
    }
  }

  @Test
  void anAddressWithoutAnEmulatorIsAFailure() {
    Retry once = new Retry(TIME, () -> 0.5, Optional.of(Duration.ofSeconds(2)));
    try (EmulatorReplay replay =
        EmulatorReplay.at("127.0.0.1:1", TIME, once, new Stop(TIME, _ -> {}), RANDOM)) {
      assertThatThrownBy(() -> replay.newDatabase(Dialect.GOOGLE_STANDARD_SQL))
          .isInstanceOf(AccessFailure.class)
          .hasMessageStartingWith("Could not use the Spanner emulator at 127.0.0.1:1: ")
          .hasMessageEndingWith(
              "Check that an emulator is running there; if the problem persists, restart it.");
    }
  }

  private static void kill(long pid) {
    ProcessHandle emulator = ProcessHandle.of(pid).orElseThrow();
    emulator.destroyForcibly();
    emulator.onExit().join();
  }

  private static EmulatorReplay given() {
    return given(TIME.now());
  }

  private static EmulatorReplay given(Instant now) {
    return EmulatorReplay.at(
        EmulatorServer.running().host(),
        new FastTime(now, Duration.ZERO),
        RETRY,
        new Stop(TIME, _ -> {}),
        RANDOM);
  }

  private static EmulatorReplay own() {
    Optional<Path> program = new EmulatorProgram(System.getenv()).find();
    assumeTrue(program.isPresent(), "no Spanner emulator on this machine");
    return EmulatorReplay.starting(
        program.orElseThrow(), TIME, RETRY, new Stop(TIME, _ -> {}), RANDOM);
  }

  private static List<String> instances() {
    try (EmulatorReplay observer = given()) {
      return observer.instances().list().stream()
          .map(name -> name.substring(name.lastIndexOf('/') + 1))
          .toList();
    }
  }

  private static <T> T either(Dialect dialect, T googleSql, T postgreSql) {
    return dialect == Dialect.GOOGLE_STANDARD_SQL ? googleSql : postgreSql;
  }
}
