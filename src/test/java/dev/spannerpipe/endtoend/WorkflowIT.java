package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole run with its second half: the deployment workflow.
@Concurrent
class WorkflowIT {
  private static final String CHANGELOG =
      "--liquibase formatted sql\n" + WholeTool.table(1) + WholeTool.table(2);

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

  @Test
  void startsTheWorkflowOnceTheLeaseIsGivenBack() {
    Result ended = release.apply();

    assertThat(release.told(ended))
        .isEqualTo(
            """
            INFO: spanner-pipe <version>: apply on <database>, run <run 1>.
            INFO: Endpoint override: AWS_ENDPOINT_URL_SFN=<step functions>.
            INFO: Endpoint override: AWS_ENDPOINT_URL_STS=<sts>.
            INFO: Endpoint override: OIDC_ISSUER=<issuer>.
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            INFO: OIDC token verified: {5e905170-0000-4000-8000-000000000002}:\
            {de910900-0000-4000-8000-000000000003}:{57e90000-0000-4000-8000-000000000005}.
            INFO: Acting as arn:aws:sts::123456789012:assumed-role/deploy/<session>.
            INFO: 9 book-keeping tables created.
            INFO: Plan <digest>: 2 change sets, 1 schema operation.
            INFO: Data loss check: the plan causes no data loss.
            INFO: Schema operation sp_1_1 submitted: 2 statements.
            INFO: [1/2] changelog.sql:3 change set 1 (ann): CREATE TABLE T1.
            INFO: [2/2] changelog.sql:5 change set 2 (ann): CREATE TABLE T2.
            INFO: Applied 2 change sets to <name> in <duration>; last change set: changelog.sql::2::ann.
            INFO: Execution <deployment>-a1 of %1$s requested.
            INFO: Execution <deployment>-a1 started: %2$s, see %3$s.
            INFO: Prepare entered.
            INFO: Prepare done after 1.0 s.
            INFO: Deploy entered.
            INFO: Deploy done after 2.0 s.
            INFO: Execution <deployment>-a1 is SUCCEEDED after <seconds>.
            INFO: Record head: <digest> (event 26).
            ✔ Applied 2 change sets to <name> in <duration>; last change set: changelog.sql::2::ann; \
            execution <deployment>-a1 succeeded.
            """
                .formatted(
                    Release.MACHINE,
                    "arn:aws:states:eu-west-1:123456789012:execution:deploy:<deployment>-a1",
                    "https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn%3Aaws%3Astates%3Aeu-west-1%3A123456789012%3Aexecution%3Adeploy%3A<deployment>-a1"));
    release.assertInOrder(ended);
    release.assertDoneOnce(1);
  }

  @Test
  void leavesOutputAndStatesInItsFiles() {
    release.apply();

    assertThat(release.result("workflow-output.json")).isEqualTo("{\"ok\":true,\"ratio\":0.5}\n");
    String name = release.service.service().names().getFirst();
    assertThat(release.result("outputs.env"))
        .contains("SPANNER_PIPE_OUTCOME=done\n")
        .contains(
            "SPANNER_PIPE_EXECUTION_ARN=arn:aws:states:eu-west-1:123456789012:execution:deploy:%s\n"
                .formatted(name))
        .contains("SPANNER_PIPE_EXECUTION_STATUS=SUCCEEDED\n");
    assertThat(release.junit())
        .contains("tests=\"4\" failures=\"0\"")
        .contains("classname=\"%s\" name=\"Prepare\" time=\"1.000\"".formatted(name))
        .contains("classname=\"%s\" name=\"Deploy\" time=\"2.000\"".formatted(name));
  }

