package dev.spannerpipe.changelog.source.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.SqlChangelog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attributes of change sets, and parts of instructions, in lines where Liquibase takes them for
/// comments. What each form means for it was measured with its parser, version 4.33.0.
class MisplacedAttributesTest {
  private static final String ROLLBACK =
      "the rollback SQL would be missing. Write \"--rollback <SQL>\" without spaces before it.";
  private static final String SQL_CHECK =
      "the change set would run without this precondition. Write \"--precondition-sql-check"
          + " expectedResult:<value> <SQL>\"";

  @TempDir Path directory;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    changelog = new SqlChangelog(new Repository(directory));
  }

  private void write(String line) {
    changelog.write("--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n" + line + "\n");
  }

  private static String comment(String line, String lost) {
    return "changelog.sql:4 has \"%s\", which Liquibase reads as a comment: %s"
        .formatted(line, lost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--context:prod | the change set would run in every context | context:prod",
        "--contextFilter:\"a and b\" | the change set would run in every context | contextFilter:\"a and b\"",
        "---labels=v1 | the change set would run with any LABELS | labels:v1",
        "--labels:v1 runOnChange:true | the change set would run with any LABELS | labels:v1 runOnChange:true",
        "--dbms:oracle | the change set would run on every database | dbms:oracle"
      })
  void areRejectedWhereAChangeSetWouldRunThatMustNot(String line, String lost, String instead) {
    write(line);

    changelog.isRejectedUntilApplied(
        comment(line, lost + ". Write \"" + instead + "\" in the \"--changeset\" line."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--runOnChange:true | it would have no effect | runOnChange:true",
        "--run-on-change:true | it would have no effect | runOnChange:true",
        "--endDelimiter:@@ | it would have no effect | endDelimiter:@@",
        "--context: prod | the change set would run in every context | context:prod",
        "-- context:prod | the change set would run in every context | context:prod",
        "-- labels:v1 | the change set would run with any LABELS | labels:v1"
      })
  void areAWarningWhereTheyMayBeComments(String line, String lost, String instead) {
    write(line);

    changelog.warnsUntilApplied(
        comment(
            line,
            lost + ". Write \"" + instead + "\" in the \"--changeset\" line if that is meant."));
  }

  static List<Arguments> instructions() {
    return List.of(
        Arguments.of("--rollbackSQL DROP TABLE a;", ROLLBACK),
        Arguments.of("--rollback-sql: DROP TABLE a;", ROLLBACK),
        Arguments.of("--roll back DROP TABLE a;", ROLLBACK),
        Arguments.of(
            "--sql-check expectedResult:0 SELECT 1", SQL_CHECK + " without spaces before it."),
        Arguments.of(
            "--table-exists table:t",
            "the change set would run without this precondition. Write"
                + " \"--precondition-table-exists table:<name>\" without spaces before it."));
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void areRejectedAsPartsOfInstructions(String line, String lost) {
    write(line);
    changelog.isRejectedUntilApplied(comment(line, lost));

    write(line.replaceFirst("--", "-- "));
    changelog.warnsUntilApplied(comment(line.replaceFirst("--", "-- "), lost));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--preconditionsqlcheck expectedResult:0 SELECT 1",
        "--preconditions-sql-check expectedResult:0 SELECT 1",
        "--preconditions sql-check expectedResult:0 SELECT 1"
      })
  void areRejectedWhereLiquibaseReadsAnotherInstruction(String line) {
    write(line);

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"%s\", which Liquibase reads as \"--preconditions\": %s."
            .formatted(line, SQL_CHECK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--   WHERE b = 2", "-- AND c = 3;", "--FROM t"})
  void areRejectedWhereTheSqlOfAnInstructionGoesOn(String line) {
    write("--rollback UPDATE t SET a = 0\n" + line);
    changelog.isRejectedUntilApplied(
        "changelog.sql:5 has \"%s\", which Liquibase reads as a comment, so it would be missing in the SQL of line 4. Begin this line with \"--rollback\", too."
            .formatted(line));

    write("--precondition-sql-check expectedResult:0 SELECT COUNT(*)\n" + line);
    changelog.isRejectedUntilApplied(
        "changelog.sql:5 has \"%s\", which Liquibase reads as a comment, so it would be missing in the SQL of line 4. Write the whole query in line 4."
            .formatted(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rollback UPDATE t SET a = 0\n--rollback WHERE b = 2",
        "--rollback DELETE FROM t WHERE b = 2;\n-- AND c = 3",
        "--rollback DROP TABLE t\n-- and drop the view by hand",
        "--rollback DROP TABLE t\n-- From here on",
        "--rollback DROP TABLE t\n\n-- WHERE b = 2",
        "-- a comment\n-- WHERE b = 2"
      })
  void areNoProblemWhereTheSqlOfAnInstructionIsWhole(String lines) {
    write(lines);

    changelog.hasNoProblem();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--labels: one per row",
        "-- labels: one",
        "-- context: this table holds the users",
        "-- ignore the rest",
        "--dbms",
        "--runOnChange:no idea why",
        "--splitStatements:true",
        "--runAlways:false",
        "-- roll back by hand",
        "-- rollbackSQL is in the wiki",
        "--table exists",
        "-- sql-check: see the wiki",
        "-- preconditions: the table exists",
        "/* context:prod */",
        "SELECT '''\n--context:prod\n''' AS a"
      })
  void areNoProblemInComments(String line) {
    write(line);

    changelog.hasNoProblem();
  }

  @Test
  void areNoProblemWhereTheHeaderHasThemToo() {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1 labels:v1\nSELECT 1;\n--labels:v1\n");

    changelog.hasNoProblem();
  }

  @ParameterizedTest
  @ValueSource(strings = {"context:prod", "labels:v1", "dbms:oracle", "ignore:true"})
  void areRejectedInTheFirstLineOfTheFile(String attribute) {
    changelog.write("--liquibase formatted sql " + attribute + "\n--changeset ann:1\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(firstLine(attribute));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runOnChange:true",
        "stripComments:false",
        "splitStatements:false",
        "endDelimiter:/",
        "failOnError:false",
        "runWith:psql"
      })
  void areAWarningInTheFirstLineOfTheFile(String attribute) {
    changelog.write("--liquibase formatted sql " + attribute + "\n--changeset ann:1\nSELECT 1;\n");

    changelog.warnsUntilApplied(firstLine(attribute));
  }

  private static String firstLine(String attribute) {
    return "changelog.sql:1 has \"%s\", which Liquibase reads only in the header of a change set. Write it in the \"--changeset\" line of each change set to which it should apply."
        .formatted(attribute);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logicalFilePath:a.sql",
        "splitStatements:true",
        "runOnChange:false",
        "changeLogId:7a-b",
        "with free text"
      })
  void areNoProblemInTheFirstLineWhereNothingIsLost(String attribute) {
    changelog.write("--liquibase formatted sql " + attribute + "\n--changeset ann:1\nSELECT 1;\n");

    changelog.hasNoProblem();
  }

  @Test
  void areRejectedAboveTheFirstChangeSet() {
    changelog.write("--liquibase formatted sql\n--context:prod\n--changeset ann:1\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 has \"--context:prod\", which Liquibase reads as a comment: the change set"
            + " would run in every context. Write \"context:prod\" in the \"--changeset\" line.");
    assertThat(changelog.read().changeSets()).hasSize(1);
  }
}
