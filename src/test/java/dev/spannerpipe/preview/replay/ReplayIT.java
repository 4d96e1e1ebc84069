package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spannerpipe.plan.Batcher;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pending change sets in the emulator: what each of them does, and what is reported about it.
@Concurrent
class ReplayIT {
  private static final Dialect GOOGLE_SQL = Dialect.GOOGLE_STANDARD_SQL;
  private static final String TABLE = "CREATE TABLE T (A INT64, B STRING(10)) PRIMARY KEY (A)";

  private ReplayEmulator emulator;

  @BeforeEach
  void open() {
    Time time = new SystemTime();
    emulator =
        EmulatorReplay.at(
            EmulatorServer.running().host(),
            time,
            new Retry(time, () -> 0.5),
            new Stop(time, _ -> {}),
            () -> ThreadLocalRandom.current().nextLong());
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void eachChangeSetHasTheSchemaBeforeAndAfterIt() {
    List<ReplayedGroup> groups =
        replay(
                List.of(TABLE),
                ChangeSets.of("1", "CREATE INDEX I ON T (B)"),
                ChangeSets.of("2", "DROP INDEX I", "ALTER TABLE T DROP COLUMN B"))
            .groups();

    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).before()).singleElement().asString().contains("B STRING(10)");
    assertThat(groups.get(0).after()).hasSize(2).contains("CREATE INDEX I ON T(B)");
    assertThat(groups.get(1).before()).isEqualTo(groups.get(0).after());
    assertThat(groups.get(1).after()).singleElement().asString().doesNotContain("B STRING(10)");
    assertThat(groups.get(1).changeSets().getFirst().statements())
        .containsExactly(
            new ReplayedStatement("DROP INDEX I", false),
            new ReplayedStatement("ALTER TABLE T DROP COLUMN B", false));
  }

  @Test
  void aMistakeInTheMiddleIsReportedOnceAndTheRestIsReplayed() {
    List<ReplayedGroup> groups =
        replay(
                List.of(TABLE),
                ChangeSets.of("1", "CREATE TABLE U (A INT64) PRIMARY KEY (A)"),
                ChangeSets.of(
                    "2",
                    "CREATE INDEX I ON U (A)",
                    "CREATE TABLE V (A INT65) PRIMARY KEY (A)",
                    "CREATE INDEX J ON V (A)",
                    "ALTER TABLE U ADD COLUMN B INT64"),
                ChangeSets.of("3", "CREATE INDEX K ON V (A)", "ALTER TABLE T ADD COLUMN C INT64"))
            .groups();

    ReplayedChangeSet second = groups.get(1).changeSets().getFirst();
    assertThat(second.rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.statement()).startsWith("CREATE TABLE V");
              assertThat(rejected.location()).isEqualTo(new SourceLocation("schema.sql", 3));
              assertThat(rejected.rejection().code()).isEqualTo(StatusCode.INTERNAL);
              assertThat(rejected.kind()).isEqualTo(RejectionKind.CERTAIN);
            });
    assertThat(second.partial())
        .containsExactly(
            new PartialStatement(
                new SourceLocation("schema.sql", 4),
                "CREATE INDEX J ON V (A)",
                List.of("depends on what is left out"),
                true));
    ReplayedChangeSet third = groups.get(2).changeSets().getFirst();
    assertThat(third.rejected()).isEmpty();
    assertThat(third.partial()).hasSize(1);
    assertThat(String.join("\n", groups.getLast().after()))
        .contains("CREATE INDEX I ON U(A)", "  B INT64", "  C INT64")
        .doesNotContain("TABLE V");
  }

  @Test
  void whatAlreadyExistsIsAMistakeAndStaysUsable() {
    List<ReplayedGroup> groups =
        replay(List.of(TABLE), ChangeSets.of("1", TABLE, "ALTER TABLE T ADD COLUMN C INT64"))
            .groups();

    ReplayedChangeSet only = groups.getFirst().changeSets().getFirst();
    assertThat(only.rejected())
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.rejection().message())
                    .isEqualTo("Duplicate name in schema: T."));
    assertThat(only.partial()).isEmpty();
    assertThat(groups.getFirst().after()).singleElement().asString().contains("C INT64");
  }

  @Test
  void whatTheEmulatorLacksIsNoMistake() {
    ReplayedChangeSet only =
        replay(
                List.of(TABLE),
                ChangeSets.of(
                    "1",
                    "CREATE ROLE r",
                    "GRANT SELECT ON TABLE T TO ROLE r",
                    "ALTER TABLE T ADD COLUMN C TIMESTAMP ON UPDATE (CURRENT_TIMESTAMP())",
                    "CREATE TABLE U (A INT64 TEMPERATURE COLD) PRIMARY KEY (A)"))
            .groups()
            .getFirst()
            .changeSets()
            .getFirst();

    assertThat(only.partial())
        .extracting(PartialStatement::without, PartialStatement::leftOut)
        .containsExactly(
            tuple(List.of("roles"), true),
            tuple(List.of("fine-grained access control"), true),
            tuple(List.of("ON UPDATE"), false));
    assertThat(only.rejected())
        .extracting(RejectedStatement::kind)
        .containsExactly(RejectionKind.UNCERTAIN);
  }

  @Test
  void rowsOfChangeSetsContradictLaterOnes() {
    List<ReplayedGroup> groups =
        replay(
                List.of(TABLE),
                ChangeSets.of(
                    "1",
                    "INSERT INTO T (A, B) VALUES (1, 'x')",
                    "INSERT INTO T (A, B) VALUES (2, 'x')"),
                ChangeSets.of("2", "CREATE UNIQUE INDEX I ON T (B)"),
                ChangeSets.of("3", "INSERT INTO T (A, B) VALUES (1, 'y')"),
                ChangeSets.of("4", "UPDATE T SET Nope = 1 WHERE true"),
                ChangeSets.of("5", "UPDATE T SET B = NEW_UUID() WHERE true"))
            .groups();

    assertThat(groups)
        .extracting(ReplayIT::kinds)
        .containsExactly(
            List.of(),
            List.of(RejectionKind.CERTAIN),
            List.of(RejectionKind.UNCERTAIN),
            List.of(RejectionKind.CERTAIN),
            List.of(RejectionKind.UNCERTAIN));
    assertThat(groups.get(2).changeSets().getFirst().rejected().getFirst().rejection().code())
        .isEqualTo(StatusCode.ALREADY_EXISTS);
  }

  @Test
  void aStepThatNeedsTheSchemaIsMadeFromTheReplay() {
    Step.Live step =
        new Step.Live(
            "addDefault",
            new SourceLocation("schema.yaml", 7),
            database ->
                List.of(
                    "ALTER TABLE T ADD COLUMN "
                        + database
                            .query(
                                "SELECT MAX(COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS WHERE"
                                    + " TABLE_NAME = 'T'")
                            .getFirst()
                            .getFirst()
                        + "2 INT64"));

    assertThat(
            replay(List.of(TABLE), ChangeSets.withSteps("1", List.of(step)))
                .groups()
                .getFirst()
                .after())
        .singleElement()
        .asString()
        .contains("B2 INT64");
  }

  @Test
  void preconditionsOnTheSchemaAreAskedOfTheReplayAndThoseOnRowsOfTheDatabase() {
    String index = "CREATE INDEX I%s ON T (B)";
    List<ReplayedGroup> unknown =
        replay(
                List.of(TABLE),
                ChangeSets.guarded("1", condition(false), index.formatted(1)),
                ChangeSets.guarded("2", condition(true), index.formatted(2)))
            .groups();
    assertThat(unknown.get(0).changeSets().getFirst().outcome())
        .contains(new Outcome.Skip("found T"));
    assertThat(unknown.get(0).after()).hasSize(1);
    assertThat(unknown.get(1).changeSets().getFirst().outcome()).isEmpty();
    assertThat(unknown.get(1).changeSets().getFirst().outcomeUnknown()).isTrue();
    assertThat(unknown.get(1).after()).hasSize(2);

    LiveDatabase live =
        new LiveDatabase() {
          @Override
          public List<List<@Nullable String>> query(String sql) {
            return List.of(List.of("live"));
          }

          @Override
          public List<HistoryRow> history() {
            return List.of();
          }
        };
    ReplayedChangeSet known =
        Replay.run(
                emulator,
                setup(List.of(TABLE), Optional.of(live)),
                plan(
                    GOOGLE_SQL,
                    planned(ChangeSets.guarded("2", condition(true), index.formatted(2)))))
            .groups()
            .getFirst()
            .changeSets()
            .getFirst();
    assertThat(known.outcome()).contains(new Outcome.Skip("found live"));
    assertThat(known.outcomeUnknown()).isFalse();
  }

  /// Emulator 1.5.28 aborts if the second column has a default.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aColumnThatIsDeclaredTwiceIsRejectedBeforeTheEmulatorSeesIt(Dialect dialect) {
    String twice =
        dialect == GOOGLE_SQL
            ? "CREATE TABLE t (id INT64, b INT64, B INT64 DEFAULT (1)) PRIMARY KEY (id)"
            : "CREATE TABLE t (id bigint PRIMARY KEY, b bigint, b bigint DEFAULT 1)";
    String other =
        dialect == GOOGLE_SQL
            ? "CREATE TABLE u (id INT64) PRIMARY KEY (id)"
            : "CREATE TABLE u (id bigint PRIMARY KEY)";
    Replay.Setup setup =
        new Replay.Setup(
            dialect, List.of(), Set.of(), Optional.empty(), List.of(), List.of(), Optional.empty());

    List<ReplayedGroup> groups =
        Replay.run(
                emulator,
                setup,
                plan(dialect, planned(ChangeSets.of("1", other, twice, "DROP TABLE u"))))
            .groups();

    assertThat(groups.getFirst().changeSets().getFirst().rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.rejection().words()).startsWith("Duplicate column name t.");
              assertThat(rejected.kind()).isEqualTo(RejectionKind.CERTAIN);
            });
    assertThat(groups.getFirst().after()).isEmpty();
  }

  /// Such statements end emulator 1.5.28.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theEmulatorSurvivesAStreamThatWatchesSomethingElseAfterAChange(Dialect dialect) {
    String table =
        dialect == GOOGLE_SQL
            ? "CREATE TABLE t (id INT64, b INT64) PRIMARY KEY (id)"
            : "CREATE TABLE t (id bigint PRIMARY KEY, b bigint)";
    Replay.Setup setup =
        new Replay.Setup(
            dialect, List.of(), Set.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
    List<PlannedChangeSet> all =
        planned(
            ChangeSets.of("1", table, "CREATE CHANGE STREAM s FOR ALL"),
            ChangeSets.of("2", "ALTER TABLE t DROP COLUMN b", "ALTER CHANGE STREAM s SET FOR t()"),
            ChangeSets.of("3", "ALTER CHANGE STREAM s DROP FOR ALL", "DROP TABLE t"));

    List<ReplayedGroup> groups = Replay.run(emulator, setup, plan(dialect, all)).groups();

    assertThat(rejected(groups)).isEmpty();
    assertThat(groups.getLast().after())
        .singleElement()
        .asString()
        .startsWith("CREATE CHANGE STREAM s")
        .doesNotContain("FOR");
    assertThat(groups.get(1).changeSets().getFirst().statements())
        .contains(new ReplayedStatement("ALTER CHANGE STREAM s SET FOR t()", false));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void groupsShowTheSameAsOneByOne(Dialect dialect) {
    boolean google = dialect == GOOGLE_SQL;
    String columns =
        google ? " (A INT64, B STRING(10)) PRIMARY KEY (A)" : " (A bigint PRIMARY KEY, B varchar)";
    List<ChangeSet> changeSets = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      changeSets.add(ChangeSets.of("t" + i, "CREATE TABLE T" + i + columns));
      changeSets.add(ChangeSets.of("i" + i, "CREATE INDEX I" + i + " ON T" + i + " (B)"));
      changeSets.add(ChangeSets.of("r" + i, "CREATE ROLE r" + i));
    }
    changeSets.add(ChangeSets.of("wrong", "CREATE INDEX Wrong ON Missing (B)"));
    changeSets.add(ChangeSets.of("drop", "DROP INDEX I0", "DROP TABLE T0"));
    changeSets.add(ChangeSets.of("data", "INSERT INTO T1 (A, B) VALUES (1, 'x')"));
    List<PlannedChangeSet> all = planned(changeSets.toArray(ChangeSet[]::new));
    Replay.Setup setup =
        new Replay.Setup(
            dialect, List.of(), Set.of(), Optional.empty(), List.of(), List.of(), Optional.empty());

    List<ReplayedGroup> together = Replay.run(emulator, setup, plan(dialect, all)).groups();
    List<ReplayedGroup> oneByOne =
        Replay.run(emulator, setup, plan(dialect, all.subList(0, 40))).groups();

    assertThat(together).hasSizeLessThan(40);
    assertThat(oneByOne).hasSize(40);
    assertThat(changeSetsOf(together)).isEqualTo(all);
    assertThat(rejected(together)).singleElement().asString().containsIgnoringCase("missing");
    assertThat(together)
        .allSatisfy(
            group ->
                assertThat(
                        group.changeSets().stream()
                            .flatMap(each -> each.statements().stream())
                            .flatMap(each -> new TouchedObjects(dialect).of(each.text()).stream()))
                    .doesNotHaveDuplicates());
    assertThat(together.getLast().after())
        .containsAll(
            oneByOne.getLast().after().stream().filter(each -> !each.contains("0")).toList())
        .hasSize(58);
    assertThat(partial(together.stream().limit(40).toList()))
        .startsWith(partial(oneByOne).toArray(PartialStatement[]::new));
  }

  /// The emulator lacks I and J because of mistakes, which are reported already.
  @Test
  void whatIsLeftOutIsLeftOutAlsoBehindAMistake() {
    List<PlannedChangeSet> all =
        planned(
            ChangeSets.of("1", "CREATE INDEX I ON Missing (B)", "CREATE INDEX J ON Missing (B)"),
            ChangeSets.of("2", "INSERT INTO T (A) VALUES (1)"),
            ChangeSets.of("3", "CREATE INDEX K ON Missing (B)"),
            ChangeSets.of("4", "DROP INDEX I"),
            ChangeSets.of("5", "INSERT INTO T (A) VALUES (2)"),
            ChangeSets.of("6", "CREATE INDEX L ON Missing (B)", "DROP INDEX J"));

    List<ReplayedGroup> oneByOne = oneByOne(List.of(TABLE), all);
    List<ReplayedGroup> inGroups = inGroups(List.of(TABLE), all);

    assertThat(oneByOne).hasSize(6);
    assertThat(rejected(oneByOne)).containsOnly("Table not found: Missing").hasSize(4);
    assertThat(partial(oneByOne))
        .extracting(PartialStatement::statement)
        .containsExactly("DROP INDEX I", "DROP INDEX J");
    assertThat(rejected(inGroups)).isEqualTo(rejected(oneByOne));
    assertThat(partial(inGroups)).isEqualTo(partial(oneByOne));
  }

  @Test
  void whatIsCreatedAfterAMistakeIsThereForTheRestOfItsGroup() {
    List<PlannedChangeSet> all =
        planned(
            ChangeSets.of("1", "CREATE TABLE V (A INT65) PRIMARY KEY (A)"),
            ChangeSets.of("2", "INSERT INTO T (A) VALUES (1)"),
            ChangeSets.of("3", "CREATE TABLE V (A INT64) PRIMARY KEY (A)"),
            ChangeSets.of("4", "CREATE INDEX J ON V (A)"));

    List<ReplayedGroup> groups = inGroups(List.of(TABLE), all);

    assertThat(groups).hasSize(3);
    assertThat(partial(groups)).isEmpty();
    assertThat(groups.getLast().after()).contains("CREATE INDEX J ON V(A)");
  }

  @Test
  void changesOfATableUnderTwoNamesAreNoGroup() {
    List<PlannedChangeSet> all =
        planned(
            ChangeSets.of("1", "ALTER TABLE T ADD COLUMN C INT64"),
            ChangeSets.of("2", "ALTER TABLE S ADD COLUMN D INT64"),
            ChangeSets.of("3", "CREATE TABLE U (A INT64) PRIMARY KEY (A)"),
            ChangeSets.of("4", "ALTER TABLE U ADD SYNONYM V"),
            ChangeSets.of("5", "ALTER TABLE V ADD COLUMN E INT64"));

    List<ReplayedGroup> groups =
        inGroups(List.of("CREATE TABLE T (A INT64, SYNONYM (S)) PRIMARY KEY (A)"), all);

    assertThat(groups).extracting(group -> group.changeSets().size()).containsExactly(1, 2, 1, 1);
    assertThat(rejected(groups)).isEmpty();
  }

  /// Emulator 1.5.28 cannot rename a table that refers to itself, so the new name is missing there.
  @Test
  void aTableThatTheEmulatorCannotRenameIsNoMistakeUnderItsNewName() {
    List<ReplayedGroup> groups =
        replay(
                List.of(
                    "CREATE TABLE T (A INT64, P INT64, FOREIGN KEY (P) REFERENCES T (A)) PRIMARY KEY (A)"),
                ChangeSets.of("1", "ALTER TABLE T RENAME TO U"),
                ChangeSets.of("2", "ALTER TABLE U ADD COLUMN B INT64"))
            .groups();

    assertThat(kinds(groups.get(0))).containsExactly(RejectionKind.GAP);
    assertThat(kinds(groups.get(1))).isEmpty();
    assertThat(partial(groups))
        .extracting(PartialStatement::statement, PartialStatement::without)
        .containsExactly(
            tuple("ALTER TABLE U ADD COLUMN B INT64", List.of("depends on what is left out")));
  }

  @Test
  void whatAMistakeWouldNameStaysUsableIfItIsThere() {
    List<ReplayedGroup> groups =
        replay(
                List.of(TABLE, "CREATE INDEX I ON T (B)"),
                ChangeSets.of("1", "ALTER TABLE Missing RENAME TO T"),
                ChangeSets.of("2", "CREATE INDEX I ON Missing (B)"),
                ChangeSets.of("3", "DROP INDEX I", "ALTER TABLE T ADD COLUMN C INT64"))
            .groups();

    assertThat(kinds(groups.get(0))).containsExactly(RejectionKind.CERTAIN);
    assertThat(kinds(groups.get(1))).containsExactly(RejectionKind.CERTAIN);
    assertThat(partial(groups)).isEmpty();
    assertThat(groups.getLast().after()).singleElement().asString().contains("C INT64");
  }

  @Test
  void aLargeEmulatorIsStartedAgainAndTheSchemaIsMadeAgain() {
    int[] restarts = {0};
    ReplayEmulator large =
        new ReplayEmulator() {
          @Override
          public ReplayDatabase newDatabase(Dialect dialect) {
            return emulator.newDatabase(dialect);
          }

          @Override
          public OptionalLong memoryBytes() {
            return OptionalLong.of(restarts[0] == 0 ? 400_000_001 : 300_000_000);
          }

          @Override
          public boolean restart() {
            restarts[0]++;
            return true;
          }

          @Override
          public void close() {}
        };

    List<ReplayedGroup> groups =
        Replay.run(
                large,
                setup(List.of(TABLE), Optional.empty()),
                plan(
                    GOOGLE_SQL,
                    planned(
                        ChangeSets.of("1", "CREATE INDEX I ON T (B)", "CREATE ROLE r"),
                        ChangeSets.of("2", "CREATE INDEX J ON T (B)"))))
            .groups();

    assertThat(restarts[0]).isEqualTo(1);
    assertThat(groups).extracting(ReplayedGroup::rowsLost).containsExactly(false, true);
    assertThat(groups.get(1).before()).isEqualTo(groups.get(0).after());
    assertThat(groups.get(1).after()).contains("CREATE INDEX I ON T(B)", "CREATE INDEX J ON T(B)");
  }

  private static List<PartialStatement> partial(List<ReplayedGroup> groups) {
    return groups.stream()
        .flatMap(group -> group.changeSets().stream())
        .flatMap(each -> each.partial().stream())
        .toList();
  }

  private static List<PlannedChangeSet> changeSetsOf(List<ReplayedGroup> groups) {
    return groups.stream()
        .flatMap(group -> group.changeSets().stream())
        .map(ReplayedChangeSet::planned)
        .toList();
  }

  private static List<String> rejected(List<ReplayedGroup> groups) {
    return groups.stream()
        .flatMap(group -> group.changeSets().stream())
        .flatMap(each -> each.rejected().stream())
        .map(each -> each.rejection().message())
        .toList();
  }

  private static List<RejectionKind> kinds(ReplayedGroup group) {
    return group.changeSets().getFirst().rejected().stream().map(RejectedStatement::kind).toList();
  }

  /// Asks for a table's name, or for a row.
  private static Precondition condition(boolean rows) {
    return new Precondition() {
      @Override
      public boolean needsDatabase() {
        return true;
      }

      @Override
      public boolean needsRows() {
        return rows;
      }

      @Override
      public String text() {
        return "condition";
      }

      @Override
      public String words() {
        return "only if the condition holds";
      }

      @Override
      public Outcome check(LiveDatabase database) {
        return new Outcome.Skip(
            "found "
                + database
                    .query(
                        "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ''")
                    .getFirst()
                    .getFirst());
      }
    };
  }

  private List<ReplayedGroup> oneByOne(List<String> baseline, List<PlannedChangeSet> all) {
    return Replays.oneByOne(emulator, setup(baseline, Optional.empty()), plan(GOOGLE_SQL, all))
        .groups();
  }

  private List<ReplayedGroup> inGroups(List<String> baseline, List<PlannedChangeSet> all) {
    return Replays.inGroups(emulator, setup(baseline, Optional.empty()), plan(GOOGLE_SQL, all))
        .groups();
  }

  private Replay.Result replay(List<String> baseline, ChangeSet... pending) {
    return Replay.run(
        emulator, setup(baseline, Optional.empty()), plan(GOOGLE_SQL, planned(pending)));
  }

  private static Replay.Setup setup(List<String> baseline, Optional<LiveDatabase> rows) {
    return new Replay.Setup(
        GOOGLE_SQL, baseline, Set.of(), Optional.empty(), List.of(), List.of(), rows);
  }

  private static Plan plan(Dialect dialect, List<PlannedChangeSet> pending) {
    return new Plan(
        dialect,
        pending,
        new Batcher(dialect).all(pending),
        List.of(),
        List.of(),
        List.of(),
        0,
        "digest");
  }

  private static List<PlannedChangeSet> planned(ChangeSet... changeSets) {
    return Arrays.stream(changeSets)
        .map(each -> new PlannedChangeSet(each, PlannedChangeSet.Reason.NEW, 0))
        .toList();
  }
}
