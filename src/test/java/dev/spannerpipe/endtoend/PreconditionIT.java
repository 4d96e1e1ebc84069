package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Preconditions that do not hold, asked of the database and without it.
@Concurrent
class PreconditionIT extends WholeTool {
  private static final String HINT =
      ". Make the precondition hold, or set onFail to what should happen if it does not hold, and run again.";

  private void guarded(String onFail) {
    workspace.withSql(
        table(1)
            + changeSet(
                "2",
                "--preconditions onFail:" + onFail,
                "--precondition-sql-check expectedResult:7 SELECT COUNT(*) FROM T1",
                "CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id);")
            + table(3));
  }

  private Result yaml(String text) {
    workspace.with("changelog.yaml", text);
    return pipe.with("CHANGELOG_FILE", "changelog.yaml").run();
  }

  @Test
  void haltsWhereTheDatabaseSaysNo() {
    guarded("HALT");

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not run change set changelog.sql::2::ann (changelog.sql:4): its precondition"
                + " does not hold: its sqlCheck expects 7 but found 0"
                + HINT);
    assertThat(history()).containsExactly("1");
    assertInOrder(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONTINUE | skipped, stays pending | 2 change sets | 1,3
          MARK_RAN | only marked as run | 3 change sets (1 only marked as run) | 1,2,3
          WARN | runs anyway | 3 change sets | 1,2,3
          """)
  void goesOnAsTheDatabasesAnswerDemands(
      String onFail, String consequence, String applied, String history) {
    guarded(onFail);

    Result result = pipe.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.warnings())
        .containsExactly(
            "Precondition of changelog.sql::2::ann: "
                + consequence
                + ": its sqlCheck expects 7 but found 0.");
    assertThat(result.lastLine())
        .isEqualTo(
            "✔ Applied "
                + applied
                + " to "
                + database.name()
                + " in <duration>; last change set: changelog.sql::3::ann.");
    assertThat(String.join(",", history())).isEqualTo(history);
    assertThat(database.ddl().stream().anyMatch(ddl -> ddl.contains("TABLE T2 ")))
        .isEqualTo(onFail.equals("WARN"));
    assertInOrder(result);
  }

  @Test
  void haltsWithoutAskingTheDatabase() {
    assertThat(yaml("databaseChangeLog: []\n").exitCode()).isZero();
    Result result =
        yaml(
            """
            databaseChangeLog:
            - changeSet:
                id: 2
                author: ann
                preConditions:
                - onFail: HALT
                - changeLogPropertyDefined:
                    property: gone
                changes:
                - sql: CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)
            """);

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not run change set changelog.yaml::2::ann (changelog.yaml:2): its precondition"
                + " does not hold: Changelog property 'gone' was not set"
                + HINT);
    assertInOrder(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONTINUE | is skipped and stays pending | 0
          MARK_RAN | is only marked as run | 1
          WARN | runs although its precondition does not hold | 1
          """)
  void goesOnWithoutAskingTheDatabase(String onFail, String consequence, int recorded) {
    Result result =
        yaml(
            """
            databaseChangeLog:
            - changeSet:
                id: 2
                author: ann
                preConditions:
                - onFail: %s
                - changeLogPropertyDefined:
                    property: gone
                changes:
                - sql: CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)
            """
                .formatted(onFail));

    assertThat(result.exitCode()).isZero();
    assertThat(result.warnings())
        .containsExactly(
            "Change set changelog.yaml::2::ann "
                + consequence
                + ": Changelog property 'gone' was not set.");
    assertThat(history()).hasSize(recorded);
    assertInOrder(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {sqlCheck: {expectedResult: 1, sql: SELECT 2}} | its sqlCheck expects 1 but found 2
          {changeLogPropertyDefined: {property: gone}} | Changelog property 'gone' was not set
          """)
  void runsNothingWhereTheChangelogsPreconditionHalts(String precondition, String reason) {
    Result result =
        yaml(
            """
            databaseChangeLog:
            - preConditions:
              - onFail: HALT
              - %s
            - changeSet:
                id: 2
                author: ann
                changes:
                - sql: CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)
            """
                .formatted(precondition));

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not run the changelog: its precondition does not hold: " + reason + HINT);
    assertThat(history()).isEmpty();
    assertInOrder(result);
  }
}
