package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.AwsSts;
import dev.spannerpipe.testing.cloud.GoogleMetadata;
import dev.spannerpipe.testing.cloud.IssuedTokens;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.testing.stepfunctions.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who the workflow is started as, what that lets the run do, and who decides on it.
@Concurrent
class WorkflowAccessIT {
  private static final String CHANGELOG = "--liquibase formatted sql\n" + WholeTool.table(1);
  private static final String MAP_RUN =
      "arn:aws:states:eu-west-1:123456789012:mapRun:deploy/Backfill:0a1b";
  private static final String CHILD_MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:child";
  private static final String CHILD =
      "arn:aws:states:eu-west-1:123456789012:execution:child:of-deploy";

  @TempDir private Path folder;
  private Release release;

  @BeforeEach
  void open() {
    release = Release.playing(folder, CHANGELOG, Histories.twoTasks());
  }

  @AfterEach
  void close() {
    release.close();
  }

  private AwsSts.Session session() {
    assertThat(release.aws.sts().sessions()).hasSize(1);
    return release.aws.sts().sessions().getFirst();
  }

  private JsonObject lastEvent(String name) {
    return release.workspace().lastRun(release.site.database().name()).stream()
        .filter(event -> event.text("name").orElseThrow().equals(name))
        .toList()
        .getLast();
  }

  private void assertMigratedNothing(Result ended) {
    assertThat(release.site.database().ddl()).as("%s", ended).isEmpty();
    assertThat(release.service.service().starts()).isZero();
  }

  @Test
  void holdsASessionForThisDeploymentAlone() {
    release.apply();

    String name = release.service.service().names().getFirst();
    String executions =
        "arn:aws:states:eu-west-1:123456789012:execution:deploy:"
            + name.replaceFirst("-a1$", "-a*");
    assertThat(session().policy())
        .isEqualTo(
            """
            {"Statement":[\
            {"Action":["states:StartExecution","states:DescribeStateMachine"],"Effect":"Allow",\
            "Resource":["%1$s"]},\
            {"Action":["states:DescribeExecution","states:DescribeStateMachineForExecution",\
            "states:GetExecutionHistory"],"Effect":"Allow","Resource":["%2$s"]},\
            {"Action":["states:DescribeMapRun","states:ListMapRuns"],"Effect":"Allow",\
            "Resource":["arn:aws:states:eu-west-1:123456789012:mapRun:deploy/*","%2$s"]},\
            {"Action":["states:DescribeExecution","states:GetExecutionHistory"],"Effect":"Allow",\
            "Resource":["arn:aws:states:eu-west-1:123456789012:execution:*"]}],\
            "Version":"2012-10-17"}"""
                .formatted(Release.MACHINE, executions));
  }

  @Test
  void isReadableInTheAuditLogsOfBothClouds() {
    release.with("BITBUCKET_BUILD_NUMBER", "17");

    release.apply();

    String runId = lastEvent("runEnded").text("runId").orElseThrow();
    String sessionName = "bb-shop-17-57e90000-0123456-" + runId.substring(runId.length() - 8);
    assertThat(session().sessionName()).isEqualTo(sessionName);
    assertThat(lastEvent("runEnded").find("identity"))
        .contains(Json.object(Map.of("roleSession", sessionName)));
    JsonObject issued = (JsonObject) lastEvent("credentialsIssued").find("detail").orElseThrow();
    assertThat(issued.text("identity"))
        .contains("arn:aws:sts::123456789012:assumed-role/deploy/" + sessionName);
    assertThat(issued.text("until")).contains(session().endsAt().toString());
  }

  @Test
  void asksForASessionForTheWorkflowAndTheMigrationBeforeIt() {
    release.with("WORKFLOW_TIMEOUT", "40m");

    release.apply();

    assertThat(session().seconds()).isEqualTo(70 * 60);
  }

  @Test
  void asksForASessionThatOutlastsTheWorkflow() {
    release.with("WORKFLOW_TIMEOUT", "40m");

    release.workflow();

    assertThat(session().seconds()).isEqualTo((40 + 30) * 60);
  }

  @Test
  void asksForNoLongerSessionThanTheRunMayTake() {
    release.with("TIMEOUT", "50m");

    release.apply();

    assertThat(session().seconds()).isEqualTo(50 * 60);
  }

