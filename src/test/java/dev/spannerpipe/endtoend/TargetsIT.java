package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.documents.PipelineYaml;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.text.Sha256;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole runs whose targets come from the output of kubectl or Terraform. The page's own pipeline
/// leads from a composition to a migrated database and a started workflow.
@Concurrent
class TargetsIT {
  private static final Markdown PAGE = Markdown.page("src/docs/targets.md");
  private static final String CHANGELOG =
      "--liquibase formatted sql\n"
          + WholeTool.changeSet("owner", "CREATE TABLE ${owner} (Id INT64) PRIMARY KEY (Id);");
  private static final String DATABASE = "has the Database shop-9d4b6f3c2e10";

  @TempDir private Path folder;
  private Release release;

  @BeforeEach
  void open() {
    release =
        Release.ofProcesses(
            folder, "--liquibase formatted sql\n" + WholeTool.table(1), Histories.twoTasks());
    for (String target :
        List.of(
            "PROJECT",
            "SPANNER_INSTANCE",
            "SPANNER_DATABASE",
            "STATE_MACHINE_ARN",
            "WORKFLOW_INPUT")) {
      release.with(target, "");
    }
    release.with("PARAMETERS_FILE", "targets.json");
  }

  @AfterEach
  void close() {
    release.close();
  }

  @Test
  void thePipelineOfThePageMigratesTheDatabaseAndStartsTheWorkflow() {
    write(deployTarget());
    variablesOfThePage().forEach(release::with);

    Result ended = release.start().await();

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    String told =
        release
            .told(ended)
            .replace("=" + release.site.database().project() + " (", "=shop-prod (")
            .replace("=" + release.site.database().instance() + " (", "=main (")
            .replace("=" + release.site.database().name() + " (", "=shop (");
    assertThat(told)
        .contains(section("From a composition to a migrated database").blocks("").getFirst().text())
        .contains(
            "INFO: Execution <deployment>-a1 of %s requested.\n".formatted(Release.MACHINE),
            "INFO: Execution <deployment>-a1 is SUCCEEDED after <seconds>.\n");
    assertThat(release.site.database().rows("SELECT ID FROM DATABASECHANGELOG")).hasSize(1);
    release.assertInOrder(ended);
    release.assertDoneOnce(1);
  }

  @Test
  void putsOnRecordWhichValueCameFromWhere() {
    write(deployTarget());

    release.start().await();

    List<JsonObject> read =
        release.workspace().lastRun(release.site.database().name()).stream()
            .filter(event -> event.text("name").orElseThrow().equals("parameterRead"))
            .map(event -> (JsonObject) event.find("detail").orElseThrow())
            .toList();
    assertThat(read).hasSize(5);
    assertThat(read.get(2))
        .isEqualTo(
            Json.object(
                Map.of(
                    "variable", "SPANNER_DATABASE",
                    "value", release.site.database().name(),
                    "origin", "Database shop-9d4b6f3c2e10",
                    "file", "targets.json",
                    "sha256", Sha256.of(release.workspace().text("targets.json")))));
  }

  @Test
  void theOutputOfTerraformSetsChangelogParametersToo() {
    release.site.changelog("changelog.sql", CHANGELOG);
    write(
        inSite(
            Markdown.page("src/test/resources/targets/terraform.json")
                .text()
                .replace("\"acme-prod\"", "\"shop-prod\"")
                .replace("\"value\": \"shop\"", "\"value\": \"main\"")
                .replace("\"orders\"", "\"shop\"")));

    Result ended = release.start().await();

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(release.told(ended))
        .contains(
            "INFO: Parameters file targets.json: CHANGELOG_PARAMETERS=bucket, owner (output"
                + " changelog_parameters).\n",
            "CREATE TABLE ops.\n")
        .doesNotContain("https://10.0.0.2");
    release.assertDoneOnce(1);
  }

