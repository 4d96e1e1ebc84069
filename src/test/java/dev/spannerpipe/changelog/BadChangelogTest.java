package dev.spannerpipe.changelog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way in which the files can be wrong, with the whole message.
class BadChangelogTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("README.md", "");
  }

  @Test
  void saysThatTheChangelogIsMissing() {
    assertThat(repository.failure("schema/changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog schema/changelog.yaml: it does not exist in the clone"
                + " directory. Correct CHANGELOG_FILE or SEARCH_PATH.");
  }

  @Test
  void saysThatTheSearchPathIsMissing() {
    ChangelogSettings settings =
        new ChangelogSettings(
            repository.directory(),
            "changelog.yaml",
            List.of(Path.of("nowhere")),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    assertThat(failure(settings))
        .isEqualTo(
            "The search path contains "
                + repository.directory().resolve("nowhere")
                + ", which is not a directory. Correct SEARCH_PATH.");
  }

  private static String failure(ChangelogSettings settings) {
    return catchThrowableOfType(
            ConfigurationFailure.class,
            () -> new ChangelogReader(settings).read(Dialect.GOOGLE_STANDARD_SQL))
        .getMessage();
  }

  @Test
  void saysThatTheFormatIsUnknown() {
    repository.with("changelog.txt", "databaseChangeLog:\n");

    assertThat(repository.failure("changelog.txt"))
        .isEqualTo(
            "Could not read the changelog changelog.txt: unknown format. Use the extension .yaml, .yml, .json, .xml or .sql.");
  }

  @Test
  void saysWhereYamlIsBroken() {
    repository.with("changelog.yaml", "databaseChangeLog:\n  - changeSet: {id: 1\n  - x: y\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog changelog.yaml:3, column 6: expected ',' or '}', but got"
                + " :. Correct the file at that place.");
  }

  @Test
  void saysWhereJsonIsBroken() {
    repository.with("changelog.json", "{\n  \"databaseChangeLog\": [\n}\n");

    assertThat(repository.failure("changelog.json"))
        .isEqualTo(
            "Could not read the changelog changelog.json:3, column 1: expected the node content,"
                + " but found '}'. Correct the file at that place.");
  }

  @Test
  void saysWhereXmlIsBroken() {
    repository.with("changelog.xml", "<databaseChangeLog>\n  <changeSet\n</databaseChangeLog>\n");

    assertThat(repository.failure("changelog.xml"))
        .isEqualTo(
            "Could not read the changelog changelog.xml:3, column 1: Element type \"changeSet\""
                + " must be followed by either attribute specifications, \">\" or \"/>\". Correct"
                + " the file at that place.");
  }

  @Test
  void saysWhereXmlBreaksItsSchema() {
    repository.with(
        "changelog.xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <changeSet id="1" author="ann" sometimes="true">
            <tagDatabase tag="v1"/>
          </changeSet>
        </databaseChangeLog>
        """);

    assertThat(repository.failure("changelog.xml"))
        .isEqualTo(
            "Could not read the changelog changelog.xml:5, column 51: cvc-complex-type.3.2.2:"
                + " Attribute 'sometimes' is not allowed to appear in element 'changeSet'. Correct"
                + " the file at that place.");
  }

  @Test
  void saysWhereSqlHasAChangeSetWithoutAnId() {
    repository.with("changelog.sql", "--liquibase formatted sql\n\n--changeset ann\nSELECT 1;\n");

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "changelog.sql:3 begins a change set without an author and an id. Write \"--changeset"
                + " author:id\".");
  }

  @Test
  void saysWhereAChangeSetHasNoId() {
    repository.with("changelog.yaml", "databaseChangeLog:\n  - changeSet:\n      author: ann\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:2 begins a change set without an id. Give each change set an id and an"
                + " author.");
  }

  @Test
  void saysWhereAChangeSetHasNoAuthor() {
    repository.with("changelog.yaml", "databaseChangeLog:\n  - changeSet:\n      id: 1\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:2 begins a change set without an author. Give each change set an id and"
                + " an author.");
  }

  @Test
  void namesTheChainOfIncludes() {
    repository
        .with("a.yaml", include("b.yaml"))
        .with("b.yaml", include("c.yaml"))
        .with("c.yaml", include("b.yaml"));

    assertThat(repository.failure("a.yaml"))
        .isEqualTo(
            "The changelog includes itself: b.yaml → c.yaml → b.yaml. Remove one of these"
                + " includes.");
  }

  private static String include(String file) {
    return "databaseChangeLog:\n  - include:\n      file: " + file + "\n";
  }

  @Test
  void namesBothLinesOfADuplicate() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE a (x INT64) PRIMARY KEY (x);
        --changeset ann:1
        CREATE TABLE b (x INT64) PRIMARY KEY (x);
        """);

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "The change set changelog.sql::1::ann is there twice: changelog.sql:2 and"
                + " changelog.sql:4. Give one of them another id.");
  }

  @Test
  void refusesAnEmptyFile() {
    repository.with("changelog.yaml", "\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog changelog.yaml: the file is empty. Write a changelog into"
                + " it, or remove it.");
  }

  @Test
  void readsAChangelogThatHasNoChangeSetsYet() {
    repository.with("changelog.yaml", "databaseChangeLog: []\n");

    assertThat(repository.read("changelog.yaml").changeSets()).isEmpty();
  }

  @Test
  void refusesAFileWithoutAChangelog() {
    repository.with("changelog.yaml", "something: else\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog changelog.yaml: Could not find databaseChangeLog node."
                + " Correct changelog.yaml.");
  }

  @Test
  void saysWhereAFileIsNotUtf8() {
    repository.with(
        "changelog.sql",
        "--liquibase formatted sql\n--changeset ann:1\n-- für\nSELECT 1;\n".getBytes(ISO_8859_1));

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "Could not read the file changelog.sql: line 3 is not UTF-8 (byte 48). Save the file as"
                + " UTF-8.");
  }

  @Test
  void saysWhichFileIncludesAMissingOne() {
    repository
        .with("schema/changelog.yaml", include("schema/next.yaml"))
        .with("schema/next.yaml", include("schema/gone.sql"));

    assertThat(repository.failure("schema/changelog.yaml"))
        .isEqualTo(
            "schema/next.yaml:3 names the file schema/gone.sql, which does not exist. Add the file"
                + " or correct the path; paths start at the search path, or beside the naming file"
                + " with relativeToChangelogFile.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{sqlFile: {path: gone.sql}}",
        "{createView: {viewName: v, path: gone.sql}}",
        "{loadData: {tableName: t, file: gone.sql}}"
      })
  void saysWhichChangeNamesAMissingFile(String change) {
    repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n- changeSet: {id: 1, author: ann, changes: [" + change + "]}\n");

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:2 names the file gone.sql, which does not exist. Add the file or correct"
                + " the path; paths start at the search path, or beside the naming file with"
                + " relativeToChangelogFile.");
  }

  @Test
  void saysWhichParameterOfAPathIsMissing() {
    repository.with("changelog.yaml", include("\"${stage}.sql\""));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:3 names the file ${stage}.sql, but the parameter ${stage} is not"
                + " defined. Define it in CHANGELOG_PARAMETERS or with a property before that"
                + " line.");
  }

  @Test
  void refusesAnIncludeOutsideOfTheClone() {
    repository.with("changelog.yaml", include("../secret.sql"));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:3 names the file ../secret.sql, which is outside of the clone"
                + " directory. Keep every file of the changelog inside of the repository.");
  }

  @Test
  void refusesAnIncludeThroughASymbolicLink() throws IOException {
    Files.writeString(directory.resolve("secret.sql"), "SELECT 1");
    Files.createSymbolicLink(
        repository.directory().resolve("link.sql"), directory.resolve("secret.sql"));
    repository.with("changelog.yaml", include("link.sql"));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:3 names the file link.sql, which is a symbolic link. Replace the link by"
                + " what it points to: the pipe follows no link in the repository.");
  }

  @Test
  void refusesASqlFileOutsideOfTheClone() throws IOException {
    Files.writeString(directory.resolve("secret.sql"), "SELECT 1");
    repository.with(
        "schema/changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
                - sqlFile:
                    path: ../../secret.sql
                    relativeToChangelogFile: true
        """);

    assertThat(repository.failure("schema/changelog.yaml"))
        .isEqualTo(
            "schema/changelog.yaml:2 names the file ../secret.sql, which is outside of the clone"
                + " directory. Keep every file of the changelog inside of the repository.");
  }

  @Test
  void refusesADataFileOutsideOfTheClone() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
                - loadData:
                    tableName: t
                    file: ../rows.csv
        """);

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:2 names the file ../rows.csv, which is outside of the clone directory."
                + " Keep every file of the changelog inside of the repository.");
  }

  @Test
  void saysWhereAChangeIsUnknown() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
                - creatTable:
                    tableName: t
        """);

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:6 has a change of the unknown type creatTable. Write createTable, or write"
                + " the change as sql.");
  }

  @Test
  void refusesABrokenContextSetting() {
    repository.with("changelog.yaml", "databaseChangeLog: []\n");
    ChangelogSettings settings =
        new ChangelogSettings(
            repository.directory(),
            "changelog.yaml",
            List.of(),
            Optional.of("prod and (eu"),
            Optional.empty(),
            Map.of());

    assertThat(failure(settings))
        .isEqualTo(
            "CONTEXTS is \"prod and (eu\", but a parenthesis is not closed. Correct CONTEXTS.");
  }

  @Test
  void refusesABrokenLabelSetting() {
    repository.with("changelog.yaml", "databaseChangeLog: []\n");
    ChangelogSettings settings =
        new ChangelogSettings(
            repository.directory(),
            "changelog.yaml",
            List.of(),
            Optional.empty(),
            Optional.of("v1 or"),
            Map.of());

    assertThat(failure(settings))
        .isEqualTo("LABELS is \"v1 or\", but it ends where a name should be. Correct LABELS.");
  }

  @Test
  void refusesABrokenContextOfAChangeSet() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1 context:"prod and"
        SELECT 1;
        """);

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "changelog.sql:2 has the context expression \"prod and\", but it ends where a name"
                + " should be. Correct the expression.");
  }

  @Test
  void refusesAnUnknownDbms() {
    repository.with(
        "changelog.sql", "--liquibase formatted sql\n--changeset ann:1 dbms:spaner\nSELECT 1;\n");

    assertThat(repository.failure("changelog.sql"))
        .isEqualTo(
            "changelog.sql:2 has the unknown dbms spaner. Use cloudspanner, or leave dbms out.");
  }

  @Test
  void refusesPartitionedDmlThatIsNotSaidToBeIdempotent() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        -- spanner-pipe: partitioned-dml
        UPDATE t SET a = a + 1 WHERE true;
        """);

    assertThat(repository.read("changelog.sql").changeSets().getFirst().problems())
        .extracting(ChangelogProblem::text)
        .containsExactly(
            "changelog.sql:2: the change set asks for \"partitioned-dml\", but partitioned DML may"
                + " run a statement more than once. Write \"spanner-pipe: partitioned-dml"
                + " idempotent\" if that does no harm.");
  }
}
