package dev.spannerpipe.changelog.source.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.testing.Concurrent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Anchors, aliases and merge keys are read as Liquibase reads them, and are bounded by what they
/// expand to.
@Concurrent
class YamlAliasesTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("README.md", "");
  }

  @Test
  void takesTheAuthorFromAMergeKey() {
    repository.with(
        "changelog.yaml",
        """
        defaults: &defaults
          author: ann
          runOnChange: true
        databaseChangeLog:
          - changeSet:
              <<: *defaults
              id: one
              changes:
                - sql: UPDATE t SET a = 1 WHERE true
        """);

    assertThat(changeSets()).containsExactly("changelog.yaml:5 one ann changelog.yaml:9");
    assertThat(repository.read("changelog.yaml").changeSets().getFirst().runOnChange()).isTrue();
  }

  @Test
  void takesKeysFromSeveralMergeKeysAndOverridesThem() {
    repository.with(
        "changelog.yaml",
        """
        first: &first {id: one, author: ann}
        second: &second {author: bob, labels: old}
        databaseChangeLog:
          - changeSet:
              <<: [*first, *second]
          - changeSet:
              <<: *second
              <<: *first
              id: two
          - changeSet:
              id: three
              <<: *first
              author: cyd
        """);

    assertThat(changeSets())
        .containsExactly(
            "changelog.yaml:4 one ann", "changelog.yaml:6 two bob", "changelog.yaml:10 three cyd");
  }

  @Test
  void takesTheTypeOfAChangeAndThePathOfAnIncludeFromAMergeKey() {
    repository
        .with("next.sql", "--liquibase formatted sql\n--changeset ann:2\nDELETE FROM t;\n")
        .with(
            "changelog.yaml",
            """
            audited: &audited
              createTable:
                tableName: t
                columns:
                  - column: {name: id, type: INT64, constraints: {primaryKey: true}}
            here: &here {relativeToChangelogFile: true}
            databaseChangeLog:
              - changeSet:
                  id: one
                  author: ann
                  changes:
                    - <<: *audited
              - include:
                  <<: *here
                  file: next.sql
            """);

    assertThat(changeSets())
        .containsExactly(
            "changelog.yaml:8 one ann changelog.yaml:2", "next.sql:2 2 ann next.sql:3");
  }

  @Test
  void namesTheLinesOfAnAliasedChangeSet() {
    repository.with(
        "changelog.yaml",
        """
        second: &second
          changeSet:
            id: two
            author: ann
            changes:
              - sql: DELETE FROM t WHERE a = 2
        delete: &delete
          - sql: |
              DELETE FROM t WHERE a = 1;
              DELETE FROM t WHERE a = 3;
        databaseChangeLog:
          - changeSet:
              id: one
              author: &ann ann
              changes: *delete
          - *second
          - changeSet:
              id: three
              author: *ann
              changes:
                - sql: DELETE FROM t WHERE a = 4
        """);

    assertThat(changeSets())
        .containsExactly(
            "changelog.yaml:12 one ann changelog.yaml:9 changelog.yaml:10",
            "changelog.yaml:2 two ann changelog.yaml:6",
            "changelog.yaml:17 three ann changelog.yaml:21");
  }

  @Test
  void readsAChangeSetThatIsWrittenAsAList() {
    repository.with(
        "changelog.json",
        """
        {"databaseChangeLog": [
          {"changeSet": [
            {"id": "one"},
            {"author": "ann"},
            {"changes": {"sql": "DELETE FROM t WHERE true"}}
          ]}
        ]}
        """);

    assertThat(repository.read("changelog.json").changeSets().stream().map(YamlAliasesTest::shown))
        .containsExactly("changelog.json:2 one ann changelog.json:5");
  }

  private List<String> changeSets() {
    return repository.read("changelog.yaml").changeSets().stream()
        .map(YamlAliasesTest::shown)
        .toList();
  }

  private static String shown(ChangeSet changeSet) {
    StringBuilder shown = new StringBuilder(changeSet.location().toString());
    shown.append(' ').append(changeSet.identity().id());
    shown.append(' ').append(changeSet.identity().author());
    changeSet.steps().forEach(step -> shown.append(' ').append(step.location()));
    return shown.toString();
  }

  @Test
  void readsTwentySharedColumnsInFiveThousandChangeSets() {
    StringBuilder text = new StringBuilder("columns: &columns\n");
    for (int column = 0; column < 20; column++) {
      text.append("  - column: {name: c").append(column).append(", type: INT64}\n");
    }
    text.append("databaseChangeLog:\n");
    for (int table = 0; table < 5_000; table++) {
      text.append("- changeSet: {id: t").append(table).append(", author: ann, changes: [");
      text.append("{createTable: {tableName: t, columns: *columns}}]}\n");
    }

    assertThat(YamlOutline.of("changelog.yaml", text.toString()).changeSets()).hasSize(5_000);
  }

  @Test
  void rejectsMergeKeysThatExpandToMillions() {
    StringBuilder text = new StringBuilder("a0: &a0 {a: b, c: d, e: f, g: h}\n");
    for (int level = 1; level < 60; level++) {
      text.append("a%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(level, level, level - 1, level - 1));
    }
    repository.with("changelog.yaml", text + "databaseChangeLog: []\n");

    assertThat(repository.failure("changelog.yaml"))
        .startsWith(
            "Could not read the changelog changelog.yaml: it has more than 2,000,000 nodes with its"
                + " aliases expanded; the limit is exceeded at line ");
  }

  @Test
  void rejectsMoreNodesThanFitIntoMemory() {
    repository.with(
        "changelog.json", "{\"databaseChangeLog\": [\n" + "1,".repeat(2_100_000) + "1]}");

    assertThat(repository.failure("changelog.json"))
        .isEqualTo(
            "Could not read the changelog changelog.json: it has more than 2,000,000 nodes with its"
                + " aliases expanded; the limit is exceeded at line 2. Split the file, or remove"
                + " aliases of large structures.");
  }

  @Test
  void rejectsBracketsThatAreNestedTooDeep() {
    repository.with(
        "changelog.json", "{\"databaseChangeLog\":\n" + "[".repeat(100_000) + "]".repeat(100_000));

    assertThat(repository.failure("changelog.json"))
        .isEqualTo(
            "Could not read the changelog changelog.json:2: it is nested more than 50 levels deep."
                + " Remove levels of nesting there.");
  }

  @Test
  void rejectsAliasesThatAreNestedTooDeep() {
    StringBuilder text = new StringBuilder("a0: &a0 x\n");
    for (int level = 1; level < 1_000; level++) {
      text.append("a%d: &a%d [*a%d]\n".formatted(level, level, level - 1));
    }
    repository.with("changelog.yaml", text + "databaseChangeLog: []\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog changelog.yaml:501: it is nested more than 500 levels"
                + " deep. Remove levels of nesting there.");
  }

  @Test
  void readsWhatLiquibaseStillReads() {
    repository.with(
        "changelog.yaml",
        "a: " + "[".repeat(49) + "x" + "]".repeat(49) + "\ndatabaseChangeLog: []\n");

    assertThat(repository.read("changelog.yaml").changeSets()).isEmpty();
  }
}
