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

/// Of the root Liquibase reads `databaseChangeLog` alone.
class RootKeysTest {
  private static final String CHANGELOG =
      "databaseChangeLog:\n  - changeSet: {id: 1, author: ann, changes: [{sql: SELECT 1}]}\n";

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
  }

  private static String beside(String place, String key) {
    return "%s has the key %s beside databaseChangeLog, where Liquibase ignores it."
        .formatted(place, key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preConditions: [{dbms: {type: oracle}}]",
        "preconditions: [{dbms: {type: oracle}}]",
        "logicalFilePath: db.yaml",
        "logicalfilepath: db.yaml",
        "contextFilter: prod",
        "property: {name: a, value: b}",
        "objectQuotingStrategy: LEGACY",
        "modifyChangeSets: {runWith: jdbc}",
        "removeChangeSetProperty: {change: addColumn, remove: afterColumn, dbms: cloudspanner}",
      })
  void rejectsAnItemUntilTheWholeFileIsApplied(String line) {
    repository.with("changelog.yaml", CHANGELOG + line + "\n");
    String problem =
        beside("changelog.yaml:3", line.substring(0, line.indexOf(':')))
            + " Indent it below databaseChangeLog.";

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(problem);
  }

  @Test
  void rejectsAChangeSetUntilItIsApplied() {
    repository.with(
        "changelog.yaml",
        CHANGELOG + "changeSet: {id: 2, author: ann, changes: [{sql: SELECT 2}]}");
    String problem =
        beside("changelog.yaml:3", "changeSet") + " Indent it below databaseChangeLog.";

    assertThat(repository.failure("changelog.yaml", applied("changelog.yaml::1::ann")))
        .isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::2::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"include: {file: a.sql}", "includeAll: {path: more}"})
  void rejectsAnInclude(String line) {
    repository
        .with("a.sql", "SELECT 1")
        .with("more/a.sql", "SELECT 1")
        .with("changelog.yaml", line + "\n" + CHANGELOG);

    assertThat(repository.failure("changelog.yaml", applied("changelog.yaml::1::ann")))
        .isEqualTo(
            beside("changelog.yaml:1", line.substring(0, line.indexOf(':')))
                + " Indent it below databaseChangeLog.");
  }

  @Test
  void namesTheListOfJson() {
    repository.with(
        "changelog.json",
        """
        {"databaseChangeLog": [],
         "preConditions": [{"dbms": {"type": "oracle"}}]}
        """);

    assertThat(repository.failure("changelog.json"))
        .isEqualTo(
            beside("changelog.json:2", "preConditions")
                + " Move it into the list of databaseChangeLog.");
  }

  @Test
  void rejectsAMisspeltChangelogBesideTheOther() {
    repository.with(
        "changelog.yaml",
        CHANGELOG + CHANGELOG.replace("ChangeLog", "Changelog").replace("id: 1", "id: 2"));
    String problem =
        "changelog.yaml:3 has the key databaseChangelog, which Liquibase does not know. Move"
            + " its content below databaseChangeLog.";

    assertThat(repository.failure("changelog.yaml", applied("changelog.yaml::1::ann")))
        .isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::2::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databaseChangelog: [] | changelog.yaml:1 has the key databaseChangelog, which Liquibase does"
            + " not know. Write databaseChangeLog.",
        "databasChangeLogs: [] | changelog.yaml:1 has the key databasChangeLogs, which Liquibase does"
            + " not know. Write databaseChangeLog.",
        "'changeSet: {id: 1, author: ann}' | changelog.yaml:1 has the key changeSet beside"
            + " databaseChangeLog, where Liquibase ignores it. Indent it below databaseChangeLog.",
      })
  void namesTheKeyWhereNoChangelogIsThere(String text, String problem) {
    repository.with("changelog.yaml", text);

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "property: &p {name: a, value: b}\ndatabaseChangeLog:\n  - property: *p\n",
        "changeSet: &c {id: 1, author: ann}\ndatabaseChangeLog:\n  - changeSet: {<<: *c, id: 2}\n",
        "context: {prod: &prod prod}\ndatabaseChangeLog:\n  - context: *prod\n",
        "include: [&a {x: y}]\nother: *a\ndatabaseChangeLog: []\n",
        "x-columns: {changeSet: {id: 1}}\ncolumns: []\nlabels: x\ndatabaseChangeLog: []\n",
      })
  void acceptsOtherKeysAndHomesOfAnchors(String text) {
    repository.with("changelog.yaml", text);

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  /// It only uses an anchor, and nothing uses it.
  @Test
  void rejectsAnAliasBesideTheChangelog() {
    repository.with(
        "changelog.yaml", "x: &p {dbms: {type: oracle}}\n" + CHANGELOG + "preConditions: *p\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            beside("changelog.yaml:4", "preConditions") + " Indent it below databaseChangeLog.");
  }
}
