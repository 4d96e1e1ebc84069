package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.git.GitHistory;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.Workspace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A preview that has no database: it compares the changelog with that of the commit that the pull
/// request is merged into, or with nothing.
@Concurrent
class PreviewWithoutDatabaseIT {
  private static final String SINGERS =
      """
      --liquibase formatted sql
      --changeset ann:1
      CREATE TABLE Singers (Id INT64 NOT NULL, Name STRING(50)) PRIMARY KEY (Id);
      """;

  private static final String BORN =
      """
      --changeset ann:2
      ALTER TABLE Singers ADD COLUMN Born DATE;
      """;

  @TempDir private Path directory;
  private Workspace workspace;
  private PipeRun preview;

  @BeforeEach
  void open() {
    workspace = new Workspace(directory);
    preview =
        PipeRun.in(
            directory,
            Map.of(
                "COMMAND", "preview",
                "CHANGELOG_FILE", "changelog.sql",
                "SPANNER_EMULATOR_HOST", EmulatorServer.running().host()));
  }

  private PipeRun against(String commit) {
    return preview.with("BITBUCKET_PR_DESTINATION_COMMIT", commit);
  }

  @Test
  void comparesWithTheChangelogOfTheDestinationCommit() {
    workspace.with("changelog.sql", SINGERS);
    String commit = GitHistory.commitAll(directory);
    workspace.with("changelog.sql", SINGERS + BORN);

    Result result = against(commit.substring(0, 12)).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith(
            "Compared with the changelog of the destination commit "
                + commit
                + " (neither Google credentials nor SPANNER_ENDPOINT is set).\n")
        .contains("adds the column Born of Singers")
        .doesNotContain("adds the table Singers");
    assertThat(workspace.has(".spanner-pipe/preview/preview.json")).isTrue();
    assertThat(workspace.has("test-results/spanner-pipe-preview.xml")).isTrue();
  }

  @Test
  void findsWhatTheBranchEdits() {
    workspace.with("changelog.sql", SINGERS);
    String commit = GitHistory.commitAll(directory);
    workspace.with("changelog.sql", SINGERS.replace("50", "60") + BORN);

    Result result = against(commit).run();

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(result.out()).contains("ERROR SP601", "adds the column Born of Singers");
  }

  @Test
  void comparesInPostgresqlWhereTheVariableSaysSo() {
    workspace.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE singers (id bigint PRIMARY KEY, name varchar(50));
        """);
    String commit = GitHistory.commitAll(directory);
    workspace.with(
        "changelog.sql",
        workspace.text("changelog.sql")
            + "--changeset ann:2\nALTER TABLE singers DROP COLUMN name;\n");

    Result result = against(commit).with("SPANNER_DIALECT", "postgresql").run();

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(result.out()).contains("ERROR SP102", "drops the column name of singers");
  }

  @Test
  void aCommitThatIsNotInTheCloneIsAMistakeOfTheStep() {
    workspace.with("changelog.sql", SINGERS);
    GitHistory.commitAll(directory);

    Result result = against("0123456789ab").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not read the commit 0123456789ab of the destination branch: the clone does not"
                + " contain it. Set clone: {depth: full} on the step, or give the preview access to"
                + " the database.");
  }

  @Test
  void aCommitWithoutTheChangelogLeavesEverythingPending() {
    workspace.with("other.txt", "");
    String commit = GitHistory.commitAll(directory);
    workspace.with("changelog.sql", SINGERS);

    Result result = against(commit).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains(
            "Note: The destination commit %s does not have changelog.sql, so all of it is pending"
                .formatted(commit),
            "adds the table Singers");
  }

  @Test
  void aCommitWhoseChangelogCannotBeReadLeavesEverythingPending() {
    workspace.with("changelog.sql", "--liquibase formatted sql\n--changeset\n");
    workspace.with("changelog.yaml", "databaseChangeLog: [\n");
    String commit = GitHistory.commitAll(directory);
    workspace.with("changelog.yaml", "databaseChangeLog:\n  - include: {file: singers.sql}\n");
    workspace.with("singers.sql", SINGERS);

    Result result = against(commit).with("CHANGELOG_FILE", "changelog.yaml").run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains(
            "Note: The changelog of the destination commit %s cannot be read, so all of this one is pending: "
                .formatted(commit),
            "adds the table Singers");
  }

  @Test
  void withoutAnyCommitEverythingIsPending() {
    workspace.with("changelog.sql", SINGERS);

    Result result = preview.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("Compared with an empty database")
        .contains("adds the table Singers");
  }
}
