package dev.spannerpipe.changelog.source.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.SqlChangelog;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The lines that begin a file and a change set in formatted SQL, and the lines that Liquibase
/// drops. What each form means for Liquibase was measured with its parser, version 4.33.0.
class SqlHeaderLinesTest {
  private static final String PLAIN =
      ": Liquibase would read the whole file as one change set of plain SQL. ";

  @TempDir Path directory;
  private Repository repository;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
    changelog = new SqlChangelog(repository);
  }

  static List<Arguments> overlooked() {
    return List.of(
        Arguments.of("--chageset ann:2", "", "ann:2"),
        Arguments.of("--changset ann:2 context:prod", "", "ann:2"),
        Arguments.of("-- changest ann:2 some free text", "", "ann:2"),
        Arguments.of("--chageset \"ann:b\":\"2 3\"", "", "\"ann:b\":\"2 3\""),
        Arguments.of("--chageset", "", "author:id"),
        Arguments.of("--change-set ann:2 some free text", "", "ann:2"),
        Arguments.of("--change_set ann:2", "", "ann:2"),
        Arguments.of("--change set ann:2", "", "ann:2"),
        Arguments.of("--change-set: ann:2", "", "ann:2"),
        Arguments.of("---changeset:ann:2", "", "ann:2"),
        Arguments.of("-- chageset: ann:2", "", "ann:2"),
        Arguments.of("-- change set ann:2 labels:v1", "", "ann:2"),
        Arguments.of("---changeset ann:2", "", "ann:2"),
        Arguments.of("--- changeset ann:2 labels:v1", "", "ann:2"),
        Arguments.of("  -changeset ann:2", "", "ann:2"),
        Arguments.of("#changeset ann:2", "", "ann:2"),
        Arguments.of("# changeset ann:2", "", "ann:2"),
        Arguments.of("//changeset ann:2", "", "ann:2"),
        Arguments.of("changeset ann:2", "", "ann:2"),
        Arguments.of("–changeset ann:2", " because of the character U+2013", "ann:2"),
        Arguments.of("—changeset ann:2", " because of the character U+2014", "ann:2"),
        Arguments.of("--\u00A0changeset ann:2", " because of the character U+00A0", "ann:2"),
        Arguments.of("\uFEFF--changeset ann:2", " because of the character U+FEFF", "ann:2"),
        Arguments.of("--changeset ann:2 a\u2028b", " because of the character U+2028", "ann:2"));
  }

  @ParameterizedTest
  @MethodSource("overlooked")
  void areRejectedWhereTheirChangeSetWouldRunAsAPartOfAnother(
      String line, String because, String name) {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n" + line + "\nSELECT 2;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"%s\", which Liquibase does not recognize as the header of a change set%s: what follows would run as a part of change set ann:1. Begin the line with \"--changeset %s\", unless it has been applied in this form."
            .formatted(line.strip(), because, name));
  }

  @ParameterizedTest
  @MethodSource("overlooked")
  void areRejectedWhereTheirChangeSetWouldNeverRun(String line, String because, String name) {
    changelog.write("--liquibase formatted sql\n" + line + "\nSELECT 2;\n");

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "changelog.sql:2 has \"%s\", which Liquibase does not recognize as the header of a change set%s: what follows would never run. Begin the line with \"--changeset %s\"."
                .formatted(line.strip(), because, name));
  }

  @Test
  void areRejectedAboveOthersUntilTheirOwnChangeSetWasApplied() {
    changelog.write(
        """
        --liquibase formatted sql
        --chageset ann:1
        SELECT 1;
        --changeset ann:2
        SELECT 2;
        """);

    changelog.isRejectedUntilWhatIsDroppedWasApplied(
        "changelog.sql:2 has \"--chageset ann:1\", which Liquibase does not recognize as the"
            + " header of a"
            + " change set: what follows would never run. Begin the line with \"--changeset"
            + " ann:1\".");
  }

  /// Its text is not what was applied, and it is about to run again.
  @Test
  void areRejectedInAChangeSetThatRunsOnChange() {
    changelog.write("--liquibase formatted sql\n--changeset ann:1 runOnChange:true\nSELECT 1;\n");
    List<HistoryRow> history = changelog.history();
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1 runOnChange:true
        SELECT 1;
        --chageset ann:2
        SELECT 2;
        """);

    assertThat(changelog.plan(history).problems()).hasSize(1);
    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"--chageset ann:2\", which Liquibase does not recognize as the"
            + " header of a"
            + " change set: what follows would run as a part of change set ann:1. Begin the line"
            + " with \"--changeset ann:2\", unless it has been applied in this form.");
  }

  static List<Arguments> impossible() {
    return List.of(
        Arguments.of("-changeset ann:1", "begins a change set with one dash. Write two dashes."),
        Arguments.of(
            "--changeset ann",
            "begins a change set without an author and an id. Write \"--changeset author:id\"."),
        Arguments.of(
            "--changeset:ann:1",
            "begins a change set without an author and an id. Write \"--changeset author:id\"."),
        Arguments.of(
            "--changeset ann: 1",
            "has a space between author and id. Write \"--changeset ann:1\"."),
        Arguments.of(
            "-- changesets are small",
            "is a comment that Liquibase reads as the header of a change set. Begin the comment"
                + " with another word."));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void areRejectedWhereLiquibaseRejectsThem(String line, String message) {
    changelog.write("--liquibase formatted sql\n" + line + "\nSELECT 1;\n");

    assertThat(repository.failure("changelog.sql")).isEqualTo("changelog.sql:2 " + message);
  }

  static List<Arguments> plain() {
    return List.of(
        Arguments.of("--liquibase formated sql", "which Liquibase does not know"),
        Arguments.of("--liqubase formatted sql", "which Liquibase does not know"),
        Arguments.of("-- liquibase sql", "which Liquibase does not know"),
        Arguments.of("-liquibase formatted sql", "which Liquibase does not know"),
        Arguments.of("---liquibase formatted sql", "which Liquibase does not know"),
        Arguments.of("–liquibase formatted sql", "which Liquibase does not know"),
        Arguments.of("# liquibase formatted sql", "which Liquibase does not know"),
        Arguments.of("\u00A0--liquibase formatted sql", "which Liquibase does not know"),
        Arguments.of("--liquibase-formatted-sql", "which Liquibase does not know"));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void ofAFileAreRejectedWhereLiquibaseDoesNotKnowThem(String line, String message) {
    changelog.write(line + "\n--changeset ann:1\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:1 has \"%s\", %s%sWrite \"--liquibase formatted sql\" as the first line of the file, unless the file has been applied in this form."
            .formatted(line.strip(), message, PLAIN));
  }

  @Test
  void ofAFileAreRejectedBelowOthers() {
    changelog.write("-- Copyright\n--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 has \"--liquibase formatted sql\" below other lines"
            + PLAIN
            + "Move it to the first line of the file, unless the file has been applied in this"
            + " form.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--changeset ann:1", "--chageset ann:1", "-- changeset ann:1 labels:v1"})
  void ofAFileAreRejectedWhereTheyAreMissing(String line) {
    changelog.write("\n" + line + "\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 begins a change set, but the first line of the file is not \"--liquibase"
            + " formatted sql\""
            + PLAIN
            + "Write \"--liquibase formatted sql\" as the first line of the file, unless the file"
            + " has been applied in this form.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;\n", "-- changeset ann:1 was moved here\nSELECT 1;\n"})
  void ofAFileMayBeMissingInPlainSql(String text) {
    changelog.write(text);

    changelog.warnsUntilApplied(
        "changelog.sql is plain SQL, so the whole file is one change set, which must never be"
            + " edited after it was applied. To be able to add change sets to the file later, begin it"
            + " with \"--liquibase formatted sql\" and \"--changeset author:id\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\n  --liquibase formatted sql\n",
        "--liquibaseformattedsql\n",
        "-- LIQUIBASE FORMATTED\n",
        "\uFEFF--liquibase formatted sql\n",
        "--liquibase formatted sql logicalFilePath:orders.sql and more\n"
      })
  void ofAFileHaveManyForms(String header) {
    changelog.write(header + "--changeset ann:1\nSELECT 1;\n");

    changelog.hasNoProblem();
    assertThat(changelog.read().changeSets()).hasSize(1);
  }

  static Stream<String> comments() {
    return Stream.of(
        "-- change set ann:2 was wrong",
        "-- changes: see ann:2",
        "-- change set: ann:2",
        "-- Change Set: foo:bar",
        "-- change-set : foo:bar labels:v1",
        "-- changed by ann:2",
        "--- changeset ann:2 is the next one",
        "# changeset notes: none",
        "# changeset ann:1",
        "------- changeset ann:2 -------",
        "-- charset: utf8",
        "/* a block\ncomment: it's fine */",
        "SELECT '/* no comment';",
        "SELECT 'changeset ann:2 is a text';",
        "-- see https://wiki.example/changeset:2",
        "--ignoreLines:1\n--chageset ann:2",
        "--ignoreLines:start\n--changeset ann\n--ignoreLines:end",
        "/* liquibase rollback\nDROP TABLE t\n*/");
  }

  @ParameterizedTest
  @MethodSource("comments")
  void leaveOrdinaryCommentsAlone(String comment) {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n"
            + comment
            + "\n--changeset ann:3\nSELECT 3;\n");

    changelog.hasNoProblem();
    assertThat(changelog.read().changeSets()).hasSize(2);
  }

  @Test
  void haveNoSqlAboveTheFirstOne() {
    changelog.write(
        """
        --liquibase formatted sql
        -- a comment
        /* and a
           block */
        CREATE TABLE t (x INT64) PRIMARY KEY (x);
        CREATE TABLE u (x INT64) PRIMARY KEY (x);
        --changeset ann:1
        SELECT 1;
        """);

    changelog.isRejectedUntilApplied(
        "changelog.sql:5 has \"CREATE TABLE t (x INT64) PRIMARY KEY (x);\" above the first change"
            + " set, where Liquibase drops it. Write a \"--changeset author:id\" line above it, or"
            + " remove it.");
  }

  @Test
  void mayHaveCommentsAndInstructionsAboveTheFirstOne() {
    changelog.write(
        """
        --liquibase formatted sql

        -- a comment
        # another one
        /* a block */ -- and more
        /* two
        lines */
        --property name:table value:t dbms:cloudspanner
        --ignoreLines:1
        CREATE TABLE skipped;
        --ignoreLines:start
        CREATE TABLE skipped;
        --ignoreLines:end
        --changeset ann:1
        SELECT '${table}';
        """);

    changelog.hasNoProblem();
  }

  @Test
  void areRejectedInABlockComment() {
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1
        SELECT 1;
        /* Not yet:
        --changeset ann:2
        DROP TABLE t;
        --changeset ann:3
        DROP TABLE u;
        */
        --changeset ann:4
        SELECT 4;
        """);

    changelog.isRejectedUntilApplied(
        "changelog.sql:5 begins change set ann:2 inside of a block comment, but Liquibase would run"
            + " it. End the comment above the line. Or remove the change set, if it has not been applied in this form.",
        "changelog.sql:7 begins change set ann:3 inside of a block comment, but Liquibase would run"
            + " it. End the comment above the line. Or remove the change set, if it has not been applied in this form.");
  }

  @Test
  void areRejectedInABlockCommentAboveTheFirstOne() {
    changelog.write("--liquibase formatted sql\n/*\n--changeset ann:1\nDROP TABLE t;\n*/\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:3 begins change set ann:1 inside of a block comment, but Liquibase would run"
            + " it. End the comment above the line. Or remove the change set, if it has not been applied in this form.");
  }

  /// In PostgreSQL block comments nest, and `#` begins none.
  @Test
  void areRejectedInABlockCommentOfTheDialect() {
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1
        SELECT 1;
        /* /* */
        --changeset ann:2
        SELECT 2; */
        --changeset ann:3
        SELECT 1 # 2; /*
        --changeset ann:4
        SELECT 4; */
        """);

    assertThat(changelog.read().problems()).isEmpty();
    assertThat(repository.read("changelog.sql", Dialect.POSTGRESQL).problems())
        .extracting(problem -> problem.location().line())
        .containsExactly(5, 9);
  }

  @Test
  void areRejectedInACommentWithRollbackSql() {
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1
        SELECT 1;
        /* liquibase rollback
        DROP TABLE t;
        --changeset ann:2
        SELECT 2;
        /* end */
        """);

    changelog.isRejectedUntilWhatIsDroppedWasApplied(
        "changelog.sql:6 begins change set ann:2 inside of a comment with rollback SQL: Liquibase"
            + " would never run it. End the comment above the line.");
  }

  @Test
  void areNotSkippedForWantOfAnEnd() {
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1
        SELECT 1;
        --ignoreLines:start
        SET x
        --changeset ann:2
        SELECT 2;
        """);

    changelog.isRejectedUntilWhatIsDroppedWasApplied(
        "changelog.sql:4 has \"--ignoreLines:start\" but no line \"--ignoreLines:end\" below it,"
            + " so Liquibase would skip all 3 remaining lines. Write \"--ignoreLines:end\" below the last line to skip.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ignoreLines:end ",
        "  --ignoreLines:end",
        "--ignoreLine:end",
        "--ignoreLines:End",
        "--ignoreLines: end",
        "-- ignore lines end"
      })
  void areNotSkippedForAnEndThatLiquibaseDoesNotRead(String end) {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n--ignoreLines:start\nSET x\n"
            + end
            + "\nSELECT 2;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"--ignoreLines:start\" but no line \"--ignoreLines:end\" below it,"
            + " so Liquibase would skip all 3 remaining lines. Write \"--ignoreLines:end\" and nothing else in line 6.");
  }

  @Test
  void areSkippedWithAWarningWhereTheirNumberIsGiven() {
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1
        SELECT 1;
        --ignoreLines:2
        SET x
        --changeset ann:2
        SELECT 2;
        """);

    assertThat(repository.warnings("changelog.sql"))
        .containsExactly(
            "changelog.sql:4 skips the header of change set ann:2, which Liquibase would never run."
                + " Correct the number of lines, unless Liquibase should skip this change set.");
  }
}
