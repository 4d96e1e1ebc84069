package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitRulesTest {
  private static final String PLAN = "Plan how to stay within the limit";
  private static final String CHANGE = "Change the plan so that it stays within the limit";

  private static String[] numbered(int from, int to, String statement) {
    return IntStream.range(from, to)
        .mapToObj(number -> statement.replace("#", Integer.toString(number)))
        .toArray(String[]::new);
  }

  private static String table(Dialect dialect) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> "CREATE TABLE t (id STRING(36), a STRING(9)) PRIMARY KEY (id)";
      case POSTGRESQL -> "CREATE TABLE t (id varchar(36) PRIMARY KEY, a varchar(9))";
    };
  }

  /// A statement that makes one more of something that the database may have.
  @ParameterizedTest
  @CsvSource({
    "4499, 5000, tables, 'CREATE TABLE n# (id STRING(36)) PRIMARY KEY (id)'",
    "4499, 5000, views, 'CREATE VIEW n# SQL SECURITY INVOKER AS SELECT 1 AS one'",
    "89, 100, database roles, CREATE ROLE n#",
    "8, 10, change streams, CREATE CHANGE STREAM n#"
  })
  void sp701ReportsALimitOfTheDatabase(int most, int limit, String what, String statement) {
    LintScenario below =
        LintScenario.of(Dialect.GOOGLE_STANDARD_SQL, List.of(numbered(0, most - 1, statement)));

    assertThat(below.then(numbered(most, most + 1, statement)).findings(LintRule.SP701)).isEmpty();
    assertThat(below.then(numbered(most + 1, most + 2, statement)).findings(LintRule.SP701))
        .containsExactly(
            "SP701 warning: After the plan, there are %d %s; Spanner accepts %d. "
                    .formatted(most + 1, what, limit)
                + PLAN);
    assertThat(below.then(numbered(most + 2, limit + 2, statement)).findings(LintRule.SP701))
        .containsExactly(
            "SP701 error: After the plan, there are %d %s; Spanner accepts %d. "
                    .formatted(limit + 1, what, limit)
                + CHANGE);
  }

  @ParameterizedTest
  @EnumSource
  void sp701ReportsALimitOfATable(Dialect dialect) {
    LintScenario columns =
        LintScenario.of(dialect, List.of(table(dialect)))
            .then(numbered(0, 919, "ALTER TABLE t ADD COLUMN c# varchar(9)"));

    assertThat(columns.findings()).isEmpty();
    assertThat(columns.then("ALTER TABLE t ADD COLUMN d varchar(9)").findings())
        .containsExactly(
            "SP701 warning: After the plan, there are 922 columns in the table t; Spanner accepts 1024. "
                + PLAN);
    assertThat(
            LintScenario.of(dialect, List.of(table(dialect)))
                .then(numbered(0, 129, "CREATE INDEX i# ON t (a)"))
                .findings(LintRule.SP701))
        .containsExactly(
            "SP701 error: After the plan, there are 129 indexes on the table t; Spanner accepts 128. "
                + CHANGE);
  }

  @Test
  void sp701ReportsALongKey() {
    String columns =
        IntStream.range(0, 15).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));

    assertThat(
            googleSql()
                .then(
                    "CREATE TABLE t (%s) PRIMARY KEY (%s)"
                        .formatted(columns.replace(",", " STRING(9),") + " STRING(9)", columns))
                .findings())
        .containsExactly(
            "SP701 warning: After the plan, there are 15 key columns in the table t; Spanner accepts 16. "
                + PLAN);
    assertThat(
            postgreSql(
                    "CREATE TABLE t (%s, PRIMARY KEY (k0))"
                        .formatted(columns.replace(",", " varchar(9),") + " varchar(9)"))
                .then("CREATE INDEX i ON t (%s)".formatted(columns))
                .findings(LintRule.SP701))
        .containsExactly(
            "SP701 warning: After the plan, there are 15 key columns in the index i; Spanner accepts 16. "
                + PLAN);
  }

  @Test
  void sp701ReportsADeepInterleaving() {
    LintScenario scenario = googleSql("CREATE TABLE t0 (k0 STRING(9)) PRIMARY KEY (k0)");
    for (int level = 1; level < 6; level++) {
      scenario.then(child(level));
    }

    assertThat(scenario.findings(LintRule.SP701)).isEmpty();
    assertThat(scenario.then(child(6)).findings(LintRule.SP701))
        .containsExactly(
            "SP701 warning: After the plan, there are 7 levels of interleaving down to the table t6; Spanner accepts 7. "
                + PLAN);
    assertThat(scenario.then(child(7)).findings(LintRule.SP701))
        .contains(
            "SP701 error: After the plan, there are 8 levels of interleaving down to the table t7; Spanner accepts 7. "
                + CHANGE);
  }

  private static String child(int level) {
    String keys =
        IntStream.rangeClosed(0, level).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    return "CREATE TABLE t%d (%s STRING(9)) PRIMARY KEY (%s), INTERLEAVE IN PARENT t%d"
        .formatted(level, keys.replace(",", " STRING(9),"), keys, level - 1);
  }

  @ParameterizedTest
  @EnumSource
  void sp701ReportsTooManyStreamsOnAColumn(Dialect dialect) {
    LintScenario scenario =
        LintScenario.of(
                dialect,
                List.of(
                    table(dialect),
                    "CREATE CHANGE STREAM a FOR ALL",
                    "CREATE CHANGE STREAM b FOR t()"))
            .then("CREATE CHANGE STREAM c FOR t(a)");

    assertThat(scenario.findings()).isEmpty();
    assertThat(scenario.then("CREATE CHANGE STREAM d FOR t").findings())
        .containsExactly(
            "SP701 warning: After the plan, there are 3 change streams on the column a of t; Spanner accepts 3. "
                + PLAN);
    assertThat(scenario.then("CREATE CHANGE STREAM e FOR t").findings())
        .containsExactly(
            "SP701 error: After the plan, there are 4 change streams on the column a of t; Spanner accepts 3. "
                + CHANGE);
  }

  @ParameterizedTest
  @EnumSource
  void sp701ReportsANameThatIsTooLong(Dialect dialect) {
    LintScenario scenario = LintScenario.of(dialect, List.of(table(dialect)));
    String name = "n".repeat(128);

    assertThat(
            scenario
                .then("ALTER TABLE t ADD COLUMN " + name + " varchar(9)")
                .findings(LintRule.SP701))
        .isEmpty();
    assertThat(
            scenario
                .then("ALTER TABLE t ADD COLUMN " + name + "n varchar(9)")
                .findings(LintRule.SP701))
        .containsExactly(
            "SP701 error: After the plan, there are 129 characters in the name of the column %sn of t; Spanner accepts 128. "
                    .formatted(name)
                + CHANGE);
  }

  @ParameterizedTest
  @EnumSource
  void sp701IgnoresALimitThatThePlanDoesNotBringNearer(Dialect dialect) {
    List<String> ddl = IntStream.range(0, 11).mapToObj(i -> "CREATE CHANGE STREAM s" + i).toList();

    assertThat(LintScenario.of(dialect, ddl).then("DROP CHANGE STREAM s1").findings(LintRule.SP701))
        .isEmpty();
  }
}
