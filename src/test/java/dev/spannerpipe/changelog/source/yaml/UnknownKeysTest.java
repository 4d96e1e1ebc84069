package dev.spannerpipe.changelog.source.yaml;

import static dev.spannerpipe.changelog.Repository.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Liquibase does not know in YAML and JSON, it ignores without a word.
class UnknownKeysTest {
  /// Liquibase rejects some keys with keys of their own, and ignores others.
  private static final Set<String> ELEMENTS = Set.of("colum", "parm", "appendd", "on");

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository
        .with("a.sql", "--liquibase formatted sql\n--changeset ann:1\nDELETE FROM t WHERE true;\n")
        .with(
            "more/b.sql",
            "--liquibase formatted sql\n--changeset ann:2\nDELETE FROM u WHERE true;\n");
  }

  private static String unknown(String place, String key, String where, String action) {
    return "%s has the key %s, which Liquibase does not know in %s%s. %s."
        .formatted(place, key, where, ELEMENTS.contains(key) ? "" : " and ignores", action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contexts: prod | contexts | Write context, or remove the key",
        "label: v1 | label | Write labels, or remove the key",
        "runOnChanges: true | runOnChanges | Write runOnChange, or remove the key",
        "rollbacks: SELECT 1 | rollbacks | Write rollback, or remove the key",
        "comments: [one, two] | comments | Write comment, or remove the key",
        "Changes: [] | Changes | Write changes, or remove the key",
        "ticket: OPS-1 | ticket | Correct the key or remove it",
        "'contexts: {}' | contexts | Write context, or remove the key",
      })
  void rejectsAKeyOfAChangeSetUntilItIsApplied(String line, String key, String action) {
    repository
        .with(
            "changelog.yaml",
            "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      " + line)
        .with(
            "changelog.json",
            "{\"databaseChangeLog\": [{\"changeSet\": {\"id\": \"1\", \"author\": \"ann\",\n\"%s\":\"x\"}}]}"
                .formatted(key));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(unknown("changelog.yaml:5", key, "a change set", action));
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(unknown("changelog.yaml:5", key, "a change set", action));
    assertThat(repository.failure("changelog.json"))
        .isEqualTo(unknown("changelog.json:2", key, "a change set", action));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "comment: why | comment | Move it to the change set, beside its id and author",
        "context: test | context | Move it to the change set, beside its id and author",
        "labels: v1 | labels | Move it to the change set, beside its id and author",
        "runAlways: true | runAlways | Move it to the change set, beside its id and author",
        "slq: SELECT 1 | slq | Write sql, or remove the key",
        "nothing: at all | nothing | Correct the key or remove it",
      })
  void rejectsAScalarUnderChanges(String line, String key, String action) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: DELETE FROM t WHERE true
                - %s
        """
            .formatted(line));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(unknown("changelog.yaml:7", key, "changes", action));
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(unknown("changelog.yaml:7", key, "changes", action));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sql: {sql: SELECT 1, stripComment: true} | stripComment | the change sql"
            + " | Write stripComments, or remove the key",
        "sqlFile: {path: c.sql, relativeToChangelog: true} | relativeToChangelog"
            + " | the change sqlFile | Write relativeToChangelogFile, or remove the key",
        "sql: {sql: SELECT 1, runOnChange: true} | runOnChange | the change sql"
            + " | Move it to the change set, beside its id and author",
        "dropTable: {tableName: t, colour: red} | colour | the change dropTable"
            + " | Correct the key or remove it",
        "delete: {tableName: t, where: true, wherePrams: []} | wherePrams | the change delete"
            + " | Write whereParams, or remove the key",
        "delete: {tableName: t, where: true, whereParams: [{parm: {value: x}}]} | parm"
            + " | whereParams | Write param, or remove the key",
        "delete: {tableName: t, where: 'a = :value', whereParams: [{param: {valu: x}}]} | valu"
            + " | a param | Write value, or remove the key",
        "addColumn: {tableName: t, columns: [{column: {name: a, type: INT64}}, {colum: {name: b}}]}"
            + " | colum | columns | Write column, or remove the key",
        "addColumn: {tableName: t, columns: [{column: {name: a, type: INT64, constraints:"
            + " {nulable: false}}}]} | nulable | constraints | Write nullable, or remove the key",
      })
  void rejectsAnAttributeOfAChange(String change, String key, String where, String action) {
    repository
        .with("c.sql", "SELECT 1")
        .with(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - %s
            """
                .formatted(change));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(unknown("changelog.yaml:6", key, where, action));
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(unknown("changelog.yaml:6", key, where, action));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preConditions: [{onFial: MARK_RAN}] | onFial | preConditions"
            + " | Write onFail, or remove the key",
        "preConditions: [{or: [{onFail: WARN}, {dbms: {type: cloudspanner}}]}] | onFail | or"
            + " | Correct the key or remove it",
        "preConditions: [{not: [{tableExists: {tablename: t}}]}] | tablename"
            + " | the condition tableExists | Write tableName, or remove the key",
        "modifySql: {dmbs: cloudspanner} | dmbs | modifySql | Write dbms, or remove the key",
        "modifySql: [{appendd: {value: x}}] | appendd | modifySql"
            + " | Write append, or remove the key",
        "modifySql: [{append: {valeu: x}}] | valeu | append | Write value, or remove the key",
        "rollback: [{slq: SELECT 1}] | slq | rollback | Write sql, or remove the key",
        "rollback: [{sql: {sql: SELECT 1, stripComment: true}}] | stripComment | the change sql"
            + " | Write stripComments, or remove the key",
      })
  void rejectsAKeyOfConditionsAndRollback(String text, String key, String where, String action) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              %s
        """
            .formatted(text));

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(unknown("changelog.yaml:5", key, where, action));
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(unknown("changelog.yaml:5", key, where, action));
  }

  @Test
  void rejectsAKeyOfAnIncludeUntilWhatItIncludesIsApplied() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - include: {file: a.sql, contexts: prod}
          - includeAll: {path: more, contexts: prod, label: x}
        """);
    String include =
        unknown("changelog.yaml:2", "contexts", "an include", "Write context, or remove the key");
    String all =
        unknown(
            "changelog.yaml:3", "contexts", "an includeAll", "Write context, or remove the key");
    String label =
        unknown("changelog.yaml:3", "label", "an includeAll", "Write labels, or remove the key");

    assertThat(repository.failure("changelog.yaml", applied("a.sql::1::ann")).lines())
        .containsExactly(
            all,
            label,
            "Could not plan the changelog: it has 2 problems. Fix each of them, and run again.");
    assertThat(
            repository.warnings(
                "changelog.yaml", applied("a.sql::1::ann"), applied("more/b.sql::2::ann")))
        .containsExactly(include, all, label);
  }

  @Test
  void rejectsAKeyOfAPropertyUntilTheWholeFileIsApplied() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - property: {name: a, val: b}
          - include: {file: a.sql}
        """);
    String problem =
        unknown("changelog.yaml:2", "val", "a property", "Correct the key or remove it");

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("a.sql::1::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "includ: a.sql | includ | Write include, or remove the key",
        "logicalPath: x | logicalPath | Correct the key or remove it",
        "contexts: prod | contexts | Write context, or remove the key",
      })
  void rejectsAScalarAtTheRoot(String item, String key, String action) {
    repository.with(
        "changelog.yaml", "databaseChangeLog:\n  - include: {file: a.sql}\n  - " + item + "\n");

    assertThat(repository.failure("changelog.yaml", applied("a.sql::1::ann")))
        .isEqualTo(unknown("changelog.yaml:3", key, "a changelog", action));
  }

  @Test
  void acceptsTheChangesOfAnotherDatabase() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              dbms: oracle
              changes:
                - createPackage: {packageName: p}
        """);

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @Test
  void rejectsWhatHasNoKey() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - include
          - - changeSet: {id: 2, author: ann}
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql
                - - sql: SELECT 1
        """);

    assertThat(repository.failure("changelog.yaml").lines())
        .containsExactly(
            "changelog.yaml:2 has the value \"include\" without a key in databaseChangeLog, and"
                + " Liquibase ignores it. Write a key with a value, or remove it.",
            "changelog.yaml:3 has a list inside of the list of databaseChangeLog, and Liquibase"
                + " ignores it. Remove one of the two dashes or brackets.",
            "changelog.yaml:8 has the value \"sql\" without a key in changes, and Liquibase ignores"
                + " it. Write a key with a value, or remove it.",
            "changelog.yaml:9 has a list inside of the list of changes, and Liquibase ignores it."
                + " Remove one of the two dashes or brackets.",
            "Could not plan the changelog: it has 4 problems. Fix each of them, and run again.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "changes: [{tagDatabase: v1}] | v1 | the change tagDatabase",
        "changes: [{dropTable: t}] | t | the change dropTable",
        "modifySql: append | append | modifySql",
        "modifySql: [append, {append: {value: x}}] | append | modifySql",
        "preConditions: [tableExists, {dbms: {type: cloudspanner}}] | tableExists | preConditions",
      })
  void rejectsTextWhereOnlyKeysAreRead(String line, String text, String where) {
    repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      " + line);

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(
            "changelog.yaml:5 has the value \"%s\" without a key in %s%s. Write a key with a value, or remove it."
                .formatted(
                    text,
                    where,
                    where.equals("preConditions") ? "" : ", and Liquibase ignores it"));
  }

  @Test
  void onlyWarnsAboutAChangeSetThatDoesNotRunHere() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              dbms: oracle
              changes:
                - sql: {sql: SELECT 1, stripComment: true}
          - changeSet:
              id: 2
              author: ann
              ignore: true
              label: v1
        """);

    assertThat(repository.warnings("changelog.yaml"))
        .containsExactly(
            unknown(
                "changelog.yaml:7",
                "stripComment",
                "the change sql",
                "Write stripComments, or remove the key"),
            unknown(
                "changelog.yaml:12", "label", "a change set", "Write labels, or remove the key"));
  }

  @Test
  void namesTheChangeSetByItsParameters() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - property: {name: team, value: ann}
          - changeSet:
              id: 1
              author: ${team}
              contexts: prod
        """);

    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(
            unknown(
                "changelog.yaml:6",
                "contexts",
                "a change set",
                "Write context, or remove the key"));
  }
}
