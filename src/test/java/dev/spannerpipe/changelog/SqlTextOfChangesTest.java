package dev.spannerpipe.changelog;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// SQL text of every format becomes the statements that its author wrote.
class SqlTextOfChangesTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  /// Returns the steps of all change sets with their places.
  private List<String> steps(String file, Dialect dialect) {
    return repository.read(file, dialect).changeSets().stream()
        .map(ChangeSet::steps)
        .flatMap(List::stream)
        .map(step -> step.location() + " " + step.text())
        .toList();
  }

  @Test
  void keepsGoogleSqlOfAFormattedFile() {
    repository.with(
        "a.sql",
        """
        --liquibase formatted sql

        --changeset ann:1
        INSERT INTO t (id, a) VALUES (1, '''it's a rule -- don't break it
        ''');
        UPDATE t SET b = 'free' WHERE b = 'trial' # ended; see OPS-12
         AND region = 'eu';
        SELECT begin FROM t;
        SELECT/**/1; -- that's all

        --changeset ann:2 stripComments:false
        SELECT 1 /* one */; # two; three
        SELECT 2
        GO
        SELECT 3
        """);

    assertThat(steps("a.sql", GOOGLE_STANDARD_SQL))
        .containsExactly(
            "a.sql:4 INSERT INTO t (id, a) VALUES (1, '''it's a rule -- don't break it\n''')",
            "a.sql:6 UPDATE t SET b = 'free' WHERE b = 'trial' \n AND region = 'eu'",
            "a.sql:8 SELECT begin FROM t",
            "a.sql:9 SELECT 1",
            "a.sql:12 SELECT 1 /* one */",
            "a.sql:13 # two; three\nSELECT 2",
            "a.sql:15 SELECT 3");
  }

  @Test
  void keepsPostgresqlOfASqlFile() {
    repository.with(
        "sql/b.txt",
        """
        INSERT INTO t (id, a) VALUES (1, 'C:\\'), (2, $$first -- note
        second /* and */$$);\r
        /* old: /* nested; */ SELECT 0; */
        SELECT 1 /*@ a = 1 */;
        SELECT "a;" FROM t
        """);
    List<String> kept =
        List.of(
            "INSERT INTO t (id, a) VALUES (1, 'C:\\'), (2, $$first -- note\nsecond /* and */$$)",
            "/* old: /* nested; */ SELECT 0; */\nSELECT 1 /*@ a = 1 */",
            "SELECT \"a;\" FROM t");

    assertThat(repository.statements(POSTGRESQL, "- sqlFile: {path: sql/b.txt}")).isEqualTo(kept);
    assertThat(
            repository.statements(POSTGRESQL, "- sqlFile: {path: sql/b.txt, stripComments: true}"))
        .containsExactly(kept.get(0), "SELECT 1 /*@ a = 1 */", kept.get(2));
    assertThat(repository.changeSet(POSTGRESQL, "- sqlFile: {path: sql/b.txt}").steps())
        .extracting(Step::location)
        .extracting(Object::toString)
        .containsExactly("sql/b.txt:1", "sql/b.txt:4", "sql/b.txt:5");
  }

  @ParameterizedTest
  @EnumSource
  void splitsAFileWithoutHeader(Dialect dialect) {
    repository.with("raw.sql", "-- a; b\nSELECT 1;\n\nSELECT 4\n/ 2; SELECT ';'");

    assertThat(steps("raw.sql", dialect))
        .containsExactly(
            "raw.sql:2 -- a; b\nSELECT 1", "raw.sql:4 SELECT 4\n/ 2", "raw.sql:5 SELECT ';'");
  }

  @ParameterizedTest
  @EnumSource
  void takesTheLastSlashOfAFormattedFileForADelimiter(Dialect dialect) {
    repository.with("a.sql", "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\nSELECT 2\n/");

    assertThat(steps("a.sql", dialect)).containsExactly("a.sql:3 SELECT 1", "a.sql:4 SELECT 2");
  }

  @Test
  void keepsTheTextOfDollarQuotesAndOfJson() {
    repository.with(
        "c.json",
        """
        {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann", "changes": [
          {"sql": {"sql": "SELECT $a$;\\n--$a$, E'\\\\';';\\nSELECT ';'", "stripComments": true}}
        ]}}]}
        """);

    assertThat(steps("c.json", POSTGRESQL))
        .containsExactly("c.json:2 SELECT $a$;\n--$a$, E'\\';'", "c.json:2 SELECT ';'");
  }

  @Test
  void rejectsWhatHasNoEndByItsLine() {
    repository.with(
        "a.sql",
        """
        --liquibase formatted sql

        --changeset ann:1
        --comment: note
        SELECT 1;

        SELECT 'it
        """);
    assertThat(repository.failure("a.sql"))
        .isEqualTo(
            "a.sql:7: the change sql cannot be done: line 3 of its SQL opens a string with ' that"
                + " has no end. Close it in the same line, or begin it with '''.");

    repository.with("b.sql", "SELECT 1;\nSELECT 1;\nSELECT 1 /* a;\n");
    assertThat(repository.refusal(POSTGRESQL, "- sqlFile: {path: b.sql}"))
        .isEqualTo(
            "b.sql:3: the change sqlFile cannot be done: line 3 of its SQL opens a comment with /*"
                + " that has no end. Close it with */.");
  }

  @Test
  void rejectsAnEndDelimiterThatItDoesNotUnderstand() {
    assertThat(
            repository.refusal(
                GOOGLE_STANDARD_SQL, "- sql: {endDelimiter: ';\\s*$', sql: SELECT 1}"))
        .isEqualTo(
            "changelog.yaml:6: the change sql cannot be done: its endDelimiter \";\\s*$\" is a"
                + " regular expression, whose matches would depend on Liquibase. Use another endDelimiter, such as ;; or \\nGO.");
  }

  private List<String> undone(String file, Dialect dialect) {
    return repository.rollbacks(file, dialect).stream()
        .map(ChangeSet.Rollback.Steps.class::cast)
        .flatMap(rollback -> rollback.steps().stream())
        .map(Step::text)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheTextOfARollback(Dialect dialect) {
    String text =
        "UPDATE t SET a = 'C:\\\\' WHERE b = ';'; -- that's; all\n/* ; */SELECT begin; SELECT 4\n/ 2";
    repository.with(
        "a.json",
        """
        {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann",
          "changes": [{"sql": {"sql": "SELECT 1"}}],
          "rollback": "%s"}}]}
        """
            .formatted(text.replace("\\", "\\\\").replace("\n", "\\n")));
    repository.with(
        "a.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: {sql: SELECT 1}
              rollback: |
        %s
        """
            .formatted(text.indent(10)));
    repository.with(
        "a.xml",
        """
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <changeSet id="1" author="ann"><sql>SELECT 1</sql>
            <rollback>%s</rollback></changeSet>
        </databaseChangeLog>
        """
            .formatted(text));

    for (String file : List.of("a.json", "a.yaml", "a.xml")) {
      assertThat(undone(file, dialect))
          .as(file)
          .containsExactly(
              "UPDATE t SET a = 'C:\\\\' WHERE b = ';'", "SELECT begin", "SELECT 4\n/ 2");
    }
  }

  @Test
  void keepsTheTextOfARollbackInAFormattedFile() {
    repository.with(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        SELECT 1
        --rollback SELECT 'C:\\' /* ; */;
        --rollback SELECT begin; SELECT 2
        """);

    assertThat(undone("a.sql", POSTGRESQL))
        .containsExactly("SELECT 'C:\\' /* ; */", "SELECT begin", "SELECT 2");
  }

  @Test
  void leavesOtherRollbacksToLiquibase() {
    repository.with(
        "a.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes: [{sql: {sql: SELECT 1}}]
              rollback: [{sql: {sql: "SELECT 2; SELECT 3"}}, {dropTable: {tableName: t}}]
          - changeSet:
              id: 2
              author: ann
              changes: [{sql: {sql: SELECT 1}}]
              rollback: ""
          - changeSet:
              id: 3
              author: ann
              changes: [{sql: {sql: SELECT 4}}]
              rollback: {changeSetId: 1, changeSetAuthor: ann}
        """);

    assertThat(undone("a.yaml", GOOGLE_STANDARD_SQL))
        .containsExactly("SELECT 2", "SELECT 3", "DROP TABLE t", "SELECT 1");
  }
}
