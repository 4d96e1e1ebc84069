package dev.spannerpipe.changelog.source.yaml;

import static dev.spannerpipe.changelog.Repository.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that Liquibase reads otherwise than they are written, mostly without a word.
class AttributeValuesTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
  }

  private Repository changeSet(String lines) {
    return repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n" + lines.indent(6));
  }

  private static String list(String key, String text, String action) {
    return "changelog.yaml:5 has a list as the value of %s, which Liquibase reads as one string: \"[%s]\". %s."
        .formatted(key, text, action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dbms: [cloudspanner, h2] | dbms | cloudspanner, h2 | Write dbms: \"cloudspanner,h2\"",
        "context: [prod, '!test'] | context | prod, !test | Write context: \"prod,!test\"",
        "contextFilter: [a, b] | contextFilter | a, b | Write contextFilter: \"a,b\"",
        "labels: [rel1, rel2] | labels | rel1, rel2 | Write labels: \"rel1,rel2\"",
        "'\"labels\": [rel1, rel2]' | labels | rel1, rel2 | Write \"labels\": \"rel1,rel2\"",
        "ignore: [true, false] | ignore | true, false | Write the value as a string",
        "runOnChange: [true, true] | runOnChange | true, true | Write the value as a string",
        "changes: [{sql: {sql: SELECT 1, dbms: [cloudspanner, h2]}}] | dbms | cloudspanner, h2"
            + " | Write dbms: \"cloudspanner,h2\"",
        "changes: [{sql: [SELECT 1, SELECT 2]}] | sql | SELECT 1, SELECT 2"
            + " | Write the value as a string",
        "changes: [{addUniqueConstraint: {tableName: t, columnNames: [a, b]}}] | columnNames"
            + " | a, b | Write columnNames: \"a,b\"",
        "changes: [{dropTable: {tableName: [t, u]}}] | tableName | t, u"
            + " | Write the value as a string",
        "changes: [{addColumn: {tableName: t, columns: [{column: {name: a, type: [INT64, x]}}]}}]"
            + " | type | INT64, x | Write the value as a string",
        "preConditions: [{dbms: {type: [cloudspanner, h2]}}] | type | cloudspanner, h2"
            + " | Write the value as a string",
        "preConditions: [{onFailMessage: b}, {rowCount: {tableName: [t, u],"
            + " expectedRows: 1}}] | tableName | t, u | Write the value as a string",
        "'modifySql: {dbms: [a, b], append: {value: x}}' | dbms | a, b | Write dbms: \"a,b\"",
      })
  void rejectsAListWhereLiquibaseReadsOneText(String line, String key, String text, String action) {
    changeSet(line);

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(list(key, text, action));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dbms: [cloudspanner, h2]",
        "context: [prod, test]",
        "labels: [rel1, rel2]",
        "changes: [{sql: {sql: SELECT 1, dbms: [cloudspanner, h2]}}]"
      })
  void warnsAboutAListOfAnAppliedChangeSet(String line) {
    changeSet(line);

    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .singleElement()
        .asString()
        .startsWith("changelog.yaml:5 has a list as the value of ");
  }

  /// The list itself is why it would not run.
  @ParameterizedTest
  @ValueSource(strings = {"dbms: [cloudspanner, h2]", "context: [prod, test]"})
  void rejectsAListThatKeepsAChangeSetFromRunningInBothDialects(String line) {
    changeSet(line + "\nchanges:\n  - sql: SELECT 1\n");

    assertThat(
            repository.plan("changelog.yaml", Dialect.POSTGRESQL).problems().stream()
                .map(problem -> problem.location().toString()))
        .containsExactly("changelog.yaml:5");
  }

  @Test
  void rejectsAListOfAnIncludeUntilWhatItIncludesIsApplied() {
    repository
        .with("a.sql", "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n")
        .with(
            "changelog.json",
            """
            {"databaseChangeLog": [
              {"include": {"file": "a.sql", "context": ["prod", "test"]}}]}
            """);
    String problem =
        "changelog.json:2 has a list as the value of context, which Liquibase reads as one string:"
            + " \"[prod, test]\". Write \"context\": \"prod,test\".";

    assertThat(repository.failure("changelog.json")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.json", applied("a.sql::1::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "changes: [{delete: {tableName: t, where: {id: 1}}}] | where",
        "changes: [{sql: {sql: SELECT 1, dbms: {a: b}}}] | dbms",
        "changes: [{sql: {sql: SELECT 1, endDelimiter: [{a: b}]}}] | endDelimiter",
        "changes: [{insert: {tableName: t, columns: [{column: {name: a, value: {b: c}}}]}}] |"
            + " value",
        "changes: [{addColumn: {tableName: t, columns: [{column: {name: a, type: INT64,"
            + " constraints: {nullable: {a: b}}}}]}}] | nullable",
        "changes: [{delete: {tableName: t, where: 'a = :value', whereParams: [{param: {value:"
            + " {x: y}}}]}}] | value",
        "preConditions: [{tableExists: {tableName: {t: u}}}] | tableName",
        "'modifySql: {dbms: {a: b}, append: {value: x}}' | dbms",
        "'modifySql: {append: {value: {a: b}}}' | value",
      })
  void rejectsAMappingWhereLiquibaseReadsAText(String line, String key) {
    changeSet(line);
    String problem =
        "changelog.yaml:5 has a mapping as the value of %s, which Liquibase ignores. Write the"
                .formatted(key)
            + " value as a string.";

    assertThat(repository.failure("changelog.yaml").lines().findFirst()).hasValue(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "context: {a: b}",
        "comment: {text: a}",
        "labels: [{a: b}]",
        "dbms: {a: b}",
        "runWith: {a: b}"
      })
  void namesAMappingThatLiquibaseTakesForAChange(String line) {
    changeSet(line);

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:5 has a mapping as the value of %s, where Liquibase requires a string. Write the value as a string."
                .formatted(line.substring(0, line.indexOf(':'))));
  }

  /// One item is its text, nothing is nothing, and of some attributes any text is right.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dbms: [cloudspanner]",
        "context: []",
        "labels: {}",
        "context:",
        "comment: [one, two]",
        "validCheckSum: ['8:a', '9:b']",
        "created: [2020, 2021]",
        "changes: [{sql: [SELECT 1]}]",
        "changes: [{sql: {sql: [SELECT 1], dbms: [cloudspanner]}}]",
        "changes: [{insert: {tableName: t, columns: [{column: {name: a, value: [1, 2]}}]}}]",
      })
  void acceptsListsThatLiquibaseObeys(String line) {
    changeSet(line);

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @Test
  void acceptsAnIdAndAnAuthorInListsAsLiquibaseRecordsThem() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet: {id: [1], author: [ann, bob], changes: [{sql: SELECT 1}]}
        """);

    assertThat(repository.read("changelog.yaml").changeSets())
        .extracting(changeSet -> changeSet.identity().toString())
        .containsExactly("changelog.yaml::1::[ann, bob]");
  }
}
