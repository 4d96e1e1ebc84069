package dev.spannerpipe.changelog.precondition;

import static dev.spannerpipe.plan.ChangeSets.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.changelog.FakeDatabase;
import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Liquibase's preconditions, asked through the query port.
class PreconditionsTest {
  private static final Outcome HOLDS = new Outcome.Run("");

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  private ChangeSet changeSet(String... preconditions) {
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
    return repository.read("changelog.yaml").changeSets().getFirst();
  }

  private Precondition precondition(String... preconditions) {
    return changeSet(preconditions).precondition().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tableExists: {tableName: T} | SELECT table_name FROM information_schema.tables WHERE LOWER(table_schema) = LOWER('') AND LOWER(table_name) = 't' AND table_type = 'BASE TABLE' | the table T does not exist
          viewExists: {viewName: v} | SELECT table_name FROM information_schema.tables WHERE LOWER(table_schema) = LOWER('') AND LOWER(table_name) = 'v' AND table_type = 'VIEW' | the view v does not exist
          columnExists: {tableName: t, columnName: c} | SELECT column_name FROM information_schema.columns WHERE LOWER(table_schema) = LOWER('') AND LOWER(table_name) = 't' AND LOWER(column_name) = 'c' | the column t.c does not exist
          sequenceExists: {sequenceName: s} | SELECT name FROM information_schema.sequences WHERE LOWER(schema) = LOWER('') AND LOWER(name) = 's' | the sequence s does not exist
          primaryKeyExists: {tableName: t} | SELECT constraint_name FROM information_schema.table_constraints WHERE LOWER(table_schema) = LOWER('') AND LOWER(table_name) = 't' AND constraint_type = 'PRIMARY KEY' | the primary key of the table t does not exist
          foreignKeyConstraintExists: {foreignKeyTableName: t, foreignKeyName: k} | SELECT constraint_name FROM information_schema.table_constraints WHERE LOWER(table_schema) = LOWER('') AND LOWER(table_name) = 't' AND constraint_type = 'FOREIGN KEY' AND LOWER(constraint_name) = 'k' | the foreign key k of the table t does not exist
          """)
  void asksTheInformationSchema(String condition, String query, String reason) {
    Precondition precondition = precondition("- " + condition);
    FakeDatabase missing = new FakeDatabase();
    FakeDatabase present = new FakeDatabase().answering("SELECT", List.of(List.of("x")));

    assertThat(precondition.needsDatabase()).isTrue();
    assertThat(precondition.needsRows()).isFalse();
    assertThat(precondition.check(missing)).isEqualTo(new Outcome.Halt(reason));
    assertThat(missing.queries).containsExactly(query);
    assertThat(precondition.check(present)).isEqualTo(HOLDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rowCount: {tableName: t, expectedRows: 2} | true
          tableIsEmpty: {tableName: t} | true
          sqlCheck: {expectedResult: 0, sql: "SELECT COUNT(*) FROM t;"} | true
          sqlCheck: {expectedResult: 0, sql: "SELECT COUNT(*) FROM information_schema.tables"} | false
          indexExists: {indexName: i} | false
          changeSetExecuted: {id: 7, author: bob, changeLogFile: other.sql} | false
          dbms: {type: cloudspanner} | false
          not: [tableExists: {tableName: t}, tableIsEmpty: {tableName: t}] | true
          not: [tableExists: {tableName: t}] | false
          """)
  void saysWhetherItReadsRows(String condition, boolean rows) {
    assertThat(precondition("- " + condition).needsRows()).isEqualTo(rows);
  }

  @Test
  void findsAnIndexByItsColumns() {
    Precondition precondition =
        precondition("- indexExists: {tableName: t, columnNames: \"a, b\"}");
    FakeDatabase same =
        new FakeDatabase()
            .answering("index_columns", List.of(List.of("i", "A"), List.of("i", "b")));
    FakeDatabase shorter =
        new FakeDatabase().answering("index_columns", List.of(List.of("i", "a")));

    assertThat(precondition.check(same)).isEqualTo(HOLDS);
    assertThat(precondition.check(shorter))
        .isEqualTo(new Outcome.Halt("an index of the table t on the columns a, b does not exist"));
  }