  @Test
  void tellsTheWorkflowWhichDeploymentItIs() {
    release.apply();

    String name = release.service.service().names().getFirst();
    assertThat(
            release
                .service
                .service()
                .input(name)
                .replace(release.site.database().resourceName(), "<database>")
                .replaceAll("\\b[0-9a-f]{64}\\b", "<digest>"))
        .isEqualTo(
            "{\"service\":\"shop\",\"spannerPipe\":{\"changeSetCount\":2,"
                + "\"changeSets\":[\"changelog.sql::1::ann\",\"changelog.sql::2::ann\"],"
                + "\"commit\":\"0123456789abcdef0123456789abcdef01234567\","
                + "\"database\":\"<database>\",\"environment\":\"production\","
                + "\"pipeline\":\"{5b1f3a44-0000-4000-8000-000000000001}\","
                + "\"planSha256\":\"<digest>\",\"recordHead\":\"<digest>\","
                + "\"repository\":\"team/shop\","
                + "\"repositoryUuid\":\"{5e905170-0000-4000-8000-000000000002}\"}}");
  }

  /// The execution is named by the deployment and not by the plan.
  @Test
  void startsOneExecutionForEachDeploymentAndNoneForARepeatedRun() {
    assertThat(release.apply().exitCode()).isZero();
    release.nextPipeline(2);
    assertThat(release.apply().exitCode()).isZero();
    Result again = release.apply();

    assertThat(release.told(again))
        .endsWith(
            """
            INFO: Record head: <digest> (event 12).
            ✔ Nothing to do: all 2 change sets of this changelog are applied to <name> (<duration>); execution <deployment>-a1 succeeded.
            """)
        .contains("INFO: Execution <deployment>-a1 had succeeded before, and is not repeated: ");
    release.assertInOrder(again);
    release.assertDoneOnce(2);
    assertThat(release.intents().stream().map(List::getFirst)).doesNotHaveDuplicates();
  }

  @Test
  void runsTheWorkflowAlone() {
    Result ended = release.workflow();

    assertThat(release.told(ended))
        .endsWith("✔ Execution <deployment>-a1 succeeded.\n")
        .doesNotContain("Lease");
    assertThat(ended.exitCode()).isZero();
    release.assertInOrder(ended);
    assertThat(Runs.executed(release.spanner)).isEmpty();
    release.assertDoneOnce(1);
  }

  @Test
  void goesOnWithTheWorkflowOfAnApply() {
    release.apply();

    Result ended = release.workflow();

    assertThat(ended.exitCode()).isZero();
    release.assertDoneOnce(1);
  }

  @Test
  void keepsTheMigrationWhereTheWorkflowFails() {
    release.service.service().machine(Release.MACHINE).plays(Histories.failedTask());

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(7);
    assertThat(release.told(ended))
        .contains(
            "INFO: Applied 2 change sets to <name> in <duration>; last change set: changelog.sql::2::ann.\n")
        .contains("\n✖ Execution <deployment>-a1 failed in ");
    assertThat(release.result("outputs.env"))
        .contains("SPANNER_PIPE_APPLIED=2\n")
        .contains("SPANNER_PIPE_OUTCOME=workflow\n")
        .contains("SPANNER_PIPE_EXECUTION_STATUS=FAILED\n");
    assertThat(release.result("workflow-output.json")).isEqualTo("null\n");
    release.assertInOrder(ended);
  }

  @Test
  void beginsTheNextAttemptWhereTheLastOneFailed() {
    release
        .service
        .service()
        .machine(Release.MACHINE)
        .plays(Histories.failedTask(), Histories.twoTasks());
    release.apply();

    Result ended = release.apply();

    assertThat(ended.exitCode()).isZero();
    assertThat(release.told(ended)).endsWith("; execution <deployment>-a2 succeeded.\n");
    release.assertDoneOnce(2);
  }

  @Test
  void startsNothingWhereTheMigrationFails() {
    release.site.changelog(
        "changelog.sql", CHANGELOG + WholeTool.changeSet("3", "DROP TABLE Missing;"));

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(5);
    assertThat(release.service.calls()).containsExactly("DescribeStateMachine");
    assertThat(release.result("workflow-output.json")).isEqualTo("null\n");
    assertThat(release.result("outputs.env")).contains("SPANNER_PIPE_EXECUTION_ARN=\n");
    release.assertInOrder(ended);
  }

