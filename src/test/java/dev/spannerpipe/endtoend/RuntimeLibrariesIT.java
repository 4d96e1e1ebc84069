package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.compare.DatabaseState;
import dev.spannerpipe.compare.Repository;
import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.git.GitHistory;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.stepfunctions.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The built pipe, started by its entry script, with the libraries that its users get: they suffice
/// for every command, both dialects and each format of a changelog. What runs in the test's own
/// process has more libraries, among them all that `pom.xml` excludes.
@Concurrent
class RuntimeLibrariesIT extends CloudStep {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath();

  @BeforeEach
  void findTheBuiltPipe() {
    assumeTrue(
        Files.exists(CHECKOUT.resolve("target").resolve("spanner-pipe.jar")),
        "the pipe is not built by Maven here");
  }

  private Result run(PipeRun step, String... arguments) {
    return PipeProcess.startInstalled(CHECKOUT, step.variables(), workspace.directory(), arguments)
        .await();
  }

  private static void assertEnds(Result result, String lastLine) {
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.lastLine()).startsWith(lastLine);
  }

  /// Reads changelogs in YAML, JSON, XML and SQL, data from CSV files, parameters from variables
  /// and property files.
  private void assertEndsAsWithAllLibraries(
      Dialect dialect, String fixture, Map<String, String> options) {
    new Repository(workspace.directory()).copyFixture(fixture);
    PipeRun step =
        pipe.with("BITBUCKET_CLONE_DIR", workspace.directory().toString())
            .with("CHANGELOG_FILE", fixture + "/changelog.yaml")
            .with("ALLOW_DESTRUCTIVE", "true")
            .with(options);
    TestDatabase ours = EmulatorServer.running().newDatabase(dialect);
    TestDatabase other = EmulatorServer.running().newDatabase(dialect);

    assertEnds(run(step.with("SPANNER_DATABASE", ours.name()), "apply"), "✔ Applied ");
    step.with("SPANNER_DATABASE", other.name()).run().succeeded();

    assertThat(DatabaseState.of(ours).differenceFrom(DatabaseState.of(other))).isEmpty();
    assertEnds(run(step.with("SPANNER_DATABASE", ours.name()), "apply"), "✔ Nothing to do: ");
  }

  @Test
  void theySufficeForEachFeatureOfAChangelog() {
    assertEndsAsWithAllLibraries(
        Dialect.GOOGLE_STANDARD_SQL,
        "every-feature",
        Map.of(
            "CONTEXTS", "test",
            "LABELS", "release or !experiment",
            "CHANGELOG_PARAMETERS", "given=on the command line"));
  }

  @Test
  void theySufficeForEachFeatureOfAPostgresqlChangelog() {
    assertEndsAsWithAllLibraries(
        Dialect.POSTGRESQL,
        "every-feature-postgresql",
        Map.of("CONTEXTS", "test", "LABELS", "release"));
  }

  @Test
  void theySufficeForEachCommandOfADeployment() {
    gate.grant(SpannerRights.APPLY);
    try (AwsAccount aws = account()) {
      aws.workflows().service().machine(MACHINE).plays(Script.empty().started().succeeded(1));
      PipeRun step =
          deployment()
              .with("BITBUCKET_CLONE_DIR", workspace.directory().toString())
              .with(aws.variables())
              .with("STATE_MACHINE_ARN", MACHINE);

      assertEnds(run(step, "doctor"), "✔ The chain of trust is sound");
      assertEnds(run(step, "apply"), "✔ Applied 1 change set to ");
      assertEnds(run(step, "workflow"), "✔ ");
      assertEnds(run(step, "status"), "✔ Up to date: ");
      assertEnds(run(step, "history", "--verify"), "✔ ");
      workspace.withSql(table(1) + table(2));
      assertEnds(
          run(step.with("SPANNER_EMULATOR_HOST", EmulatorServer.running().host()), "preview"),
          "✔ 1 change set is pending");
    }
  }

  @Test
  void theySufficeForThePreviewOfAPullRequest() {
    Path clone = workspace.directory();
    String commit = GitHistory.commitAll(clone);
    workspace.withSql(table(1) + table(2));
    PipeRun step =
        PipeRun.in(workspace)
            .with("BITBUCKET_CLONE_DIR", clone.toString())
            .with("CHANGELOG_FILE", "changelog.sql")
            .with("SPANNER_EMULATOR_HOST", EmulatorServer.running().host())
            .with("BITBUCKET_PR_DESTINATION_COMMIT", commit);

    assertEnds(run(step, "preview"), "✔ 1 change set is pending");
  }
}
