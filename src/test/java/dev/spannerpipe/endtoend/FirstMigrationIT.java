package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.documents.PipelineYaml;
import dev.spannerpipe.git.GitHistory;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Carries out the README's first example, in an empty folder, as it stands there: what a new user
/// copies works.
@Concurrent
class FirstMigrationIT {
  private static final Markdown EXAMPLES = Markdown.page("README.md").section("Examples");

  @TempDir private Path home;

  @Test
  void commandsLeadFromAnEmptyFolderToAMigratedDatabase() throws IOException, InterruptedException {
    String instance = EmulatorServer.running().newName();
    String commands = commands();
    commands = instead(commands, "localhost:9010", EmulatorServer.running().host());
    commands = instead(commands, " PROJECT=demo", " PROJECT=" + EmulatorServer.running().project());
    commands = instead(commands, "SPANNER_INSTANCE=demo", "SPANNER_INSTANCE=" + instance);

    String said = shell(commands);

    assertThat(said)
        .contains("     CREATE TABLE customers (\n", "✔ Applied 1 change set to shop in ");
    assertThat(
            EmulatorServer.running()
                .database(instance, "shop", Dialect.GOOGLE_STANDARD_SQL)
                .rows(
                    "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'customers'"))
        .hasSize(2);
  }

  @Test
  void stepAppliesTheChangelogOfTheExampleAndAMistakeIsCorrected() {
    Workspace workspace = new Workspace(home);
    String changelog = heredoc();
    PipeRun pipe = PipeRun.in(workspace).with(stepOfEmulator());

    workspace.with("schema/changelog.sql", changelog);
    assertThat(pipe.run().lastLine()).startsWith("✔ Applied 1 change set");
    assertThat(pipe.run().lastLine()).startsWith("✔ Nothing to do");

    String more = EXAMPLES.blocks("sql").getFirst().text();
    workspace.with("schema/changelog.sql", changelog + more.replace("STRING", "STRNG"));
    Result mistaken = pipe.run();
    assertThat(mistaken.exitCode()).isEqualTo(5);
    assertThat(mistaken.lastLine()).contains("schema/changelog.sql:8");

    workspace.with("schema/changelog.sql", changelog + more);
    assertThat(pipe.run().lastLine()).startsWith("✔ Applied 1 change set");
  }

  @Test
  void stepOfThePullRequestPreviewsWhatTheBranchAdds() {
    Workspace workspace = new Workspace(home).with("schema/changelog.sql", heredoc());
    String destination = GitHistory.commitAll(home);
    workspace.with("schema/changelog.sql", heredoc() + EXAMPLES.blocks("sql").getFirst().text());
    Map<String, String> variables = step(use -> use.step().equals("Preview the pull request"));
    variables.put("BITBUCKET_PR_DESTINATION_COMMIT", destination.substring(0, 12));

    Result result = PipeRun.in(workspace).with(variables).run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("Compared with the changelog of the destination commit " + destination)
        .contains("     adds the column email of customers\n");
  }

  @Test
  void stepsOfMainApplyThePreviewedPlanAndNoOther() {
    Workspace workspace = new Workspace(home).with("schema/changelog.sql", heredoc());
    Map<String, String> production = stepOfEmulator();
    PipeRun pipe = PipeRun.in(workspace);
    assertThat(pipe.with(production).run().lastLine()).startsWith("✔ Applied 1 change set");
    String reviewed = heredoc() + EXAMPLES.blocks("sql").getFirst().text();
    PipeRun migration = pipe.with(stepOfMain("Migrate production", production));

    workspace.with("schema/changelog.sql", reviewed);
    Result preview = pipe.with(stepOfMain("Preview production", production)).run();
    assertThat(preview.exitCode()).as(preview.err()).isZero();

    workspace.with("schema/changelog.sql", reviewed.replace("email", "mail"));
    Result other = migration.run();
    assertThat(other.exitCode()).as(other.err()).isEqualTo(4);
    assertThat(other.lastLine() + "\n")
        .isEqualTo(
            Markdown.page("src/docs/preview.md")
                .section("Review binds apply")
                .blocks("")
                .getFirst()
                .text());

    workspace.with("schema/changelog.sql", reviewed);
    assertThat(migration.run().lastLine()).startsWith("✔ Applied 1 change set");
  }

  @Test
  void changelogHasSixLines() {
    assertThat(heredoc().lines()).hasSize(6);
  }

  /// Returns the variables of the step that tests the changelog, for an emulator that is elsewhere.
  private static Map<String, String> stepOfEmulator() {
    Map<String, String> variables =
        step(
            use ->
                use.variables().containsKey("SPANNER_EMULATOR_HOST")
                    && !use.variables().containsKey("COMMAND"));
    variables.put("SPANNER_INSTANCE", EmulatorServer.running().newName());
    return variables;
  }

  /// Returns the variables of a step of `main`, for a database in an emulator. A preview reaches it
  /// as it reaches Spanner.
  private static Map<String, String> stepOfMain(String name, Map<String, String> database) {
    Map<String, String> variables = step(use -> use.step().equals(name));
    variables.keySet().removeIf(variable -> variable.startsWith("GOOGLE_"));
    variables.put("PROJECT", database.get("PROJECT"));
    variables.put("SPANNER_INSTANCE", database.get("SPANNER_INSTANCE"));
    variables.put("SPANNER_ENDPOINT", "http://" + EmulatorServer.running().host());
    return variables;
  }

  private static Map<String, String> step(Predicate<PipelineYaml.Use> wanted) {
    PipelineYaml.Use use =
        PipelineYaml.uses(EXAMPLES.blocks("yaml").getFirst().text()).stream()
            .filter(wanted)
            .findFirst()
            .orElseThrow();
    Map<String, String> variables = new HashMap<>(use.variables());
    assertThat(variables).containsEntry("CHANGELOG_FILE", "schema/changelog.sql");
    variables.computeIfPresent(
        "SPANNER_EMULATOR_HOST",
        (_, host) -> {
          assertThat(host).isEqualTo("$BITBUCKET_DOCKER_HOST_INTERNAL:9010");
          return EmulatorServer.running().host();
        });
    return variables;
  }

  private static String commands() {
    return EXAMPLES.blocks("sh").stream()
        .map(Markdown.Block::text)
        .filter(text -> text.contains("schema/changelog.sql"))
        .findFirst()
        .orElseThrow();
  }

  /// Returns the changelog that the commands write.
  private static String heredoc() {
    return commands().replaceFirst("(?s).*<<'SQL'\n(.*?\n)SQL\n.*", "$1");
  }

  private static String instead(String text, String what, String by) {
    assertThat(text).containsOnlyOnce(what);
    return text.replace(what, by);
  }

  /// Runs the commands as a person at home does, who has the pipe in `~/spanner-pipe`.
  private String shell(String commands) throws IOException, InterruptedException {
    Installation.install(home.resolve("spanner-pipe"));
    Path folder = Files.createDirectory(home.resolve("empty"));
    Path output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