  @Test
  void readsNoInputThroughALinkOfTheBranch(@TempDir Path elsewhere) throws IOException {
    Path input = Files.writeString(elsewhere.resolve("input.json"), "{}");
    Files.createSymbolicLink(release.site.folder().resolve("link.json"), input);
    release.with("WORKFLOW_INPUT", "link.json");

    Result ended = release.apply();

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not use WORKFLOW_INPUT: link.json cannot be used: it is a symbolic link. Set it to a JSON object, or to the path of a file that contains one; the path is relative to the clone directory.");
    assertThat(release.spanner.calls()).isEmpty();
    assertThat(release.service.calls()).isEmpty();
  }

  @Test
  void refusesAnInputThatIsNoJsonBeforeItAsksAnybody() {
    release.with("WORKFLOW_INPUT", "{\"service\":");

    Result ended = release.apply();

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not use WORKFLOW_INPUT: it is not JSON. Check quotes, commas and brackets; a shell may have removed some of them.");
    assertThat(release.spanner.calls()).isEmpty();
    assertThat(release.service.calls()).isEmpty();
  }

  @Test
  void refusesToStartWhatItCouldNotFindAgain() {
    release.with("BITBUCKET_PIPELINE_UUID", "");
    release.with("BITBUCKET_COMMIT", "");

    Result ended = release.apply();

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not distinguish this deployment from the previous one: neither BITBUCKET_PIPELINE_UUID"
                + " nor BITBUCKET_COMMIT is set. Set WORKFLOW_KEY to a value that differs between"
                + " deployments.");
    assertThat(release.spanner.calls()).isEmpty();
  }

  @Test
  void migratesNothingForAnExpressWorkflow() {
    release.service.service().machine(Release.MACHINE, "EXPRESS");

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(2);
    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not start the workflow %s: it is an Express workflow, which has no history to follow and whose interrupted start cannot be detected. Use a state machine of the type STANDARD, which may run the Express one as a step."
                .formatted(Release.MACHINE));
    assertThat(release.site.database().ddl()).isEmpty();
  }

  @Test
  void migratesNothingForAWorkflowThatDoesNotExist() {
    release.with("STATE_MACHINE_ARN", Release.MACHINE + "-other");

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(2);
    assertThat(ended.lastLine())
        .startsWith("✖ Could not read the state machine " + Release.MACHINE + "-other: ")
        .endsWith(" Check STATE_MACHINE_ARN: name, account, region, version or alias.");
    assertThat(release.site.database().ddl()).isEmpty();
  }

  @Test
  void saysOnceThatItMayNotLookAtTheStateMachine() {
    release.service.deny("DescribeStateMachine");

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(ended.lines().stream().filter(line -> line.startsWith("WARNING: The type and")))
        .hasSize(1);
  }

  @Test
  void followsNoLongerThanTheRunMayTake() {
    release.service.service().machine(Release.MACHINE).plays(Histories.endless());
    release.with("TIMEOUT", "10m");

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(release.told(ended))
        .contains(
            "\n✖ Execution <deployment>-a1 is still running but no longer followed: TIMEOUT has expired. Run this step again, which follows the same execution; see ");
    assertThat(release.time.elapsed())
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusSeconds(10));
    assertThat(release.result("outputs.env"))
        .contains("SPANNER_PIPE_OUTCOME=unfinished\n")
        .contains("SPANNER_PIPE_EXECUTION_STATUS=RUNNING\n");
    release.assertInOrder(ended);
  }

  @Test
  void startsNothingWhereTheTimeIsOver() {
    release.with("TIMEOUT", "10m");
    release.spanner.listen(
        call -> {
          if (call.subject().contains("return")) {
            release.time.sleep(Duration.ofMinutes(10));
          }
        });

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not start the workflow: TIMEOUT has expired. Run again to start the workflow.");
    assertThat(release.service.service().starts()).isZero();
    release.assertInOrder(ended);
  }

  /// Five events of the service make a state.
  @Test
  void putsALargeExecutionOnRecord() {
    release
        .service
        .service()
        .machine(Release.MACHINE)
        .plays(Histories.lasting(17_502, Duration.ofMinutes(30)));

    Result ended = release.apply();

    assertThat(ended.exitCode()).as("%s", ended.lastLine()).isZero();
    assertThat(
            release
                .site
                .database()
                .rows("SELECT COUNT(*) FROM SPANNER_PIPE_STEP WHERE Name = 'stateExited'"))
        .containsExactly(List.of("3500"));
    release.assertInOrder(ended);
  }

  @Test
  void namesTheChangeSetsOfALongMigration() {
    release.site.changelog(
        "changelog.sql",
        IntStream.rangeClosed(1, 30)
            .mapToObj(WholeTool::table)
            .collect(Collectors.joining("", "--liquibase formatted sql\n", "")));

    release.apply();

    assertThat(release.service.service().input(release.service.service().names().getFirst()))
        .contains("\"changeSetCount\":30")
        .contains("changelog.sql::30::ann");
  }

  /// Exit codes 2 and 3 say that nothing was done.
  @Test
  void saysThatTheMigrationIsDoneWhereTheWorkflowMayNotBeStarted() {
    release.service.deny("StartExecution");

    Result applied = release.apply();
    Result alone = release.workflow();

    assertThat(applied.exitCode()).as("%s", applied).isEqualTo(7);
    assertThat(alone.exitCode()).as("%s", alone).isEqualTo(3);
    assertThat(applied.lastLine())
        .isEqualTo(alone.lastLine())
        .startsWith("✖ Could not start the workflow " + Release.MACHINE + " as ")
        .endsWith(
            " Allow states:StartExecution on %s to the role of AWS_OIDC_ROLE_ARN."
                .formatted(Release.MACHINE));
    release.assertInOrder(alone);
  }

  @Test
  void saysThatTheMigrationIsDoneWhereTheExecutionIsSomebodyElses() {
    release.service.deny("StartExecution");
    release.apply();
    String arn =
        "arn:aws:states:eu-west-1:123456789012:execution:deploy:%s-a1"
            .formatted(release.intents().getFirst().getFirst());
    release.service.allow("StartExecution");
    release
        .service
        .service()
        .put(
            arn,
            release.service.service().machine(Release.MACHINE).plays(Histories.twoTasks()),
            "{\"whose\":\"not ours\"}");

    Result applied = release.apply();
    Result alone = release.workflow();

    assertThat(applied.exitCode()).as("%s", applied).isEqualTo(7);
    assertThat(alone.exitCode()).as("%s", alone).isEqualTo(2);
    assertThat(applied.lastLine())
        .isEqualTo(alone.lastLine())
        .isEqualTo(
            "✖ Could not start the workflow: Step Functions has an execution %s whose input is not the one on record, so somebody else started it. Set WORKFLOW_KEY to a value that only this deployment uses."
                .formatted(arn));
  }

  /// What the SDK would take from its process's environment on its own.
  @Test
  void heedsNothingThatTheAwsSdkReadsFromTheEnvironment() {
    release.close();
    release = Release.ofProcesses(folder, CHANGELOG, Histories.twoTasks());
    release.with("AWS_ENDPOINT_URL", "${AWS_ENDPOINT_URL}");
    release.with("AWS_USE_FIPS_ENDPOINT", "true");
    release.with("AWS_USE_DUALSTACK_ENDPOINT", "${AWS_USE_DUALSTACK_ENDPOINT}");
    release.with("AWS_DEFAULTS_MODE", "none-of-them");
    release.with("AWS_RETRY_MODE", "none-of-them");
    release.with("AWS_PROFILE", "none-of-them");
    release.with("HTTP_PROXY", "http://127.0.0.1:9");
    release.with("http_proxy", "http://127.0.0.1:9");

    Result ended = release.start().await();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    release.assertDoneOnce(1);
  }
}
