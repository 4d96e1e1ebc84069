package dev.spannerpipe.changelog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  void callsTheSecondChangeSetWithAnIdentityADuplicate() {
    repository.with(
        "changelog.sql",
        "--liquibase formatted sql\n--changeset ann:1\nCREATE ROLE a;\n--changeset ann:1\nCREATE ROLE b;\n");

    assertThat(repository.read("changelog.sql").problems())
        .containsExactly(
            new ChangelogProblem(
                new SourceLocation("changelog.sql", 4),
                "The change set changelog.sql::1::ann occurs twice: changelog.sql:2 and changelog.sql:4",
                "Give one of them another id",
                Set.of(new ChangeSetId("changelog.sql", "1", "ann")),
                ChangelogProblem.Effect.REJECTED,
                ChangelogProblem.Kind.DUPLICATE));
  }

  @Test
  void readsAChangelogThatHasNoChangeSetsYet() {
    repository.with("changelog.yaml", "databaseChangeLog: []\n");

    assertThat(repository.read("changelog.yaml").changeSets()).isEmpty();
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
            "changelog.yaml:2 names the file gone.sql, which does not exist. Add the file or"
                + " correct the path; paths are relative to the search path, or with"
                + " relativeToChangelogFile to the file that names them.");
  }

  @Test
  void refusesAnIncludeThroughASymbolicLink() throws IOException {
    Files.writeString(directory.resolve("secret.sql"), "SELECT 1");
    Files.createSymbolicLink(
        repository.directory().resolve("link.sql"), directory.resolve("secret.sql"));
    repository.with("changelog.yaml", include("link.sql"));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "changelog.yaml:3 names the file link.sql, which is a symbolic link. Replace the link"
                + " with its target; the pipe follows no links in the repository.");
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
        .isEqualTo("LABELS is \"v1 or\", but a name is missing at its end. Correct LABELS.");
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
                + " idempotent\" if running the statements again does no harm.");
  }
}
