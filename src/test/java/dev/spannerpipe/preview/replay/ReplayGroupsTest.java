package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.FixedCondition;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.sql.Dialect;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which change sets are replayed together, so that each effect has one owner.
class ReplayGroupsTest {
  private static final TouchedObjects OBJECTS = new TouchedObjects(Dialect.GOOGLE_STANDARD_SQL);

  @Test
  void changeSetsOfDifferentObjectsAreOneGroup() {
    assertThat(
            groups(
                ChangeSets.of("1", "CREATE TABLE t (a INT64) PRIMARY KEY (a)"),
                ChangeSets.of("2", "CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (a)"),
                ChangeSets.of("3", "ALTER TABLE u ADD COLUMN a INT64"),
                ChangeSets.of("4", "CREATE ROLE r"),
                ChangeSets.of("5", "CREATE ROLE s")))
        .containsExactly(List.of("1", "2", "3", "4", "5"));
  }

  @Test
  void aSecondChangeOfAnObjectBeginsAGroup() {
    assertThat(
            groups(
                ChangeSets.of("1", "CREATE TABLE t (a INT64) PRIMARY KEY (a)"),
                ChangeSets.of("2", "ALTER TABLE `T` ADD COLUMN b INT64"),
                ChangeSets.of("3", "CREATE INDEX i ON t (a)"),
                ChangeSets.of("4", "DROP SEARCH INDEX I"),
                ChangeSets.of("5", "ALTER TABLE u ADD COLUMN c INT64")))
        .containsExactly(List.of("1"), List.of("2", "3"), List.of("4", "5"));
  }

  /// It changes the table's indexes, and what refers to the table.
  @Test
  void aRenameIsAlone() {
    assertThat(
            groups(
                ChangeSets.of("1", "CREATE INDEX i ON t (a)"),
                ChangeSets.of("2", "ALTER TABLE t RENAME TO u"),
                ChangeSets.of("3", "ALTER TABLE v ADD COLUMN c INT64")))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"));
  }

  @Test
  void aTableIsTheSameUnderEachOfItsNames() {
    TouchedObjects named =
        OBJECTS.with(
            List.of(
                "CREATE TABLE t (a INT64, SYNONYM (`T.Old`)) PRIMARY KEY (a)",
                "ALTER TABLE t RENAME TO u, ADD SYNONYM t",
                "ALTER TABLE s.u ADD SYNONYM s.v",
                "ALTER TABLE a RENAME TO b, ALTER TABLE c RENAME TO a",
                "RENAME TABLE w TO x, y TO z",
                "CREATE TABLE plain (synonym INT64, rename INT64) PRIMARY KEY (synonym)"));

    assertThat(named.of("ALTER TABLE t ADD COLUMN b INT64"))
        .isEqualTo(named.of("DROP TABLE u"))
        .isEqualTo(named.of("ALTER TABLE `T.Old` DROP COLUMN c"))
        .isNotEqualTo(named.of("DROP TABLE s.u"))
        .isNotEqualTo(named.of("DROP TABLE a"));
    assertThat(named.of("DROP TABLE s.u")).isEqualTo(named.of("DROP TABLE s.v"));
    assertThat(named.of("DROP TABLE a"))
        .isEqualTo(named.of("DROP TABLE b"))
        .isEqualTo(named.of("DROP TABLE c"));
    assertThat(named.of("DROP TABLE w")).isEqualTo(named.of("DROP TABLE x"));
    assertThat(named.of("DROP TABLE y")).isEqualTo(named.of("DROP TABLE z"));
    assertThat(named.of("DROP TABLE plain")).containsExactly("table plain");
    assertThat(named.of("CREATE INDEX t ON t (a)")).containsExactly("index t");
  }

  @Test
  void aTableAndItsSynonymInPostgresqlAreTheSame() {
    TouchedObjects named =
        new TouchedObjects(Dialect.POSTGRESQL)
            .with(List.of("ALTER TABLE public.a RENAME WITH SYNONYM TO B"));

    assertThat(named.of("ALTER TABLE A DROP COLUMN x")).isEqualTo(named.of("DROP TABLE b"));
  }

  @Test
  void whatIsNotClearIsAlone() {
    assertThat(
            groups(
                ChangeSets.of("1", "CREATE TABLE t (a INT64) PRIMARY KEY (a)"),
                ChangeSets.of("2", "INSERT INTO t (a) VALUES (1)"),
                ChangeSets.of("3", "CREATE INDEX i ON t (a)"),
                ChangeSets.guarded(
                    "4",
                    new FixedCondition(true, new Outcome.Run("")),
                    "CREATE TABLE u (a INT64) PRIMARY KEY (a)"),
                ChangeSets.of("5", "DROP SCHEMA s"),
                ChangeSets.of("6", "RENAME TABLE a TO b, c TO d"),
                ChangeSets.of("7", "CREATE INDEX j ON t (a)")))
        .containsExactly(
            List.of("1"),
            List.of("2"),
            List.of("3"),
            List.of("4"),
            List.of("5"),
            List.of("6"),
            List.of("7"));
  }

  @Test
  void aGroupHasAtMostSoManyChangeSets() {
    ChangeSet[] changeSets = new ChangeSet[51];
    Arrays.setAll(changeSets, i -> ChangeSets.of("" + i, "CREATE INDEX i" + i + " ON t (a)"));

    assertThat(groups(changeSets)).extracting(List::size).containsExactly(25, 25, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE UNIQUE NULL_FILTERED INDEX IF NOT EXISTS s.I ON t (a) | index s.i
          ALTER TABLE s.a RENAME TO s.b |
          RENAME TABLE a TO b |
          ALTER TABLE a RENAME TO b, ADD SYNONYM a |
          ALTER DATABASE d SET OPTIONS (default_leader = 'x') | database d
          CREATE CHANGE STREAM c FOR ALL | change stream c
          ALTER TABLE t ADD COLUMN c INT64 | table t
          CREATE PROTO BUNDLE (a.B) |
          ANALYZE |
          """)
  void objectsAreNamedWithTheirKind(String statement, String objects) {
    assertThat(OBJECTS.of(statement))
        .containsExactlyInAnyOrder(objects == null ? new String[0] : objects.split(","));
  }

  private static List<List<String>> groups(ChangeSet... changeSets) {
    return new ReplayGroups(OBJECTS, 25)
            .of(
                Arrays.stream(changeSets)
                    .map(each -> new PlannedChangeSet(each, PlannedChangeSet.Reason.NEW, 0))
                    .toList())
            .stream()
            .map(group -> group.stream().map(each -> each.changeSet().identity().id()).toList())
            .toList();
  }
}
