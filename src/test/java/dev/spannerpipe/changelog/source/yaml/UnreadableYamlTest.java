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

/// Values of which Liquibase itself says neither the line nor what they should be, and often names
/// a Java class instead.
class UnreadableYamlTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("a.sql", "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n");
  }

  private void changeSet(String line) {
    repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      " + line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objectQuotingStrategy: FOO | has the value FOO for objectQuotingStrategy, which Liquibase"
            + " does not know. Write LEGACY, QUOTE_ALL_OBJECTS or QUOTE_ONLY_RESERVED_WORDS.",
        "onValidationFail: halt | has the value halt for onValidationFail, which Liquibase does not"
            + " know. Write HALT or MARK_RAN.",
        "runOrder: second | has the value second for runOrder, which Liquibase does not know. Write"
            + " first or last.",
        "preConditions: [{onFail: SKIP}, {dbms: {type: h2}}] | has the value SKIP for onFail, which"
            + " Liquibase does not know. Write HALT, CONTINUE, MARK_RAN or WARN.",
        "preConditions: [{onError: SKIP}, {dbms: {type: h2}}] | has the value SKIP for onError,"
            + " which Liquibase does not know. Write HALT, CONTINUE, MARK_RAN or WARN.",
        "preConditions: [{onSqlOutput: X}, {dbms: {type: h2}}] | has the value X for onSqlOutput,"
            + " which Liquibase does not know. Write IGNORE, TEST or FAIL.",
        "preConditions: [{expectedQuotingStrategy: {strategy: X}}] | has the value X for strategy,"
            + " which Liquibase does not know. Write LEGACY, QUOTE_ALL_OBJECTS or"
            + " QUOTE_ONLY_RESERVED_WORDS.",
        "preConditions: [{rowCount: {tableName: t, expectedRows: many}}] | has the value many for"
            + " expectedRows, which is not a whole number. Write a whole number.",
        "changes: [{addColumn: {tableName: t, columns: [{column: {name: a, type: INT64, position:"
            + " first}}]}}] | has the value first for position, which is not a whole number. Write"
            + " a whole number.",
        "changes: [{createSequence: {sequenceName: s, startValue: x}}] | has the value x for"
            + " startValue, which is not a whole number. Write a whole number.",
        "changes: [{createTable: {tableName: t, columns: [{column: {name: a, type: INT64,"
            + " afterColumn: b}}]}}] | has the key afterColumn, which Liquibase does not know in a"
            + " column. Correct the key or remove it.",
        "changes: [{addColumn: {tableName: t, columns: [{column: {name: a, type: INT64, header:"
            + " b}}]}}] | has the key header, which Liquibase does not know in a column. Correct"
            + " the key or remove it.",
        "changes: [{sqlFile: {encoding: UTF-8}}] | has the change sqlFile without the key path. Add"
            + " the key path below sqlFile.",
        "changes: [{customChange: {param: []}}] | has the change customChange without the key"
            + " class. Add the key class below customChange.",
        "changes: [{loadData: {tableName: t}}] | has the change loadData without a file. Name the"
            + " CSV file in the attribute file.",
        "rollback: 5 | has a rollback that is not a string, which Liquibase cannot read. Write the"
            + " rollback as a string.",
        "rollback: true | has a rollback that is not a string, which Liquibase cannot read. Write"
            + " the rollback as a string.",
        "rollback: [DROP TABLE a, DROP TABLE b] | has a list of strings as the rollback, which"
            + " Liquibase cannot read. Write one string with a semicolon after each statement, or"
            + " an sql change for each.",
        "changes: [{rollback: [DROP TABLE a, DROP TABLE b]}] | has a list of strings as the"
            + " rollback, which Liquibase cannot read. Write one string with a semicolon after each"
            + " statement, or an sql change for each.",
        "validCheckSum: [5, 6] | has a list as the value of validCheckSum, but an item of the list is"
            + " not a string, so Liquibase cannot read it. Write the checksums as a list of strings.",
        "'modifySql: {append: {value: x, context: 5}}' | has a value that is not a string for the key context of append; Liquibase cannot read the value. Write the value as a string in quotation"
            + " marks.",
        "'modifySql: {append: {value: x, dbms: [a, b]}}' | has a value that is not a string for the key dbms of append; Liquibase cannot read the value. Write the value as a string in quotation"
            + " marks.",
      })
  void namesTheLineInAChangeSet(String line, String problem) {
    changeSet(line);

    assertThat(repository.failure("changelog.yaml")).isEqualTo("changelog.yaml:5 " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "property: foo | has a property without keys of its own, which Liquibase cannot read. Write"
            + " name and value below property, without dashes.",
        "property: [{name: a}, {value: b}] | has a property without keys of its own, which"
            + " Liquibase cannot read. Write name and value below property, without dashes.",
        "'property:' | has a property without keys of its own, which Liquibase cannot read. Write"
            + " name and value below property, without dashes.",
        "property: {name: 5, value: b} | has a value that is not a string for the key name of a property; Liquibase cannot read the value. Write the value as a string in quotation marks.",
        "property: {name: a, value: b, labels: 1.0} | has a value that is not a string for the key labels of a property; Liquibase cannot read the value. Write the value as a string in quotation"
            + " marks.",
        "property: {name: a, value: b, context: [a]} | has a value that is not a string for the key context of a property; Liquibase cannot read the value. Write the value as a string in"
            + " quotation marks.",
        "'property: {name: a, value: b, global: \"true\"}' | has a value that is not a boolean for the key global of a property; Liquibase cannot read the value. Remove the quotation marks.",
        "property: {file: a, errorIfMissing: maybe} | has a value that is not a boolean for the key errorIfMissing of a property; Liquibase cannot read the value. Write true or false.",
        "include: a.sql | has an include without the key file. Write file: a.sql below include.",
        "include: [a.sql] | has an include without the key file. Write file: a.sql below include.",
        "include: {context: a} | has an include without the key file. Add the key file below"
            + " include.",
        "includeAll: more | has an includeAll without the key path. Write path: more below"
            + " includeAll.",
        "'includeAll: {path: more, minDepth: x}' | has the value x for minDepth, which is not a"
            + " whole number. Write a whole number.",
        "modifyChangeSets: {runWith: 5} | has a value that is not a string for the key runWith of modifyChangeSets; Liquibase cannot read the value. Write the value as a string in quotation"
            + " marks.",
        "modifyChangeSets: {runWithSpoolFile: [a, b]} | has a value that is not a string for the key runWithSpoolFile of modifyChangeSets; Liquibase cannot read the value. Write the value"
            + " as a string in quotation marks.",
        "modifyChangeSets: text | has the value \"text\" without a key in modifyChangeSets, and"
            + " Liquibase ignores it. Write a key with a value, or remove it.",
        "removeChangeSetProperty: text | has the value \"text\" without a key in"
            + " removeChangeSetProperty, and Liquibase ignores it. Write a key with a value, or"
            + " remove it.",
        "objectQuotingStrategy: ALL | has the value ALL for objectQuotingStrategy, which Liquibase"
            + " does not know. Write LEGACY, QUOTE_ALL_OBJECTS or QUOTE_ONLY_RESERVED_WORDS.",
        "context: {a: b} | has a mapping as the value of context, where Liquibase requires a"
            + " string. Write the value as a string.",
      })
  void namesTheLineOfAnItem(String item, String problem) {
    repository.with("changelog.yaml", "databaseChangeLog:\n  - " + item);

    assertThat(repository.failure("changelog.yaml")).isEqualTo("changelog.yaml:2 " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'- changeSet: {id: 1, author: ann}' | changelog.yaml:1 has a list at the root, where"
            + " Liquibase requires the key databaseChangeLog. Write databaseChangeLog: above the list, and indent the list.",
        "'[{\"changeSet\": {}}]' | changelog.yaml:1 has a list at the root, where Liquibase"
            + " requires the key databaseChangeLog. Write {\"databaseChangeLog\": and } around it.",
        "text | changelog.yaml:1 has a string at the root, where Liquibase requires the key"
            + " databaseChangeLog. Write databaseChangeLog: with a list below it.",
        "'# nothing yet' | Could not read the changelog changelog.yaml: the file is empty. Write a"
            + " changelog into it, or remove it.",
        "'databaseChangeLog: {changeSet: {id: 1, author: ann}}' | changelog.yaml:1 has a mapping as"
            + " databaseChangeLog, where Liquibase requires a list. Write brackets around it.",
        "'databaseChangeLog:\n"
            + "  changeSet: {id: 1, author: ann}' | changelog.yaml:2 has a mapping as"
            + " databaseChangeLog, where Liquibase requires a list. Begin each item with a dash.",
        "'databaseChangeLog: text' | changelog.yaml:1 has a string as databaseChangeLog, where"
            + " Liquibase requires a list. Begin each item with a dash.",
      })
  void namesTheLineOfTheRoot(String text, String problem) {
    repository.with("changelog.yaml", text);

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runOnChange: 'yes' | yes | runOnChange",
        "runAlways: 1 | 1 | runAlways",
        "failOnError: maybe | maybe | failOnError",
        "changes: [{sql: {sql: SELECT 1, splitStatements: 'on'}}] | on | splitStatements",
        "changes: [{insert: {tableName: t, columns: [{column: {name: a, valueBoolean: yup}}]}}]"
            + " | yup | valueBoolean",
        "'modifySql: {applyToRollback: y, append: {value: x}}' | y | applyToRollback",
      })
  void rejectsABooleanThatLiquibaseReadsAsFalse(String line, String value, String key) {
    changeSet(line);
    String problem =
        "changelog.yaml:5 has the value %s for %s, which Liquibase reads as false. Write true or false."
            .formatted(value, key);

    assertThat(repository.failure("changelog.yaml").lines().findFirst()).hasValue(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runOnChange: yes",
        "runOnChange: 'TRUE'",
        "runOnChange: 'no'",
        "failOnError: 0",
        "failOnError: ${fails}",
        "failOnError: [false]",
        "failOnError:",
        "onValidationFail: MARK_RAN",
        "preConditions: [{onFail: MARK_RAN}, {dbms: {type: cloudspanner}}]",
        "preConditions: [{sqlCheck: {expectedResult: 0, sql: SELECT 1}}]",
        "validCheckSums: ['8:a', '9:b']",
        "validCheckSum: 5",
        "rollback:",
        "rollback: [SELECT 1]",
      })
  void acceptsWhatLiquibaseReads(String line) {
    changeSet(line);

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @Test
  void rejectsChecksumsBelowAKeyOfTheirOwn() {
    changeSet("validCheckSums: [{validCheckSum: '8:abc'}]");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:5 has a mapping as the value of validCheckSums, which Liquibase"
                + " ignores. Write the checksums as a list of strings.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "changes: [{createTable: {tableName: t, columns: [{column: {name: a, type: INT64,"
            + " constraints: text}}]}}] | constraints",
        "changes: [{createTable: {tableName: t, columns: text}}] | columns",
        "changes: [{insert: {tableName: t, columns: [{column: 5}]}}] | a column",
        "changes: [{sqlFile: text}] | the change sqlFile",
        "preConditions: [{dbms: text}] | the condition dbms",
        "preConditions: [{not: text}] | not",
      })
  void rejectsTextWhereKeysAreRead(String line, String where) {
    changeSet(line);

    assertThat(repository.failure("changelog.yaml").lines().findFirst())
        .hasValue(
            "changelog.yaml:5 has the value \"%s\" without a key in %s, and Liquibase ignores it. Write a key with a value, or remove it."
                .formatted(line.contains("column: 5") ? "5" : "text", where));
  }

  @Test
  void namesAFileOfAnUnknownFormat() {
    repository
        .with("x.txt", "SELECT 1")
        .with("changelog.yaml", "databaseChangeLog:\n  - include: {file: x.txt}\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:2 names the file x.txt, whose format is not known. Use the extension"
                + " .yaml, .yml, .json, .xml or .sql.");
  }

  @Test
  void namesARollbackOfAChangeSetThatIsNotThere() {
    changeSet("rollback: {changeSetAuthor: ann, changeSetId: gone}");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:5 has a rollback that refers to the change set"
                + " changelog.yaml::gone::ann, which is not above the rollback. Correct the"
                + " rollback's changeSetId, changeSetAuthor or changeSetPath.");
  }

  @Test
  void namesASecondDocument() {
    repository.with("changelog.yaml", "databaseChangeLog: []\n---\ndatabaseChangeLog: []\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog changelog.yaml:2, column 1: expected a single document in"
                + " the stream, but found another document. Correct the file at that place.");
  }
}
