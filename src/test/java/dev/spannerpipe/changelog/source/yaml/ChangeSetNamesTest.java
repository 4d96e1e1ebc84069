package dev.spannerpipe.changelog.source.yaml;

import static dev.spannerpipe.changelog.Repository.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// YAML takes some ids for numbers, and Liquibase records another text than was written.
@Isolated("sets the time zone of the process")
class ChangeSetNamesTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("README.md", "");
  }

  @ParameterizedTest
  @CsvSource({
    "1.10, 1.1, a number",
    "010, 8, a number",
    "007, 7, a number",
    "1_000, 1000, a number",
    "0x1F, 31, a number",
    "12:30, 750, a number",
    "1e3, 1000.0, a number",
    "yes, true, a boolean",
    "2024-01-01T10:00:00Z, 2024-01-01 10:00:00, a date",
  })
  void warnsOfAnIdThatIsRecordedAsAnotherText(String written, String recorded, String kind) {
    repository.with("changelog.yaml", changeSet(written));
    String description =
        "changelog.yaml:3 has the id %s, which is %s in YAML: Liquibase records it as \"%s\"."
            .formatted(written, kind, recorded);

    assertThat(ids("changelog.yaml")).containsExactly(recorded);
    assertThat(repository.warnings("changelog.yaml"))
        .containsExactly(
            description
                + " Write \"%s\" with the quotation marks, or \"%s\" if the change set has already been applied in another database."
                    .formatted(written, recorded));
    assertThat(
            repository.warnings("changelog.yaml", applied("changelog.yaml::" + recorded + "::ann")))
        .containsExactly(
            description
                + " Write \"%s\" with the quotation marks, as it is recorded.".formatted(recorded));
  }

  @Test
  void warnsOfAnIdInJson() {
    repository.with(
        "changelog.json",
        "{\"databaseChangeLog\": [{\"changeSet\":\n{\"id\": 1.10, \"author\": \"ann\"}}]}");

    assertThat(repository.warnings("changelog.json"))
        .containsExactly(
            "changelog.json:2 has the id 1.10, which is a number in YAML: Liquibase records it as"
                + " \"1.1\". Write \"1.10\" with the quotation marks, or \"1.1\" if the change set has already been applied in another database.");
  }

  @Test
  void warnsOfAnAuthor() {
    repository.with(
        "changelog.yaml", "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: 1.0e2\n");

    assertThat(repository.warnings("changelog.yaml"))
        .containsExactly(
            "changelog.yaml:4 has the author 1.0e2, which is a number in YAML: Liquibase records it"
                + " as \"100.0\". Write \"1.0e2\" with the quotation marks, or \"100.0\" if the change set has already been applied in another database.");
  }

  @Test
  void saysThatADateDependsOnTheMachine() {
    repository.with("changelog.yaml", changeSet("2024-01-01"));
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      assertThat(repository.warnings("changelog.yaml"))
          .containsExactly(
              "changelog.yaml:3 has the id 2024-01-01, which is a date in YAML: Liquibase records"
                  + " it as \"Mon Jan 01 00:00:00 UTC 2024\", in the time zone of the machine."
                  + " Write \"2024-01-01\" with the quotation marks, or \"Mon Jan 01 00:00:00 UTC"
                  + " 2024\" if the change set has already been applied in another database.");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "42",
        "-3",
        "20240101120000",
        "0099",
        "\"1.10\"",
        "'010'",
        "1.5",
        "add-orders",
        "1.10.0",
        "!!str 1.10",
        "v1.10",
        "true",
        "${id}"
      })
  void saysNothingOfAnIdThatIsRecordedAsItIsWritten(String id) {
    repository.with("changelog.yaml", changeSet(id));

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "\"\""})
  void rejectsAnIdThatIsNone(String id) {
    repository.with("changelog.yaml", changeSet(id));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:2 begins a change set without an id. Give each change set an id and an"
                + " author.");
  }

  @Test
  void saysNothingOfAChangeSetThatDoesNotRunHere() {
    repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - changeSet: {id: 1.10, author: ann, ignore: true}\n");

    assertThat(repository.warnings("changelog.yaml")).isEmpty();
  }

  private static String changeSet(String id) {
    return "databaseChangeLog:\n  - changeSet:\n      id: %s\n      author: ann\n".formatted(id);
  }

  private List<String> ids(String file) {
    return repository.read(file).changeSets().stream()
        .map(ChangeSet::identity)
        .map(ChangeSetId::id)
        .toList();
  }
}