  @Test
  void comparesTheResultOfAQuery() {
    Precondition precondition =
        precondition("- sqlCheck: {expectedResult: 0, sql: \"SELECT COUNT(*) FROM t;\"}");

    assertThat(precondition.check(new FakeDatabase().answering("t", List.of(List.of("0")))))
        .isEqualTo(HOLDS);
    assertThat(precondition.check(new FakeDatabase().answering("t", List.of(List.of("3")))))
        .isEqualTo(new Outcome.Halt("its sqlCheck expects 0 but found 3"));
    assertThat(precondition.check(new FakeDatabase()))
        .isEqualTo(new Outcome.Halt("the query of its sqlCheck has no result"));
  }

  @Test
  void countsRows() {
    assertThat(
            precondition("- rowCount: {tableName: t, expectedRows: 2}")
                .check(new FakeDatabase().answering("COUNT(*) FROM t", List.of(List.of("3")))))
        .isEqualTo(new Outcome.Halt("the table t has 3 rows, not 2"));
    assertThat(
            precondition("- tableIsEmpty: {tableName: t}")
                .check(new FakeDatabase().answering("FROM t", List.of(List.of("1")))))
        .isEqualTo(new Outcome.Halt("the table t is not empty"));
  }

  @Test
  void looksIntoTheHistory() {
    Precondition precondition =
        precondition("- changeSetExecuted: {id: 7, author: bob, changeLogFile: other.sql}");

    assertThat(precondition.check(new FakeDatabase().with(ran("other.sql")))).isEqualTo(HOLDS);
    assertThat(precondition.check(new FakeDatabase()))
        .isEqualTo(new Outcome.Halt("the change set other.sql::7::bob has not run"));
  }

