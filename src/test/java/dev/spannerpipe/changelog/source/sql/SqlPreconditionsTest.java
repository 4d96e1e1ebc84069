package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.SqlChangelog;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Preconditions in formatted SQL that Liquibase drops or misreads. What it makes of each form was
/// measured with its parser, version 4.33.0.
class SqlPreconditionsTest {
  @TempDir Path directory;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    changelog = new SqlChangelog(new Repository(directory));
  }

  private void write(String... lines) {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1\n"
            + String.join("\n", lines)
            + "\nSELECT 1;\n");
  }

  @Test
  void areRejectedAbovePreconditions() {
    write(
        "--precondition-sql-check expectedResult:0 SELECT 1",
        "--precondition-table-exists table:t",
        "--preconditions onFail:MARK_RAN");

    changelog.isRejectedUntilApplied(
        "changelog.sql:5 has \"--preconditions onFail:MARK_RAN\" below the precondition in line 3:"
            + " Liquibase would drop that precondition. Write \"--preconditions\" once, and above"
            + " line 3.");
  }

  @Test
  void areRejectedBetweenTwoPreconditions() {
    write(
        "--preconditions onFail:MARK_RAN",
        "--precondition-view-exists view:v",
        "-- preconditions: see above",
        "--precondition-sql-check expectedResult:0 SELECT 2");

    changelog.isRejectedUntilApplied(
        "changelog.sql:5 has \"-- preconditions: see above\" below the precondition in line 4:"
            + " Liquibase would drop that precondition. Write \"--preconditions\" once, and above"
            + " line 4.");
  }

  @Test
  void areRejectedWhereTheirHandlingIsReplaced() {
    write(
        "--preconditions onFail:MARK_RAN",
        "--preconditions onError:MARK_RAN",
        "--precondition-sql-check expectedResult:0 SELECT 2");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"--preconditions onError:MARK_RAN\" below the \"--preconditions\" in"
            + " line 3: Liquibase would drop that line. Write \"--preconditions\" once, with all"
            + " of its attributes.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 expectedResult:0 | SELECT | 1 expectedResult:0 | expectedResult:0 SELECT 1",
        "SELECT COUNT(*) FROM t | SELECT | COUNT(*) FROM t | expectedResult:<value> SELECT COUNT(*) FROM t",
        "expectedResult:select COUNT(*) FROM t | select | COUNT(*) FROM t | expectedResult:<value> select COUNT(*) FROM t",
        "with a AS (SELECT 1) SELECT 2 expectedResult = \"b c\" | with | a AS (SELECT 1) SELECT 2 expectedResult = \"b c\" | expectedResult:\"b c\" with a AS (SELECT 1) SELECT 2",
        "expectedResult 0 SELECT 1 | expectedResult | 0 SELECT 1 | expectedResult:0 SELECT 1"
      })
  void areRejectedWhereTheirExpectedResultIsMisread(
      String written, String expected, String sql, String instead) {
    String line = "--precondition-sql-check " + written;
    write(line);

    changelog.isRejectedUntilApplied(
        "changelog.sql:3 has \"%s\": Liquibase would read \"%s\" as the expected result and \"%s\" as the SQL. Write \"--precondition-sql-check %s\"."
            .formatted(SqlComment.shown(line), expected, sql, instead));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 SELECT 1",
        "--preconditions onFail:MARK_RAN\n--preconditions onFail:MARK_RAN\n--precondition-view-exists view:v",
        "--precondition-sql-check 0 SELECT 1",
        "--precondition-sql-check EXPECTEDRESULT:0 SELECT 1",
        "--precondition-sql-check expectedResult:'a b' SELECT 1",
        "--precondition-sql-check expectedResult:\"select\" SELECT 'select'",
        "--precondition-sql-check expectedResult:with WITH a AS (SELECT 1) SELECT 'with'",
        "--precondition-sql-check expectedResult:n SELECT 1",
        "--precondition-sql-check expectedResult:0 SELECT 1\n--changeset ann:2\n--preconditions onFail:MARK_RAN"
      })
  void areNoProblemWhereLiquibaseReadsThem(String lines) {
    write(lines.contains("--changeset") ? lines.replace("\n--ch", "\nSELECT 2;\n--ch") : lines);

    changelog.hasNoProblem();
  }
}
