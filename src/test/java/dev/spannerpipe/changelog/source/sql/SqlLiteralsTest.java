package dev.spannerpipe.changelog.source.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.SqlChangelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines inside of literals and block comments that look like instructions for Liquibase. What
/// Liquibase makes of them was measured with its parser, version 4.33.0.
class SqlLiteralsTest {
  private static final String HEADER = "--liquibase formatted sql\n--changeset ann:1\n";

  @TempDir Path directory;
  private Repository repository;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
    changelog = new SqlChangelog(repository);
  }

  private static String cut(int number, String line, int literal) {
    return "changelog.sql:%d has \"%s\" in a literal that begins in line %d, which Liquibase reads as an instruction and cuts out of the literal. Move the statement to a file of its own, and run that file with sqlFile from a YAML, JSON or XML changelog, unless it has been applied in this form."
        .formatted(number, line, literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- comment: the orders",
        "--rollback of the deployment",
        "--property name:a value:b",
        "--ignoreLines:1",
        "--validCheckSum: any",
        "--preconditions onFail:MARK_RAN",
        "--precondition-table-exists table:t",
        "--precondition-sql-check expectedResult:0 SELECT 1"
      })
  void areRejectedWhereLiquibaseTakesThemForInstructions(String line) {
    changelog.write(HEADER + "SELECT '''a\n" + line + "\nb''';\n");

    changelog.isRejectedUntilApplied(cut(4, line, 3));
  }

  @Test
  void areRejectedWhereLiquibaseTakesThemForRollbackSql() {
    changelog.write(
        HEADER + "SELECT\n\n  \"\"\"a\n/* liquibase rollback\nDROP TABLE t\n*/\n\"\"\";\n");

    changelog.isRejectedUntilApplied(cut(6, "/* liquibase rollback", 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a\n--rollback of the deployment\nit''s b';\n",
        "SELECT $$a\n--rollback of the deployment\n'$$;\n",
        "SELECT $x$a\n--rollback of the deployment\n$$ '$x$;\n",
        "SELECT E'a\\'\n--rollback of the deployment\nb';\n",
        "SELECT 1 AS \"a\n--rollback of the deployment\nb\";\n"
      })
  void areRejectedByTheRulesOfPostgres(String sql) {
    changelog.write(HEADER + sql);

    assertThat(problems(Dialect.POSTGRESQL)).contains(cut(4, "--rollback of the deployment", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it''s' AS \"a\";\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT $$a'$$;\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT 1 -- it's\n;\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT 'a\n--rollbak DROP TABLE t\n---rollback DROP TABLE t\nb';\n"
      })
  void areNoProblemInPostgresWhereTheyAreOutsideOfLiterals(String sql) {
    changelog.write(HEADER + sql);

    assertThat(problems(Dialect.POSTGRESQL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it\\'s', '''it's''', r\"\"\"\\\"\"\"\"\"\";\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT 1 # it's\n;\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT 1 /* it's */;\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT 1;\n--ignoreLines:1\nit's\n--rollback DROP TABLE t\nSELECT 'b';\n",
        "SELECT 1;\n/* liquibase rollback\nit's\n*/\n--comment it's\nSELECT 'b';\n",
        // What Liquibase leaves alone in a literal is SQL as it is written.
        "SELECT '''a\n--rollbak DROP TABLE t\n--include file:x.sql\n--chageset ann:2\n--rollback\nb''';\n"
      })
  void areNoProblemWhereTheyAreOutsideOfLiteralsOrNoInstructions(String sql) {
    changelog.write(HEADER + sql);

    changelog.hasNoProblem();
  }

  /// Each line would have to be moved.
  @Test
  void areRejectedLineByLine() {
    changelog.write(
        HEADER
            + "SELECT '''a\n--comment b\nc\n--rollback d\n''', '''\n--comment e''';\n--comment f\n"
            + "--changeset ann:2\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        cut(4, "--comment b", 3), cut(6, "--rollback d", 3), cut(8, "--comment e''';", 7));
  }

  @Test
  void areAWarningInAChangeSetThatRunsOnlyElsewhere() {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1 dbms:oracle\nSELECT '''a\n--comment b\n''';\n");

    Plan plan = changelog.plan(List.of());
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.warnings())
        .extracting(ChangelogProblem::text)
        .containsExactly(cut(4, "--comment b", 3));
  }

  @Test
  void areNoPartOfALiteralAboveTheFirstChangeSet() {
    changelog.write(
        """
        --liquibase formatted sql
        # it's
        --property name:a value:b
        # isn't
        --changeset ann:1
        SELECT '${a}';
        """);

    assertThat(problems(Dialect.POSTGRESQL)).isEmpty();
    assertThat(problems(Dialect.GOOGLE_STANDARD_SQL)).isEmpty();
  }

  /// A comment is no literal: nothing of it reaches the database.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rollback DROP TABLE t",
        "--preconditions onFail:MARK_RAN",
        "--property name:a value:b",
        "--comment spanner-pipe: partitioned-dml idempotent"
      })
  void areAWarningInABlockCommentWhereLiquibaseObeysThem(String line) {
    changelog.write(HEADER + "SELECT 1 /* a\n" + line + "\n*/;\n");

    changelog.warnsUntilApplied(
        "changelog.sql:4 has \"%s\" inside of a block comment, but Liquibase obeys it. If the instruction is meant, move it out of the comment; otherwise remove it."
            .formatted(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rollbak DROP TABLE t",
        "--context:prod",
        "--include file:x.sql",
        "--chageset ann:2",
        "--comment a",
        "--rollback"
      })
  void areCommentsInABlockCommentWhereLiquibaseDoesNotReadThem(String line) {
    changelog.write(HEADER + "SELECT 1 /* a\n" + line + "\nDROP TABLE t */;\n");
    changelog.hasNoProblem();

    if (!line.equals("--comment a")) {
      changelog.write(
          "--liquibase formatted sql\n/*\n" + line + "\n*/\n--changeset ann:1\nSELECT 1;\n");
      changelog.hasNoProblem();
    }
  }

  private List<String> problems(Dialect dialect) {
    return repository.read("changelog.sql", dialect).problems().stream()
        .map(ChangelogProblem::text)
        .toList();
  }
}
