package dev.spannerpipe.changelog.precondition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.Precondition;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How `status` and `plan.json` describe a precondition.
class PreconditionWordsTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  private Precondition precondition(String... preconditions) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - property: {name: stage, value: prod}
          - changeSet:
              id: one
              author: ann
              preConditions:
        """
            + String.join("\n", preconditions).indent(8)
            + "      changes:\n        - tagDatabase: {tag: v1}\n");
    return repository.read("changelog.yaml").changeSets().getFirst().precondition().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tableExists: {tableName: t} | the table t exists | the table t does not exist
          tableExists: {schemaName: sales, tableName: t} | the table sales.t exists | the table sales.t does not exist
          viewExists: {viewName: v} | the view v exists | the view v does not exist
          columnExists: {tableName: t, columnName: c} | the column t.c exists | the column t.c does not exist
          sequenceExists: {sequenceName: s} | the sequence s exists | the sequence s does not exist
          primaryKeyExists: {tableName: t} | the primary key of the table t exists | the primary key of the table t does not exist
          primaryKeyExists: {primaryKeyName: k} | the primary key k exists | the primary key k does not exist
          foreignKeyConstraintExists: {foreignKeyTableName: t, foreignKeyName: k} | the foreign key k of the table t exists | the foreign key k of the table t does not exist
          indexExists: {indexName: i} | the index i exists | the index i does not exist
          indexExists: {tableName: t, indexName: i} | the index i of the table t exists | the index i of the table t does not exist
          indexExists: {tableName: t, columnNames: 'a, b'} | an index of the table t on the columns a, b exists | an index of the table t on the columns a, b does not exist
          sqlCheck: {expectedResult: 0, sql: SELECT COUNT(*) FROM t} | the query returns 0: SELECT COUNT(*) FROM t | the query does not return 0: SELECT COUNT(*) FROM t
          rowCount: {tableName: t, expectedRows: 1} | the table t has 1 row | the table t does not have 1 row
          rowCount: {tableName: t, expectedRows: 2} | the table t has 2 rows | the table t does not have 2 rows
          tableIsEmpty: {tableName: t} | the table t is empty | the table t is not empty
          changeSetExecuted: {id: 7, author: bob, changeLogFile: a.sql} | the change set a.sql::7::bob has run | the change set a.sql::7::bob has not run
          runningAs: {username: ann} | the user is ann | the user is not ann
          dbms: {type: oracle} | the database is oracle | the database is not oracle
          dbms: {type: 'oracle, mysql'} | the database is oracle or mysql | the database is not oracle or mysql
          dbms: {type: '!oracle'} | the database is not oracle | the database is oracle
          dbms: {type: '!oracle, mysql'} | the database is one of !oracle, mysql | the database is not one of !oracle, mysql
          changeLogPropertyDefined: {property: stage} | the changelog property stage is set | the changelog property stage is not set
          changeLogPropertyDefined: {property: stage, value: prod} | the changelog property stage is prod | the changelog property stage is not prod
          expectedQuotingStrategy: {strategy: LEGACY} | the quoting strategy is LEGACY | the quoting strategy is not LEGACY
          """)
  void saysEachConditionAndItsOpposite(String condition, String holds, String opposite) {
    assertThat(precondition("- " + condition).words()).isEqualTo("only if " + holds);
    assertThat(precondition("- not:", "    - " + condition).words())
        .isEqualTo("only if " + opposite);
  }

  @Test
  void showsWhereEachPartOfANestedConditionEnds() {
    assertThat(
            precondition(
                    "- tableExists: {tableName: a}",
                    "- or:",
                    "    - tableExists: {tableName: b}",
                    "    - sqlCheck: {expectedResult: 1, sql: SELECT 1}",
                    "    - and:",
                    "        - viewExists: {viewName: c}",
                    "        - viewExists: {viewName: d}",
                    "- and:",
                    "    - tableIsEmpty: {tableName: e}")
                .words())
        .isEqualTo(
            """
            only if the table a exists
            and the table b exists, (the query returns 1: SELECT 1) or (the view c exists and the \
            view d exists)
            and the table e is empty""");
  }

  @Test
  void resolvesTheNegationOfSeveralConditions() {
    assertThat(
            precondition(
                    "- not:",
                    "    - and:",
                    "        - tableExists: {tableName: a}",
                    "        - not:",
                    "            - tableExists: {tableName: b}",
                    "    - tableExists: {tableName: c}")
                .words())
        .isEqualTo(
            """
            only if the table a does not exist or the table b exists
            and the table c does not exist""");
  }

  @Test
  void keepsTheLinesOfAQuery() {
    assertThat(
            precondition(
                    "- sqlCheck:",
                    "    expectedResult: 0",
                    "    sql: \"SELECT COUNT(*)\\nFROM t;\"")
                .words())
        .isEqualTo(
            """
            only if the query returns 0: SELECT COUNT(*)
            FROM t""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HALT     | HALT     | only if the table a exists
          CONTINUE | HALT     | only if the table a exists;otherwise it is skipped and stays pending
          MARK_RAN | HALT     | only if the table a exists;otherwise it is only marked as run
          WARN     | HALT     | with a warning unless the table a exists
          HALT     | CONTINUE | only if the table a exists;if Spanner rejects the query, it is skipped and stays pending
          HALT     | MARK_RAN | only if the table a exists;if Spanner rejects the query, it is only marked as run
          WARN     | WARN     | with a warning unless the table a exists;if Spanner rejects the query, it runs with a warning
          """)
  void saysWhatHappensOtherwise(String onFail, String onError, String words) {
    assertThat(
            precondition(
                    "- onFail: " + onFail, "- onError: " + onError, "- tableExists: {tableName: a}")
                .words())
        .isEqualTo(words.replace(";", "\n"));
  }

  @Test
  void leavesTheTextOfTheDigestAsItIs() {
    assertThat(
            precondition(
                    "- not:",
                    "    - tableExists: {tableName: customers}",
                    "    - indexExists: {tableName: t, columnNames: 'a, b'}",
                    "- primaryKeyExists: {tableName: t}",
                    "- dbms: {type: cloudspanner}",
                    "- changeLogPropertyDefined: {property: stage, value: prod}",
                    "- expectedQuotingStrategy: {strategy: LEGACY}",
                    "- runningAs: {username: ann}",
                    "- rowCount: {tableName: t, expectedRows: 2}")
                .text())
        .isEqualTo(
            "onFail=HALT onError=HALT and(not(tableExists[, customers],indexExists[, t, on [a, b],"
                + " [a, b]]),primaryKeyExists[, t, ],dbms(cloudspanner),"
                + "changeLogPropertyDefined(stage,prod),expectedQuotingStrategy,runningAs[ann],"
                + "rowCount[, t, 2])");
  }
}
