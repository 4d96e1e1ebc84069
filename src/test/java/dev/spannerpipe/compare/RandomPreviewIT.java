package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.preview.Bases;
import dev.spannerpipe.preview.PreviewBasis;
import dev.spannerpipe.preview.Previewer;
import dev.spannerpipe.preview.ShownChanges;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.RandomDdl;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.effect.LooseEffects;
import dev.spannerpipe.schema.overlay.Overlay;
import dev.spannerpipe.spanner.BookKeepingTable;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Previews of changelogs made at random: the schema after the last change set is the one that
/// `apply` makes, and change sets show the same one by one and in groups.
///
/// `-Dpreview.seed=7 -Dpreview.seeds=1` runs the changelogs of seed 7 again; `-Dpreview.seeds=500`
/// runs more of them.
@Concurrent
class RandomPreviewIT {
  private static final Set<String> BOOKKEEPING =
      Stream.of(BookKeepingTable.values())
          .map(BookKeepingTable::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final int STATEMENTS = 120;

  @TempDir private Path directory;

  static LongStream seeds() {
    long first = Proof.firstSeed("preview.seed", 1_000);
    return LongStream.range(first, first + Proof.cases("preview.seeds", 2, 40));
  }

  static Stream<Arguments> seedsOfBothDialects() {
    return seeds()
        .boxed()
        .flatMap(seed -> Stream.of(Dialect.values()).map(each -> Arguments.of(seed, each)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void changesOfAllKindsEndWithTheSchemaThatApplyMakes(long seed) {
    TestDatabase database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    database.execute("CREATE TABLE counters (id INT64, n INT64) PRIMARY KEY (id)");
    database.update("INSERT INTO counters (id, n) VALUES (1, 0)");
    RandomChangelog random = new RandomChangelog(seed, new Repository(directory));
    for (int i = 0; i < 4; i++) {
      random.grow();

      shownAsApplied(database, RandomChangelog.FILE, RandomChangelog.OPTIONS);
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsOfBothDialects")
  void statementsOfAllKindsEndWithTheSchemaThatApplyMakes(long seed, Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    write(seed, accepted(seed, dialect));

    shownAsApplied(database, "changelog.sql", RunOptions.NONE);
  }

  /// Most of the statements are mistakes.
  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsOfBothDialects")
  void mistakesShowTheSameOneByOneAndInGroups(long seed, Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    write(seed, statements(seed, dialect));

    shown(database, "changelog.sql", RunOptions.NONE);
  }

  private void shownAsApplied(TestDatabase database, String file, RunOptions options) {
    SchemaModel before = schema(database);
    Optional<ShownChanges> shown = shown(database, file, options);
    SchemaModel applied;
    try (SpannerProxy proxy = SpannerProxy.of(EmulatorServer.running().host())) {
      ComparedPipe.on(database, proxy.address(), directory)
          .apply(file, options.forPipe())
          .succeeded();
      applied = applied(before, proxy.schemaChanges(), schema(database));
    }

    assertThat(LooseEffects.between(shown.map(ShownChanges::after).orElse(before), applied))
        .as(String.join("\n", shown.map(ShownChanges::changeSets).orElse(List.of())))
        .isEmpty();
  }

  private static SchemaModel schema(TestDatabase database) {
    return ShownChanges.schema(database.dialect(), database.ddl(), BOOKKEEPING);
  }

  /// Returns the schema that the emulator prints, with what it never prints of the statements that
  /// it has executed.
  private static SchemaModel applied(
      SchemaModel before, List<List<String>> statements, SchemaModel printed) {
    Overlay overlay = Overlay.empty(before.dialect()).with(before);
    for (String statement : statements.stream().flatMap(List::stream).toList()) {
      if (BOOKKEEPING.stream().noneMatch(statement.toUpperCase(Locale.ROOT)::contains)) {
        overlay = overlay.held(statement);
      }
    }
    return overlay.with(printed).model();
  }

  /// Returns what a preview shows; nothing if no change set is pending.
  private Optional<ShownChanges> shown(TestDatabase database, String file, RunOptions options) {
    Changelog changelog =
        new ChangelogReader(
                new ChangelogSettings(
                    directory,
                    file,
                    List.of(),
                    options.contexts(),
                    options.labels(),
                    options.parameters()))
            .read(database.dialect());
    PreviewBasis basis =
        Bases.live(
            database.dialect(),
            database.ddl(),
            BOOKKEEPING,
            history(database),
            Optional.of(rows(database)));
    if (new Previewer(basis, changelog, Map.of()).plan().pending().isEmpty()) {
      return Optional.empty();
    }
    try (ReplayEmulator emulator = emulator()) {
      ShownChanges oneByOne = ShownChanges.oneByOne(basis, changelog, emulator);
      ShownChanges inGroups = ShownChanges.inGroups(basis, changelog, emulator);

      assertThat(inGroups.changeSets()).isEqualTo(oneByOne.changeSets());
      assertThat(inGroups.after()).isEqualTo(oneByOne.after());
      return Optional.of(oneByOne);
    }
  }

  private static List<HistoryRow> history(TestDatabase database) {
    Time time = new SystemTime();
    try (SpannerConnection connection =
        SpannerConnection.open(
            database.settings(), Optional.empty(), time, new Retry(time, () -> 0.5))) {
      return connection.database(connection.describe(), "test").view().history();
    }
  }

  private static ReplayEmulator emulator() {
    Time time = new SystemTime();
    return EmulatorReplay.at(
        EmulatorServer.running().host(),
        time,
        new Retry(time, () -> 0.5),
        new Stop(time, _ -> {}),
        () -> ThreadLocalRandom.current().nextLong());
  }

  private static LiveDatabase rows(TestDatabase database) {
    return new LiveDatabase() {
      @Override
      public List<List<String>> query(String sql) {
        return database.rows(sql);
      }

      @Override
      public List<HistoryRow> history() {
        return List.of();
      }
    };
  }

  private static List<String> statements(long seed, Dialect dialect) {
    RandomDdl random = new RandomDdl(dialect, seed);
    // The name of the database is in those that change it.
    return Stream.generate(random::next)
        .filter(statement -> !statement.startsWith("ALTER DATABASE"))
        .limit(STATEMENTS)
        .toList();
  }

  /// Returns the statements that a database accepts after one another.
  ///
  /// Without those that give a table the name of another table's synonym: Spanner [rejects
  /// them](https://cloud.google.com/spanner/docs/table-name-synonym). Emulator 1.5.28 does not, and
  /// which of the two tables it takes for the name later depends on how the statements are divided
  /// into requests.
  private static List<String> accepted(long seed, Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    List<String> accepted = new ArrayList<>();
    SchemaModel model = SchemaModel.empty(dialect);
    for (String statement : statements(seed, dialect)) {
      SchemaModel after = SchemaStatements.apply(model, statement);
      if (hasAmbiguousName(after)) {
        continue;
      }
      try {
        database.execute(statement);
        accepted.add(statement);
        model = after;
      } catch (RuntimeException _) {
        // Most of them are mistakes.
      }
    }
    return accepted;
  }

  private static boolean hasAmbiguousName(SchemaModel model) {
    List<Name> names = new ArrayList<>();
    for (Table table : model.objects(Table.class)) {
      names.add(table.name().name());
      names.addAll(table.traits().synonyms());
    }
    return Set.copyOf(names).size() < names.size();
  }

  /// Writes them into change sets of one to three statements.
  private void write(long seed, List<String> statements) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
    int left = 0;
    for (int i = 0; i < statements.size(); i++) {
      if (left == 0) {
        text.append("--changeset ann:").append(i).append('\n');
        left = 1 + random.nextInt(3);
      }
      text.append(statements.get(i)).append(";\n");
      left--;
    }
    new Repository(directory).write("changelog.sql", text.toString());
  }
}
