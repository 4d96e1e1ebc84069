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

/// Of a key that is in a mapping twice, Liquibase reads the last one and says nothing.
class DuplicateKeysTest {
  private static final String ONE_KEY = " Merge the two keys, or remove the ignored key.";
  private static final String ITEMS = " Put each of the two keys in its own list item.";

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("README.md", "");
  }

  private static String repeated(String file, int line, String key, int first) {
    return "%s:%d repeats the key %s, so Liquibase ignores the key on line %d."
        .formatted(file, line, key, first);
  }

  @Test
  void rejectsASecondListOfChangeSetsUntilTheFirstIsAppliedToo() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet: {id: 1, author: ann}
          - changeSet: {id: 2, author: ann}
        databaseChangeLog:
          - changeSet: {id: 3, author: ann}
        """);
    String problem = repeated("changelog.yaml", 4, "databaseChangeLog", 1) + ONE_KEY;

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(
            repository.failure(
                "changelog.yaml",
                applied("changelog.yaml::3::ann"),
                applied("changelog.yaml::1::ann")))
        .isEqualTo(problem);
    assertThat(
            repository.warnings(
                "changelog.yaml",
                applied("changelog.yaml::1::ann"),
                applied("changelog.yaml::2::ann"),
                applied("changelog.yaml::3::ann")))
        .containsExactly(problem);
  }

  @Test
  void rejectsAListThatIsLostWithAnInclude() {
    repository
        .with("a.sql", "--liquibase formatted sql\n--changeset ann:1\nDELETE FROM t;\n")
        .with(
            "changelog.json",
            """
            {"databaseChangeLog": [{"include": {"file": "a.sql"}}],
             "databaseChangeLog": [{"changeSet": {"id": "2", "author": "ann"}}]}
            """);

    assertThat(repository.failure("changelog.json", applied("changelog.json::2::ann")))
        .isEqualTo(repeated("changelog.json", 2, "databaseChangeLog", 1) + ONE_KEY);
  }

  @Test
  void rejectsTwoChangeSetsInOneListItem() {
    repository.with(
        "changelog.json",
        """
        {"databaseChangeLog": [
          {
            "changeSet": {"id": "1", "author": "ann"},
            "changeSet": {"id": "2", "author": "ann"}
          }
        ]}
        """);
    String problem = repeated("changelog.json", 4, "changeSet", 3) + ITEMS;

    assertThat(repository.failure("changelog.json")).isEqualTo(problem);
    assertThat(repository.failure("changelog.json", applied("changelog.json::2::ann")))
        .isEqualTo(problem);
    assertThat(
            repository.warnings(
                "changelog.json",
                applied("changelog.json::1::ann"),
                applied("changelog.json::2::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "changes, '[{sql: SELECT 1}]', '[{sql: SELECT 2}]'",
    "preConditions, '[{dbms: {type: x}}]', '[{dbms: {type: cloudspanner}}]'",
    "context, prod, test",
    "rollback, SELECT 1, SELECT 2",
    "comment, one, two",
    "dbms, cloudspanner, oracle",
  })
  void rejectsAKeyOfAChangeSetUntilItIsApplied(String key, String first, String second) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              %s: %s
              id: 1
              author: ann
              %s: %s
        """
            .formatted(key, first, key, second));
    String problem = repeated("changelog.yaml", 6, key, 3) + ONE_KEY;

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::1::ann")))
        .containsExactly(problem);
  }

  @Test
  void rejectsAKeyAtEveryLevelOfAChange() {
    repository.with(
        "changelog.json",
        """
        {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann", "changes": [
          {"createTable": {
            "tableName": "t",
            "columns": [],
            "columns": [
              {"column": {
                "name": "a", "type": "INT64",
                "type": "STRING(1)",
                "constraints": {"primaryKey": true,
                  "primaryKey": true}},
              "column": {"name": "b", "type": "INT64", "constraints": {"primaryKey": true}}}
            ]
          }}
        ]}}]}
        """);

    assertThat(repository.failure("changelog.json").lines())
        .containsExactly(
            repeated("changelog.json", 5, "columns", 4) + ONE_KEY,
            repeated("changelog.json", 11, "column", 6) + ITEMS,
            "Could not plan the changelog: it has 2 problems. Fix each of them, and run again.");
  }

  @Test
  void rejectsAKeyOfAnIncludeUntilWhatItIncludesIsApplied() {
    repository
        .with("db/a.sql", "--liquibase formatted sql\n--changeset ann:1\nDELETE FROM t;\n")
        .with(
            "db/changelog.yaml",
            """
            databaseChangeLog:
              - include:
                  file: a.sql
                  relativeToChangelogFile: false
                  relativeToChangelogFile: true
              - changeSet: {id: 2, author: ann}
            """);
    String problem = repeated("db/changelog.yaml", 5, "relativeToChangelogFile", 4) + ONE_KEY;

    assertThat(repository.failure("db/changelog.yaml", applied("db/changelog.yaml::2::ann")))
        .isEqualTo(problem);
    assertThat(repository.warnings("db/changelog.yaml", applied("db/a.sql::1::ann")))
        .containsExactly(problem);
  }

  @Test
  void rejectsAKeyOfAPropertyUntilTheWholeFileIsApplied() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - property:
              name: a
              value: 1
              value: 2
          - changeSet: {id: 2, author: ann}
        """);
    String problem = repeated("changelog.yaml", 5, "value", 4) + ONE_KEY;

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.yaml", applied("changelog.yaml::2::ann")))
        .containsExactly(problem);
  }

  @Test
  void rejectsAKeyThatComesFromAnAnchorOnceForAllOfItsChangeSets() {
    repository.with(
        "changelog.yaml",
        """
        defaults: &defaults
          context: prod
          context: test
        databaseChangeLog:
          - changeSet:
              <<: *defaults
              id: 1
              author: ann
          - changeSet:
              <<: *defaults
              id: 2
              author: ann
        """);
    String problem = repeated("changelog.yaml", 3, "context", 2) + ONE_KEY;

    assertThat(repository.failure("changelog.yaml", applied("changelog.yaml::1::ann")))
        .isEqualTo(problem);
    assertThat(
            repository.warnings(
                "changelog.yaml",
                applied("changelog.yaml::1::ann"),
                applied("changelog.yaml::2::ann")))
        .containsExactly(problem);
  }

  @Test
  void findsTheLogicalPathOfADroppedChangeSet() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - logicalFilePath: old/path.yaml
          - changeSet: {id: 1, author: ann}
            changeSet: {id: 2, author: ann}
        """);

    assertThat(
            repository.warnings(
                "changelog.yaml",
                applied("old/path.yaml::1::ann"),
                applied("old/path.yaml::2::ann")))
        .containsExactly(repeated("changelog.yaml", 4, "changeSet", 3) + ITEMS);
    assertThat(
            repository.warnings(
                "changelog.yaml",
                applied("changelog.yaml::1::ann"),
                applied("old/path.yaml::2::ann")))
        .containsExactly(repeated("changelog.yaml", 4, "changeSet", 3) + ITEMS);
  }

  @Test
  void acceptsMergeKeysAndAnchorsAndTwoKindsOfItemsInOneListItem() {
    repository
        .with("a.sql", "--liquibase formatted sql\n--changeset ann:1\nDELETE FROM t;\n")
        .with(
            "changelog.yaml",
            """
            x: &x {author: ann}
            x: &y {labels: old, author: bob}
            databaseChangeLog:
              - changeSet:
                  <<: *x
                  <<: *y
                  id: 1
                include: {file: a.sql}
              - changeSet:
                  <<: [*x, *y]
                  author: ann
                  id: 2
            """);

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "changes: [{dropTable: {tableName: t, tablename: u}}] | tablename | tableName",
        "preConditions: [{onFail: WARN, onfail: HALT}] | onfail | onFail",
        "modifySql: {dbms: a, DBMS: b} | DBMS | dbms",
        "changes: [{addColumn: {tableName: t, columns: [{column: {name: a, type: INT64,"
            + " constraints: {nullable: true, Nullable: false}}}]}}] | Nullable | nullable",
      })
  void namesKeysThatDifferInCaseOnlyBelowAChangeSet(String text, String second, String first) {
    repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      %s\n"
            .formatted(text));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:5 has the key %s, but line 5 has %s, and Liquibase ignores the case of their letters. Remove one of the two."
                .formatted(second, first));
  }
}