  @Test
  void anObjectOfConfigConnectorNamesTheDatabase() {
    write(
        inSite(
            """
            {"apiVersion": "v1", "kind": "List", "items": [
             {"apiVersion": "spanner.cnrm.cloud.google.com/v1beta1", "kind": "SpannerDatabase",
              "metadata": {"name": "database-of-the-shop", "namespace": "team", "generation": 1,
               "annotations": {"cnrm.cloud.google.com/project-id": "shop-prod"}},
              "spec": {"resourceID": "<database>", "instanceRef": {"external": "main"}},
              "status": {"observedGeneration": 1, "conditions": [
               {"type": "Ready", "status": "True", "reason": "UpToDate"}]}}]}
            """
                .replace("<database>", release.site.database().name())));

    Result ended = release.start().await();

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains(
            "INFO: Parameters file targets.json: SPANNER_DATABASE=%s (SpannerDatabase database-of-the-shop).\n"
                .formatted(release.site.database().name()));
    assertThat(release.site.database().rows("SELECT ID FROM DATABASECHANGELOG")).hasSize(1);
  }

  @Test
  void theJsonOfThePageIsReadAsThePageSays() {
    for (Markdown.Block block : PAGE.blocks("json")) {
      write(inSite(block.text()));

      Result ended = release.start().await();

      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(ended.output()).contains(": CHANGELOG_PARAMETERS=owner (");
    }
  }