  @Test
  void looksForAChangeSetOfItsOwnFileUnderEachPathOfTheFile() {
    repository
        .with(
            "root.yaml",
            """
            databaseChangeLog:
              - logicalFilePath: product
              - include: {file: db/included.yaml}
            """)
        .with(
            "db/included.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 8
                  author: bob
                  preConditions:
                    - changeSetExecuted: {id: 7, author: bob}
            """);
    Precondition precondition =
        repository.read("root.yaml").changeSets().getFirst().precondition().orElseThrow();

    assertThat(List.of("product", "db/included.yaml", "classpath:db/./included.yaml"))
        .allSatisfy(
            path ->
                assertThat(precondition.check(new FakeDatabase().with(ran(path))))
                    .isEqualTo(HOLDS));
    assertThat(precondition.check(new FakeDatabase().with(ran("other.sql"))))
        .isEqualTo(new Outcome.Halt("the change set product::7::bob has not run"));
  }

  private static HistoryRow ran(String path) {
    return applied(new ChangeSetId(path, "7", "bob"), 1, null, null);
  }

  @Test
  void combinesConditions() {
    Precondition precondition =
        precondition(
            "- onFail: MARK_RAN",
            "- or:",
            "    - tableExists: {tableName: a}",
            "    - not:",
            "        - tableExists: {tableName: b}");
    FakeDatabase onlyB = new FakeDatabase().answering("'b'", List.of(List.of("b")));

    assertThat(precondition.check(new FakeDatabase())).isEqualTo(HOLDS);
    assertThat(precondition.check(onlyB))
        .isEqualTo(new Outcome.MarkRan("the table a does not exist; the table b exists"));
    assertThat(precondition.text())
        .isEqualTo("onFail=MARK_RAN onError=HALT and(or(tableExists[, a],not(tableExists[, b])))");
  }

  @ParameterizedTest
  @CsvSource({"HALT,Halt", "CONTINUE,Skip", "MARK_RAN,MarkRan", "WARN,Run"})
  void doesWhatOnFailAndOnErrorSay(String word, String outcome) {
    Precondition precondition =
        precondition(
            "- onFail: " + word,
            "- onError: " + word,
            "- onFailMessage: told so",
            "- tableExists: {tableName: a}");

    assertThat(precondition.check(new FakeDatabase()).toString())
        .matches(outcome + "\\[(reason|warning)=told so]");
    assertThat(
            precondition
                .check(new FakeDatabase().refusing(new QueryException("no such column")))
                .toString())
        .matches(outcome + "\\[(reason|warning)=it could not be evaluated: no such column]");
  }

  @Test
  void doesNotTakeALostConnectionForAnAnswer() {
    QueryException lost =
        new QueryException("unavailable") {
          private static final long serialVersionUID = 1L;

          @Override
          public boolean isRefusal() {
            return false;
          }
        };

    assertThatThrownBy(
            () ->
                precondition("- onError: MARK_RAN", "- tableExists: {tableName: a}")
                    .check(new FakeDatabase().refusing(lost)))
        .isSameAs(lost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dbms: {type: cloudspanner} |
          dbms: {type: oracle} | DBMS Precondition failed: expected oracle, got cloudspanner
          changeLogPropertyDefined: {property: stage, value: prod} |
          changeLogPropertyDefined: {property: HOME} | Changelog property 'HOME' was not set
          expectedQuotingStrategy: {strategy: QUOTE_ALL_OBJECTS} | Quoting strategy Precondition failed: expected QUOTE_ALL_OBJECTS, got LEGACY
          runningAs: {username: ann} | it expects the user ann, but Spanner has no users
          """)
  void knowsWithoutADatabase(String condition, String reason) {
    Precondition precondition = precondition("- " + condition);

    assertThat(precondition.needsDatabase()).isFalse();
    assertThat(precondition.check(new FakeDatabase()))
        .isEqualTo(reason == null ? HOLDS : new Outcome.Halt(reason));
  }

  @Test
  void refusesForeignCode() {
    ChangeSet changeSet = changeSet("- customPrecondition: {className: com.example.Check}");

    assertThat(ChangelogProblem.failure(changeSet.problems()))
        .hasMessage(
            "changelog.yaml:3: its customPrecondition cannot be evaluated: the pipe does not load the"
                + " class com.example.Check. Use sqlCheck.");
  }

  @Test
  void haltsOnTheChangelogsOwnPrecondition() {
    repository
        .with(
            "changelog.yaml",
            """
            databaseChangeLog:
              - preConditions:
                  - onFail: MARK_RAN
                  - tableExists: {tableName: a}
              - include: {file: next.yaml}
            """)
        .with(
            "next.yaml",
            """
            databaseChangeLog:
              - preConditions:
                  - onFail: WARN
                  - onFailMessage: mind the gap
                  - tableExists: {tableName: b}
            """);
    Precondition precondition = repository.read("changelog.yaml").precondition().orElseThrow();
    LiveDatabase onlyA = new FakeDatabase().answering("'a'", List.of(Arrays.asList("a")));

    assertThat(precondition.check(new FakeDatabase()))
        .isEqualTo(new Outcome.Halt("the table a does not exist"));
    assertThat(precondition.check(onlyA)).isEqualTo(new Outcome.Run("mind the gap"));
  }

  @Test
  void asksInThePostgresDialectForItsOwnSchema() {
    changeSet("- sequenceExists: {sequenceName: s}");
    FakeDatabase database = new FakeDatabase();

    repository
        .read("changelog.yaml", Dialect.POSTGRESQL)
        .changeSets()
        .getFirst()
        .precondition()
        .orElseThrow()
        .check(database);

    assertThat(database.queries)
        .containsExactly(
            "SELECT sequence_name FROM information_schema.sequences WHERE LOWER(sequence_schema) ="
                + " LOWER('public') AND LOWER(sequence_name) = 's'");
  }
}
