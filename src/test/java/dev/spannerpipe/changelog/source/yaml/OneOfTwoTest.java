package dev.spannerpipe.changelog.source.yaml;

import static dev.spannerpipe.changelog.Repository.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys of different names of which Liquibase reads only one.
class OneOfTwoTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("a.sql", "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n");
  }

  private Repository changeSet(String lines) {
    return repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n" + lines.indent(6));
  }

  private static String one(String place, String key, int line, String other, String action) {
    return "%s has the key %s, but line %d has %s, and Liquibase reads only one of the two. %s."
        .formatted(place, key, line, other, action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "context: prod | contextFilter: test | Combine both into one expression",
        "contextFilter: prod | Context: test | Combine both into one expression",
        "alwaysRun: true | runAlways: false | Remove one of the two",
      })
  void rejectsTwoNamesOfOneSettingOfAChangeSet(String first, String second, String action) {
    changeSet(first + "\n" + second + "\nchanges: [{sql: SELECT 1}]");
    String problem = one("changelog.yaml:6", name(second), 5, name(first), action);

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(problem);
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf(':'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include: {file: a.sql, context: prod, contextFilter: test}",
        "property: {name: a, value: b, context: prod, contextFilter: test}"
      })
  void rejectsTwoContextsOfAnItem(String item) {
    repository.with(
        "changelog.yaml", "databaseChangeLog:\n  - include: {file: a.sql}\n  - " + item);

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(
            one(
                "changelog.yaml:3",
                "contextFilter",
                3,
                "context",
                "Combine both into one expression"));
  }

  @Test
  void rejectsTwoContextsOfAFile() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - context: prod
          - contextFilter: test
          - include: {file: a.sql}
        """);

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(
            one(
                "changelog.yaml:3",
                "contextFilter",
                2,
                "context",
                "Combine both into one expression"));
  }

  @Test
  void rejectsTwoContextsOfModifySql() {
    changeSet("modifySql: {context: a, contextFilter: b, append: {value: x}}");

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(
            one(
                "changelog.yaml:5",
                "contextFilter",
                5,
                "context",
                "Combine both into one expression"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "context: prod\ncontextFilter: prod",
        "context: prod\ncontextFilter:",
        "context: ''\ncontextFilter: prod",
        "runAlways: true\nalwaysRun: true"
      })
  void acceptsTwoNamesThatSayTheSame(String lines) {
    changeSet(lines + "\nchanges: [{sql: SELECT 1}]");

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'preConditions: [{dbms: {type: cloudspanner}}]\n"
            + "preconditions: [{dbms: {type: h2}}]' | 6 | 5",
        """
        'preConditions: [{dbms: {type: cloudspanner}}]
        changes:
          - preConditions: [{dbms: {type: h2}}]' | 7 | 5""",
        """
        'changes:
          - preConditions: [{dbms: {type: h2}}]
          - preConditions: [{dbms: {type: h2}}]' | 7 | 6""",
      })
  void rejectsPreconditionsThatReplaceOthers(String lines, int second, int first) {
    changeSet(lines);
    String problem =
        "changelog.yaml:%d repeats the preconditions of the change set, so Liquibase ignores those"
                .formatted(second)
            + " on line %d. Write all conditions under a single key preConditions."
                .formatted(first);

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(problem);
  }

  @Test
  void acceptsSeveralPreconditionsOfAFileWhichAllCount() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - preConditions: [{dbms: {type: cloudspanner}}]
          - preConditions: [{dbms: {type: cloudspanner}}]
        """);

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rollback: [{sqlFile: {path: a.sql}}, {changeSetId: 0, changeSetAuthor: ann}]",
        "rollback: {changeSetId: 0, changeSetAuthor: ann, sql: SELECT 1}",
        "rollback: [SELECT 1, {changeSetId: 0, changeSetAuthor: ann}]",
        "changes: [{rollback: {changeSetId: 0, changeSetAuthor: ann, sql: SELECT 1}}]",
      })
  void rejectsARollbackOfAChangeSetWithStatements(String line) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet: {id: 0, author: ann, changes: [{sql: SELECT 0}]}
          - changeSet:
              id: 1
              author: ann
              %s
        """
            .formatted(line));
    String problem =
        "changelog.yaml:6 has the key changeSetId in a rollback with statements of its own, and"
            + " Liquibase ignores the statements. Remove one of the two: a rollback has"
            + " either a changeSetId or statements.";

    assertThat(repository.failure("changelog.yaml").lines().findFirst()).hasValue(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(problem);
  }
}