  @Test
  void saysAtTheStartThatTheRoleDoesNotAllowEnoughTime() {
    release.aws.limitSessions(3_600);

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(release.told(ended))
        .containsSubsequence(
            "WARNING: The role does not allow sessions of 90 minutes, so the AWS credentials last 60 minutes.\n",
            "INFO: 9 book-keeping tables created.\n");
  }

  @Test
  void leavesTheExecutionAloneWhereItsCredentialsEnd() {
    release.service.service().machine(Release.MACHINE).plays(Histories.endless());
    release.aws.limitSessions(3_600);
    release.with("WORKFLOW_TIMEOUT", "2h");

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(release.told(ended))
        .contains(
            "WARNING: The AWS credentials expire at <time>, before WORKFLOW_TIMEOUT, 2 h, expires: a workflow that takes longer continues without being followed.\n",
            "\n✖ Execution <deployment>-a1 is still running but no longer followed: the AWS credentials have expired. Run this step again, which follows the same execution; see ");
    assertThat(release.result("outputs.env"))
        .contains("SPANNER_PIPE_OUTCOME=unfinished\n")
        .contains("SPANNER_PIPE_EXECUTION_STATUS=RUNNING\n");
    release.assertInOrder(ended);

    release.with("WORKFLOW_TIMEOUT", "10m");
    release.apply();
    release.assertDoneOnce(1);
  }

