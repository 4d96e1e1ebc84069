package dev.spannerpipe.changelog.source.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.SqlChangelog;
import dev.spannerpipe.plan.Step;
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

/// Lines of formatted SQL at which Liquibase stops reading. Each message takes the place of
/// Liquibase's, so that none is seen where Liquibase reads the line after all.
class UnreadableSqlTest {
  private static final String OTHER_WORD = ", or begin the comment with another word.";
  private static final String PROPERTY =
      "a property needs a name and a value. Write \"--property name:<name> value:<value>\""
          + OTHER_WORD;
  private static final String IGNORE =
      "Write \"--ignoreLines:<number>\" or \"--ignoreLines:start\"";
  private static final String ONE_DASH = "it begins with one dash. Write \"";
  private static final String SQL_CHECK =
      "Write \"--precondition-sql-check expectedResult:<value> <SQL>\".";
  private static final String NO_SQL_CHECK =
      "it needs an expected result (letters and digits, or a quoted string), a space and SQL. "
          + SQL_CHECK;
  private static final String NO_TABLE =
      "it must name the table with letters and digits only, without quotes. Write"
          + " \"--precondition-table-exists table:<name>\".";

  @TempDir Path directory;
  private Repository repository;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
    changelog = new SqlChangelog(repository);
  }

  static List<Arguments> anywhere() {
    return List.of(
        Arguments.of("-- property tax is due", PROPERTY),
        Arguments.of("--property name=a value=b", PROPERTY),
        Arguments.of("  -property name:a value:b", PROPERTY),
        Arguments.of("--ignore:1", "it resembles \"--ignoreLines\". " + IGNORE + OTHER_WORD),
        Arguments.of("-ignoreLines:1", "it resembles \"--ignoreLines\". " + IGNORE + OTHER_WORD),
        Arguments.of(
            "--ignoreLines:Start", "the value is neither a number nor \"start\". " + IGNORE + "."),
        Arguments.of(
            "--ignoreLines:end",
            "the value is neither a number nor \"start\". Write \"--ignoreLines:start\" above the"
                + " first"
                + " line to skip, or remove the line."));
  }

  @ParameterizedTest
  @MethodSource("anywhere")
  void isReportedByLine(String line, String message) {
    write(line);
    assertThat(repository.failure("changelog.sql")).isEqualTo(rejected(4, line, message));

    changelog.write("--liquibase formatted sql\n" + line + "\n--changeset ann:1\nSELECT 1;\n");
    assertThat(repository.failure("changelog.sql")).isEqualTo(rejected(2, line, message));
  }

  static List<Arguments> inChangeSets() {
    return List.of(
        Arguments.of(
            "-- comments: the table",
            "it resembles \"--comment\". Write \"--comment <text>\"" + OTHER_WORD),
        Arguments.of("-comment the table", ONE_DASH + "--comment <text>\"."),
        Arguments.of("-validCheckSum: any", ONE_DASH + "--validCheckSum: <checksum>\"."),
        Arguments.of(" - rollback DROP TABLE t", ONE_DASH + "--rollback <SQL>\"."),
        Arguments.of(
            "-preconditions onFail:WARN",
            ONE_DASH + "--preconditions onFail:<value> onError:<value>\"."),
        Arguments.of(
            "-precondition-sql-check expectedResult:0 SELECT 1",
            ONE_DASH + "--precondition-sql-check expectedResult:<value> <SQL>\"."),
        Arguments.of("--precondition-sql-check", NO_SQL_CHECK),
        Arguments.of("--precondition-sql-check expectedResult:0", NO_SQL_CHECK),
        Arguments.of("--precondition-sql-check expectedResult: 0 SELECT 1", NO_SQL_CHECK),
        Arguments.of("--precondition-sql-check expectedResult=0 SELECT 1", NO_SQL_CHECK),
        Arguments.of("--precondition-sql-check expectedResult:-1 SELECT 1", NO_SQL_CHECK),
        Arguments.of("--precondition-table-exists", NO_TABLE),
        Arguments.of("--precondition-table-exists table:\"my t\"", NO_TABLE),
        Arguments.of("--precondition-table-exists t", NO_TABLE),
        Arguments.of(
            "--precondition-view-exists view=v",
            "it must name the view with letters and digits only, without quotes. Write"
                + " \"--precondition-view-exists view:<name>\"."),
        Arguments.of(
            "--precondition-sqlcheck expectedResult:0 SELECT 1",
            "there is no precondition \"sqlcheck\" in formatted SQL. " + SQL_CHECK),
        Arguments.of(
            "--precondition-SQL-CHECK expectedResult:0 SELECT 1",
            "there is no precondition \"SQL-CHECK\" in formatted SQL. " + SQL_CHECK),
        Arguments.of(
            "--precondition-column-exists column:c",
            "there is no precondition \"column-exists\" in formatted SQL. Write sql-check,"
                + " table-exists or view-exists; for other preconditions, write the change set in"
                + " YAML, JSON or XML."),
        Arguments.of(
            "--preconditions onFail:SKIP",
            "onFail has no value \"SKIP\". Write onFail:HALT, CONTINUE, MARK_RAN or WARN."),
        Arguments.of(
            "--preconditions onFail:warn onError:none",
            "onError has no value \"none\". Write onError:HALT, CONTINUE, MARK_RAN or WARN."),
        Arguments.of(
            "--preconditions onSqlOutput:RUN",
            "onSqlOutput has no value \"RUN\". Write onSqlOutput:IGNORE, TEST or FAIL."),
        Arguments.of(
            "--preconditions onUpdateSQL:TEST onSqlOutput:TEST",
            "it has both onUpdateSQL and onSqlOutput. Write onSqlOutput alone."));
  }

  @ParameterizedTest
  @MethodSource("inChangeSets")
  void isReportedByLineInChangeSets(String line, String message) {
    write(line);

    assertThat(repository.failure("changelog.sql")).isEqualTo(rejected(4, line, message));
  }

  private void write(String line) {
    changelog.write("--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n" + line + "\n");
  }

  private static String rejected(int number, String line, String message) {
    return "changelog.sql:%d has \"%s\", which Liquibase rejects: %s"
        .formatted(number, line.strip(), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- Comment: users", "--comment users"})
  void isAChangeSetsCommentAboveTheFirstOne(String line) {
    changelog.write("--liquibase formatted sql\n" + line + "\n--changeset ann:1\nSELECT 1;\n");

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            rejected(
                2,
                line,
                "the comment of a change set must not be above the first change set. Move it below"
                    + " the"
                    + " \"--changeset\" line of its change set"
                    + OTHER_WORD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "changesetId:1 | it has no value for changesetAuthor",
        "the changesetId is unknown | it has no value for changesetId",
        "changesetId:9 changesetAuthor:ann | no change set ann:9 is above"
      })
  void isRollbackSqlThatNamesNoChangeSet(String rollback, String reason) {
    write("--rollback " + rollback);

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            rejected(
                4,
                "--rollback " + rollback,
                reason
                    + ". Write \"--rollback changesetId:<id> changesetAuthor:<author>\" for a"
                    + " change set above, or write rollback SQL without the word changesetId."));
  }

  @Test
  void isNoRollbackSqlThatNamesAChangeSet() {
    write("--rollback changesetId:1 changesetAuthor:ann");

    changelog.hasNoProblem();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\n",
        "--rollback DROP TABLE t\n",
        "--comment a\n--property name:a value:b\n"
      })
  void isAChangeSetWithoutSqlAboveAnother(String lines) {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1\n"
            + lines
            + "--changeset ann:2\nSELECT 2;\n");

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "changelog.sql:2 begins change set ann:1 without any SQL. Write its SQL below the line,"
                + " or remove the change set.");
  }

  /// Liquibase reads it, and runs the SQL of the change set above it a second time.
  @ParameterizedTest
  @ValueSource(strings = {"", "--rollback DROP TABLE t\n"})
  void isNoLastChangeSetWithoutSqlWhichIsRejectedUntilItWasApplied(String lines) {
    changelog.write(
        "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n--changeset ann:2\n" + lines);

    assertThat(changelog.read().changeSets().getLast().steps())
        .extracting(Step::text)
        .containsExactly("SELECT 1");
    changelog.isRejectedUntilApplied(
        "changelog.sql:4 begins change set ann:2 without any SQL: Liquibase would run the SQL of"
            + " change set ann:1 again. Write its SQL below the line, or remove the change set.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--liquibase formatted sql\n--changeset ann:1\n",
        "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n--changeset ann:2\n\n",
        "--liquibase formatted sql\n--changeset ann:1\n-- nothing\n--changeset ann:2\nSELECT 1;\n"
      })
  void isNoChangeSetWithAnEmptyLineOrAComment(String text) {
    changelog.write(text);

    changelog.hasNoProblem();
  }
}
