package dev.spannerpipe.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.LooseEffects;
import dev.spannerpipe.schema.overlay.Overlay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What statements do in memory is what they do on an emulator, for everything that the emulator
/// accepts.
///
/// `-Dschema.seed=7 -Dschema.seeds=1` runs the statements of seed 7 again; `-Dschema.seeds=500`
/// runs more of them.
@Concurrent
class SchemaStatementsIT {
  private static final int STATEMENTS = 150;

  static LongStream seeds() {
    long first = Proof.firstSeed("schema.seed", 1_000);
    return LongStream.range(first, first + Proof.cases("schema.seeds", 2, 40));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doInGoogleSqlWhatTheEmulatorDoes(long seed) {
    replay(Dialect.GOOGLE_STANDARD_SQL, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doInPostgresqlWhatTheEmulatorDoes(long seed) {
    replay(Dialect.POSTGRESQL, seed);
  }

  /// Also compares what all kinds of objects become, as far as the emulator accepts them.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void readWhatTheEmulatorPrintsOfEveryKindOfObject(Dialect dialect) {
    Replay replay = new Replay(dialect);

    SchemaReaderTest.ddl(dialect).forEach(replay::run);

    assertThat(replay.accepted).hasSizeGreaterThan(5);
  }

  /// Not among the random statements: after a change of what the stream watches, such a statement
  /// ends emulator 1.5.28 (a segmentation fault).
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void changeWhatAStreamWatchesAsTheEmulatorDoes(Dialect dialect) {
    Replay replay = new Replay(dialect);
    List<String> statements =
        List.of(
            dialect == Dialect.POSTGRESQL
                ? "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint)"
                : "CREATE TABLE t (id INT64, a INT64, b INT64) PRIMARY KEY (id)",
            "CREATE CHANGE STREAM s FOR ALL",
            "ALTER CHANGE STREAM s SET FOR t(b)",
            "ALTER CHANGE STREAM s SET FOR t(a, b)",
            "ALTER CHANGE STREAM s SET FOR t",
            "ALTER CHANGE STREAM s DROP FOR ALL");

    statements.forEach(replay::run);

    assertThat(replay.accepted).isEqualTo(statements);
  }

  private static void replay(Dialect dialect, long seed) {
    Replay replay = new Replay(dialect);
    RandomDdl statements = new RandomDdl(dialect, seed);
    for (int i = 0; i < STATEMENTS; i++) {
      replay.run(statements.next());
    }
    assertThat(replay.accepted).hasSizeGreaterThan(20);
  }

  /// Two databases: one on an emulator, one in memory.
  private static final class Replay {
    final List<String> accepted = new ArrayList<>();
    private final TestDatabase database;
    private Overlay overlay;

    Replay(Dialect dialect) {
      this.database = EmulatorServer.running().newDatabase(dialect);
      this.overlay = Overlay.empty(dialect);
    }

    void run(String statement) {
      if (isAmbiguous(overlay.held(statement).model())) {
        return;
      }
      try {
        database.execute(
            statement.replaceFirst("DATABASE d ", "DATABASE `" + database.name() + "` "));
      } catch (RuntimeException _) {
        return;
      }
      accepted.add(statement);
      overlay = overlay.held(statement);
      List<String> ddl = database.ddl();
      SchemaModel printed = SchemaReader.read(database.dialect(), ddl);

      assertThat(LooseEffects.between(overlay.model(), overlay.with(printed).model()))
          .as("after %s, the emulator prints %s", String.join(";\n", accepted), ddl)
          .isEmpty();
    }

    /// The emulator takes a synonym twice, and for a table, too. Spanner rejects this.
    private static boolean isAmbiguous(SchemaModel model) {
      Set<Name> names = new HashSet<>();
      return model.objects(Table.class).stream()
          .flatMap(
              table ->
                  Stream.concat(Stream.of(table.name().name()), table.traits().synonyms().stream()))
          .anyMatch(name -> !names.add(name));
    }
  }
}