  static Stream<Arguments> badFiles() {
    String ready = "\"reason\": \"Available\",\n                        \"status\": \"True\"";
    String item = "\"items\": [\n        {";
    return Stream.of(
        Arguments.of(
            ready,
            ready.replace("Available", "Unavailable").replace("True", "False"),
            DATABASE
                + ", whose condition Ready is False (Unavailable). Run kubectl wait"
                + " --for=condition=Ready database.spanner.gcp.m.upbound.io/shop-9d4b6f3c2e10 -n"
                + " team-shop, and write the file again."),
        Arguments.of(
            "\"generation\": 4",
            "\"generation\": 5",
            DATABASE
                + ", whose observedGeneration is 4, while metadata.generation is 5: its status"
                + " belongs to an earlier specification. Wait until the provider has handled the"
                + " latest change of the resource, and write the file again."),
        Arguments.of(
            item,
            "\"items\": [\n{\"apiVersion\": \"spanner.gcp.m.upbound.io/v1beta1\", \"kind\":"
                + " \"Database\", \"metadata\": {\"name\": \"other\"}},{",
            "has 2 objects of the kind Database: Database other, Database shop-9d4b6f3c2e10. Write"
                + " only the one that belongs to this deployment, as in kubectl get"
                + " database.spanner.gcp.m.upbound.io/other -o json."),
        Arguments.of(
            "\"forProvider\": {\n                    \"databaseDialect\"",
            "\"forProvider\": {\"ddl\": [\"CREATE TABLE a\"], \"databaseDialect\"",
            DATABASE
                + " with spec.forProvider.ddl, so the provider writes the schema, too: it executes"
                + " appended statements, and if another statement changes or is removed, its plan"
                + " can recreate the database, which drops all data. Set spec.managementPolicies to"
                + " [\"Observe\", \"Create\", \"LateInitialize\"] first, leave ddl unchanged until"
                + " that is in effect, and write the file again."));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void changesNothingForAnObjectThatCannotBeUsed(String what, String by, String message) {
    assertThat(deployTarget()).contains(what);
    write(deployTarget().replaceFirst(quote(what), by));

    assertRejected("PARAMETERS_FILE \"targets.json\" " + message);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of(
            "\"spanner_database\": {\"sensitive\": true, \"type\": \"string\", \"value\": \"shop\"}",
            "PARAMETERS_FILE \"targets.json\" has the sensitive output spanner_database. Remove"
                + " sensitive = true from this output: log and record show the targets of a run."),
        Arguments.of(
            "\"spanner_database\": \"shop\", \"state_machine_arn\": \"" + Release.MACHINE + "\\n\"",
            "STATE_MACHINE_ARN (key state_machine_arn of targets.json) \""
                + Release.MACHINE
                + " \" contains a control character. Write it without line breaks and tabs."),
        Arguments.of(
            "\"spanner_database\": \"${DATABASE}\"",
            "SPANNER_DATABASE (key spanner_database of targets.json) \"${DATABASE}\" is a variable"
                + " that was not replaced by its value. Write the value itself into the file."),
        Arguments.of(
            "\"spanner_database\": \"shop\", \"policy_file\": \"policy.yaml\"",
            "PARAMETERS_FILE \"targets.json\" names POLICY_FILE, which no file can set, so the run"
                + " would go without it. Set POLICY_FILE as a variable of the step, or remove the"
                + " key."));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void changesNothingForAValueThatCannotBeUsed(String member, String message) {
    write("{\"project\": \"shop-prod\", \"spanner_instance\": \"main\", " + member + "}");

    assertRejected(message);
  }

  @Test
  void asksThePolicyAboutTheDatabaseOfTheFile() {
    write(deployTarget());
    release
        .workspace()
        .with(
            "policy.yaml",
            """
            version: 1
            issuers:
              bitbucket:
                profile: bitbucket
                issuer: %s
                workspaceUuid: "%s"
                audiences: "%s"
            rules:
              - id: deploy
                when: {issuer: bitbucket, repositoryUuid: "%s"}
                allow:
                  do: [spanner.read, spanner.plan, spanner.ddl]
                  on: spanner:projects/shop-prod/instances/main/databases/carts
            """
                .formatted(
                    release.issuer.issuer(),
                    release.step.workspaceUuid(),
                    release.step.audience(),
                    release.step.repositoryUuid()));
    release.with("POLICY_FILE", "policy.yaml");

    assertRejected(
        4,
        "Could not begin on %1$s: no rule of the policy allows spanner.plan on spanner:%1$s. Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy."
            .formatted(release.site.database().resourceName()));
  }

  @Test
  void changesNothingWhereAVariableSaysOtherwise() {
    write(deployTarget());
    release.with("SPANNER_DATABASE", "carts");

    assertRejected(
        "SPANNER_DATABASE \"carts\" contradicts \"%s\", the value of the Database shop-9d4b6f3c2e10 of PARAMETERS_FILE \"targets.json\". Remove the variable, or correct the file: neither takes precedence."
            .formatted(release.site.database().name()));
  }

  @Test
  void readsNoFileOf50Megabytes() {
    write(" ".repeat(50_000_000) + deployTarget());

    assertRejected(
        "PARAMETERS_FILE \"targets.json\" could not be read: it has more than 4,194,304 bytes. Set it"
            + " to a JSON file of the repository, or of an artifact of an earlier step.");
  }

  private void assertRejected(String message) {
    assertRejected(2, message);
  }

  private void assertRejected(int exitCode, String message) {
    Result ended = release.start().await();

    assertThat(ended.lastLine()).isEqualTo("✖ " + message);
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(
            release
                .site
                .database()
                .rows("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ''"))
        .isEmpty();
    assertThat(release.service.service().starts()).isZero();
  }

  /// Returns what kubectl printed about the resources of the page's `DeployTarget`, for the test's
  /// database.
  private String deployTarget() {
    return inSite(Markdown.page("src/test/resources/targets/deploytarget.json").text());
  }

  private String inSite(String json) {
    return json.replace("\"shop-prod\"", "\"" + release.site.database().project() + "\"")
        .replace("\"main\"", "\"" + release.site.database().instance() + "\"")
        .replace(
            "\"crossplane.io/external-name\": \"shop\"",
            "\"crossplane.io/external-name\": \"" + release.site.database().name() + "\"")
        .replaceAll(
            "(\"spanner_database\": (?:\\{[^}]*\"value\": )?)\"shop\"",
            "$1\"" + release.site.database().name() + "\"");
  }

  /// Returns the variables of the page's second step, without those that lead to Google.
  private static Map<String, String> variablesOfThePage() {
    PipelineYaml.Use step =
        PipelineYaml.uses(
                section("From a composition to a migrated database")
                    .blocks("yaml")
                    .getLast()
                    .text())
            .getFirst();
    assertThat(step.variables()).containsKeys("PARAMETERS_FILE", "AWS_OIDC_ROLE_ARN");
    Map<String, String> variables = new HashMap<>(step.variables());
    variables.keySet().removeIf(name -> name.startsWith("GOOGLE_") || name.startsWith("AWS_"));
    return variables;
  }

  private static Markdown section(String heading) {
    return PAGE.section(heading);
  }

  private static String quote(String text) {
    return Pattern.quote(text);
  }

  private void write(String text) {
    release.workspace().with("targets.json", text);
  }
}