  @Test
  void migratesNothingWhereTheRoleIsNotGiven() {
    release.aws.trustGoogle("nobody", "nobody");

    Result ended = release.apply();

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.lastLine())
        .startsWith(
            "✖ Could not assume role arn:aws:iam::123456789012:role/deploy: Not authorized to"
                + " perform sts:AssumeRoleWithWebIdentity (AccessDenied), request ")
        .endsWith(
            "; values are case-sensitive, StringEquals accepts no *, and a change takes a minute.");
    assertMigratedNothing(ended);
    assertThat(lastEvent("credentialsIssued").text("outcome")).contains("failed");
  }

  @Test
  void migratesNothingForAForgedToken() {
    String token = release.issuer.issue(release.step.claims(release.time.now()));
    release.with("BITBUCKET_STEP_OIDC_TOKEN", token.replaceFirst("\\..*\\.", ".e30."));

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(3);
    assertThat(ended.lastLine()).startsWith("✖ Could not trust the OIDC token: ");
    assertThat(release.aws.sts().requests()).isEmpty();
    assertThat(release.spanner.calls()).isEmpty();
  }

  /// An emulator asks nobody who he is; AWS does.
  @Test
  void verifiesTheTokenAlsoBeforeAnEmulator() {
    release.with("SPANNER_ENDPOINT", "");
    release.with("SPANNER_EMULATOR_HOST", EmulatorServer.running().host());

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(release.told(ended)).contains("\nINFO: OIDC token verified: ");
    release.assertInOrder(ended);
  }

  @Test
  void takesTheRuntimesIdentityWhereThereIsNoToken() {
    try (OidcIssuer google = OidcIssuer.at("/google");
        GoogleMetadata metadata =
            new GoogleMetadata(
                new IssuedTokens(release.time::now), google, "job@acme.iam.gserviceaccount.com")) {
      release.aws.trustGoogle(google.issuer(), "sts.amazonaws.com");
      release.with("BITBUCKET_STEP_OIDC_TOKEN", "");
      release.with("CLOUD_RUN_JOB", "migrate");
      release.with("LOG_FORMAT", "text");
      release.with("GCE_METADATA_HOST", metadata.host());

      Result ended = release.apply();

      assertThat(ended.exitCode()).as("%s", ended).isZero();
      assertThat(release.told(ended))
          .contains("INFO: Acting as arn:aws:sts::123456789012:assumed-role/deploy/<session>.\n");
      release.assertDoneOnce(1);
    }
  }

  @Test
  void mayFollowMapRunsAndChildren() throws IOException {
    allowWhatTheDocumentsSay();
    Machine machine = release.service.service().machine(Release.MACHINE);
    release.service.service().mapRun(MAP_RUN, "RUNNING", 56, 12, 1);
    Machine child = release.service.service().machine(CHILD_MACHINE).plays(Histories.twoTasks());
    release.service.service().put(CHILD, child, "{}");
    machine.plays(Histories.distributedMap(MAP_RUN, true), Histories.nested(CHILD, 6_000, true));

    Result ofMap = release.apply();
    release.nextPipeline(2);
    Result ofChild = release.apply();

    assertThat(release.told(ofMap)).contains("INFO: Backfill: 12 of 56 items done, 43 running");
    assertThat(release.told(ofChild)).contains("INFO: | Deploy done after ");
    assertThat(ofMap.output() + ofChild.output()).doesNotContain("WARNING");
  }

  @Test
  void mayStopAndRedriveItsOwnExecution() throws IOException {
    allowWhatTheDocumentsSay();
    Machine machine = release.service.service().machine(Release.MACHINE);
    machine.plays(Histories.failedTask(), Histories.endless());
    release.with("WORKFLOW_ON_FAILURE", "redrive");
    release.with("WORKFLOW_ON_TIMEOUT", "stop");
    release.with("WORKFLOW_TIMEOUT", "10m");

    Result redriven = release.apply();
    release.nextPipeline(2);
    Result stopped = release.apply();

    assertThat(redriven.exitCode()).as("%s", redriven).isZero();
    assertThat(release.service.service().redrives()).isEqualTo(1);
    assertThat(stopped.exitCode()).as("%s", stopped).isEqualTo(7);
    assertThat(release.told(stopped)).contains("Execution <deployment>-a1 is ABORTED");
  }

  private void allowWhatTheDocumentsSay() throws IOException {
    String page = Files.readString(Path.of("src", "docs", "setup-aws.md"));
    String section = page.substring(page.indexOf("## 2. IAM policy of the role"));
    int start = section.indexOf("```json") + "```json".length();
    release.aws.allowRole(section.substring(start, section.indexOf("```", start)));
  }

  private void policy(String actions, String stateMachine) {
    release.site.changelog(
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
              - do: [spanner.read, spanner.plan, spanner.ddl]
                on: spanner:%s
              - do: [%s]
                on: %s
                as: {aws: %s}
        """
            .formatted(
                release.issuer.issuer(),
                release.step.workspaceUuid(),
                release.step.audience(),
                release.step.repositoryUuid(),
                release.site.database().resourceName(),
                actions,
                stateMachine,
                AwsAccount.ROLE));
    release.with("POLICY_FILE", "policy.yaml");
    release.with("OIDC_ISSUER", "");
  }

  @Test
  void startsWhatThePolicyAllows() {
    policy("sfn.start, sfn.describe", Release.MACHINE);
    release.with("STATE_MACHINE_ARN", Release.MACHINE + ":live");

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    release.assertInOrder(ended);
    release.assertDoneOnce(1);
    assertThat(names())
        .containsSubsequence(
            "policyDecided", "changeSetRecorded", "policyDecided", "executionStarted");
    assertThat(
            ((JsonObject) lastEvent("policyDecided").find("detail").orElseThrow()).text("target"))
        .contains(Release.MACHINE);
  }

  private List<String> names() {
    return release.workspace().lastRun(release.site.database().name()).stream()
        .map(event -> event.text("name").orElseThrow())
        .toList();
  }

  @Test
  void migratesNothingWhereThePolicyAllowsNoStart() {
    policy("sfn.describe", Release.MACHINE);

    Result ended = release.apply();

    assertDenied(ended, "sfn.start");
  }

  @Test
  void migratesNothingForAnotherStateMachineThanThePolicyAllows() {
    policy("sfn.start, sfn.describe", Release.MACHINE + "-other");

    assertDenied(release.apply(), "sfn.start");
  }

  @Test
  void redrivesOnlyWhereThePolicyAllowsIt() {
    policy("sfn.start, sfn.describe", Release.MACHINE);
    release.with("WORKFLOW_ON_FAILURE", "redrive");

    assertDenied(release.apply(), "sfn.redrive");
  }

  private void assertDenied(Result ended, String action) {
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(4);
    assertThat(ended.lastLine())
        .startsWith(
            "✖ Could not start the workflow %s: no rule of the policy allows %s on %s"
                .formatted(Release.MACHINE, action, Release.MACHINE));
    assertMigratedNothing(ended);
    assertThat(release.aws.sts().requests()).isEmpty();
    assertThat(lastEvent("policyDecided").text("outcome")).contains("failed");
  }
}
