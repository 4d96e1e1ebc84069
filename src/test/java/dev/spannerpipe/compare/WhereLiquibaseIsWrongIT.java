package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the pipe is not as Liquibase on purpose, case by case: what either gives. A test that
/// fails on Liquibase's side says that a new version of it mended the case.
class WhereLiquibaseIsWrongIT {
  private static final String CHANGELOG = "where-liquibase-is-wrong/changelog.yaml";

  private static Comparison both;

  @BeforeAll
  static void runBoth(@TempDir Path directory) {
    both = Comparison.in(directory);
    both.repository().copyFixture("where-liquibase-is-wrong");
    both.liquibase().update(CHANGELOG).succeeded();
    both.pipe().apply(CHANGELOG).succeeded();
  }

  @Test
  void everythingEndsWellWithThePipe() {
    assertThat(both.pipe().apply(CHANGELOG).output()).contains("✔ Nothing to do");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          on_delete_child  | FOREIGN KEY(parent) REFERENCES on_delete(id), | FOREIGN KEY(parent) REFERENCES on_delete(id) ON DELETE CASCADE,
          modify_data_type | added STRING(20) NOT NULL,                    | added STRING(20) NOT NULL DEFAULT ('a'),
          add_not_null     | added STRING(10) NOT NULL,                    | added STRING(10) NOT NULL DEFAULT ('a'),
          drop_not_null    | added STRING(10),                             | added STRING(10) DEFAULT ('a'),
          """)
  void losesNothing(String table, String theirs, String ours) {
    assertThat(definition(both.theirs().ddl(), table)).contains(theirs).doesNotContain(ours);
    assertThat(definition(both.ours().ddl(), table)).contains(ours).doesNotContain(theirs);
  }

  /// `columnDataType` says what the column is; it is no order to make it something else.
  @Test
  void changesNoTypeThatNobodyAskedToChange() {
    assertThat(definition(both.theirs().ddl(), "not_null_other_type"))
        .contains("added STRING(10) NOT NULL");
    assertThat(definition(both.ours().ddl(), "not_null_other_type"))
        .contains("added STRING(100) NOT NULL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not-null-without-type | not_null_without_type | added STRING(100) NOT NULL,
          not-null-number       | not_null_number       | whole INT64 NOT NULL,
          create-table-default  | with_default          | text STRING(10) DEFAULT ('abc'),
          create-table-computed | with_computed         | moment TIMESTAMP DEFAULT (CURRENT_TIMESTAMP()),
          create-if-not-exists  | create_if_not_exists  | id INT64,
          add-column-number     | add_column_number     | added INT64 DEFAULT (7),
          quotes-in-default     | quotes_in_default     | added STRING(10) DEFAULT ('it\\'s'),
          sequence-default      | sequence_default      | added INT64 DEFAULT (GET_NEXT_SEQUENCE_VALUE(SEQUENCE numbers)),
          reserved-word         | `order`               | `select` STRING(10),
          """)
  void makesWhatLiquibaseCannot(String changeSet, String table, String ours) {
    assertThat(isApplied(both.theirs().rows("SELECT ID FROM DATABASECHANGELOG"), changeSet))
        .isFalse();
    assertThat(definition(both.ours().ddl(), table)).contains(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "backslash, text, C:\\ x",
    "line-break, text, 'a\nb'",
    "number-as-text, whole, 5",
    "truth-as-text, truth, true",
    "document, document, '{\"a\":1}'",
    "load-numeric, exact, 1.5",
    "load-null, whole, null",
    "load-without-types, text, one",
  })
  void writesRowsThatLiquibaseCannot(String changeSet, String column, String ours) {
    assertThat(isApplied(both.theirs().rows("SELECT ID FROM DATABASECHANGELOG"), changeSet))
        .isFalse();
    assertThat(both.ours().rows(select(changeSet, column))).containsExactly(List.of(ours));
  }

  @ParameterizedTest
  @CsvSource({
    "backslash-n, text, 'a\nb', a\\nb",
    "load-moment, moment, 2026-01-31T20:00:00Z, 2026-01-31T12:00:00Z",
    "environment, text, Java Platform API Specification, ${java.specification.name}",
  })
  void writesWhatIsWritten(String changeSet, String column, String theirs, String ours) {
    assertThat(both.theirs().rows(select(changeSet, column))).containsExactly(List.of(theirs));
    assertThat(both.ours().rows(select(changeSet, column))).containsExactly(List.of(ours));
  }

  /// Liquibase evaluates the first row's expression for all rows.
  @Test
  void evaluatesEachRowsOwnExpression() {
    String rows = "SELECT text FROM load_computed ORDER BY id";
    assertThat(both.theirs().rows(rows)).containsExactly(List.of("ab"), List.of("ab"));
    assertThat(both.ours().rows(rows)).containsExactly(List.of("ab"), List.of("C"));
  }

  /// Liquibase sends the comment as a statement.
  @Test
  void takesACommentForNothing() {
    assertThat(isApplied(both.theirs().rows("SELECT ID FROM DATABASECHANGELOG"), "only-a-comment"))
        .isFalse();
    assertThat(isApplied(both.ours().rows("SELECT ID FROM DATABASECHANGELOG"), "only-a-comment"))
        .isTrue();
  }

  /// Liquibase finds no column in a column that is there, and cannot ask about rows.
  @Test
  void answersPreconditions() {
    String history =
        "SELECT ID, EXECTYPE FROM DATABASECHANGELOG"
            + " WHERE ID IN ('column-exists', 'table-is-empty') ORDER BY ID";
    assertThat(both.theirs().rows(history)).containsExactly(List.of("column-exists", "MARK_RAN"));
    assertThat(both.ours().rows(history))
        .containsExactly(
            List.of("column-exists", "EXECUTED"), List.of("table-is-empty", "EXECUTED"));
  }

  private static String select(String changeSet, String column) {
    return "SELECT t." + column + " FROM " + changeSet.replace('-', '_') + " AS t";
  }

  private static boolean isApplied(List<List<String>> ids, String changeSet) {
    return ids.contains(List.of(changeSet));
  }

  private static String definition(List<String> ddl, String table) {
    return ddl.stream()
        .filter(statement -> statement.startsWith("CREATE TABLE " + table + " ("))
        .findFirst()
        .orElseThrow();
  }
}
