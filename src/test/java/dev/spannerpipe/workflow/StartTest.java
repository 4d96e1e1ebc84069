package dev.spannerpipe.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStarted;
import dev.spannerpipe.testing.stepfunctions.Fault;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.workflow.history.StateDuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes before the first state: what is asked for, and what is refused.
class StartTest {
  private final Scene scene = Scene.playing(Histories.twoTasks());

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void tellsOfAnExecutionThatGoesWell() {
    WorkflowResult result = scene.run();

    String name = scene.name(1);
    assertThat(scene.console())
        .isEqualTo(
            """
            INFO: Execution %1$s of %2$s requested.
            INFO: Execution %1$s started: %3$s, see %4$s.
            INFO: Prepare entered.
            INFO: Prepare done after 1.0 s.
            INFO: Deploy entered.
            INFO: Deploy done after 2.0 s.
            INFO: Execution %1$s is SUCCEEDED after 3.0 s.
            """
                .formatted(
                    name, Scene.MACHINE, scene.executionArn(1), result.console().orElseThrow()));
    assertThat(result.failure()).isEmpty();
    assertThat(result.outputDocument()).isEqualTo("{\"ok\":true,\"ratio\":0.5}\n");
    assertThat(result.console())
        .hasValue(
            "https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn%3Aaws%3Astates%3Aeu-west-1%3A123456789012%3Aexecution%3Adeploy%3A"
                + name);
    assertThat(result.states())
        .containsExactly(
            new StateDuration("Prepare", "Task", Duration.ofSeconds(1), true),
            new StateDuration("Deploy", "Task", Duration.ofSeconds(2), true));
  }

  @Test
  void addsTheDeploymentsFactsToTheInputAndKeepsItsNumbers() {
    scene.input = "{ \"ratio\": 1.50, \"big\": 12345678901234567890, \"b\": null }";

    scene.run();

    assertThat(scene.service.service().input(scene.name(1)))
        .isEqualTo(
            "{\"ratio\":1.50,\"big\":12345678901234567890,\"b\":null,\"spannerPipe\":{"
                + "\"changeSetCount\":1,\"changeSets\":[\"schema/001.sql::create-singers::ann\"],"
                + "\"commit\":\"0123456789abcdef\",\"database\":\"projects/p/instances/i/databases/d\","
                + "\"environment\":\"production\",\"pipeline\":\"{11111111-2222-3333-4444-555555555555}\","
                + "\"planSha256\":\"abc\",\"repository\":\"team/shop\"}}");
  }

  @Test
  void readsTheInputFromAFile(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("input.json"), "{\"service\":\"shop\"}\n");
    scene.directory = directory;
    scene.input = "input.json";

    scene.run();

    assertThat(
            JsonDocument.parse(scene.service.service().input(scene.name(1)))
                .member("service")
                .flatMap(JsonDocument::string))
        .hasValue("shop");
  }

  @Test
  void leavesOutTheListOfChangeSetsWhereItIsTooLong() {
    scene.changeSets =
        IntStream.range(0, 5_000)
            .mapToObj(
                number -> "schema/changes/%06d.sql::change-of-the-schema::ann".formatted(number))
            .toList();

    scene.run();

    assertThat(scene.service.service().input(scene.name(1)))
        .contains("\"changeSetCount\":5000,\"changeSets\":null")
        .hasSizeLessThan(1_000);
  }

  @Test
  void recordsTheIntentBeforeItAsks() {
    scene.service.fail("StartExecution", Fault.error(400, "InvalidName", "no"));

    assertThatThrownBy(scene::run).isInstanceOf(ConfigurationFailure.class);

    assertThat(scene.intents.all())
        .singleElement()
        .satisfies(
            intent -> {
              assertThat(intent.name()).isEqualTo(scene.name(1));
              assertThat(intent.runId()).isEqualTo("run-1");
            });
    assertThat(scene.service.service().starts()).isZero();
  }

  @Test
  void asksForAnAliasAndSaysWhichVersionRan() {
    scene.stateMachineArn = Scene.MACHINE + ":live";

    WorkflowResult result = scene.run();

    assertThat(result.ran()).hasValue(Scene.MACHINE + ":7 by the alias " + Scene.MACHINE + ":live");
  }

  /// The Airflow provider builds the execution's ARN by splitting at `:stateMachine:`, which is
  /// wrong with a qualifier.
  @Test
  void buildsTheExecutionsArnWithoutTheVersion() {
    scene.stateMachineArn = Scene.MACHINE + ":3";
    scene.run();

    WorkflowResult again = scene.run();

    assertThat(again.executionArn()).isEqualTo(scene.executionArn(1));
    assertThat(again.ran()).hasValue(Scene.MACHINE + ":3");
  }

  /// A name of more than 80 characters, or with a branch's `/`, is refused by the service.
  @Test
  void makesANameThatTheServiceTakes() {
    scene.environment = "feature/ünü {x} " + "long".repeat(40);

    scene.run();

    assertThat(scene.service.service().names())
        .singleElement()
        .satisfies(
            name ->
                assertThat(name)
                    .matches("[0-9A-Za-z_-]{1,80}")
                    .startsWith("shop-feature-n-x-longlong"));
  }

  @Test
  void tellsBeforehandWhatItsExecutionsAreCalled() {
    String pattern = Workflow.executionArns(scene.settings(), scene.deployment());

    WorkflowResult result = scene.run();

    assertThat(pattern).endsWith("-a*");
    assertThat(result.executionArn()).startsWith(pattern.substring(0, pattern.length() - 1));
  }

  @Test
  void tellsDeploymentsApartByAllThatMakesThem() {
    scene.run();
    scene.environment = "staging";
    scene.run();
    scene.pipeline = "{other}";
    scene.run();
    scene.key = Optional.of("second");
    scene.run();

    assertThat(scene.service.service().starts()).isEqualTo(4);
    assertThat(scene.service.service().names()).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void goesByTheVerifiedRepositoryAndNotByItsName() {
    String unverified = scene.name(1);
    scene.repositoryUuid = Optional.of("{5e905170-0000-4000-8000-000000000002}");
    String verified = scene.name(1);

    assertThat(verified).startsWith("shop-production-").isNotEqualTo(unverified);
    scene.run();
    assertThat(scene.service.service().input(verified))
        .contains(
            "\"repository\":\"team/shop\",\"repositoryUuid\":\"{5e905170-0000-4000-8000-000000000002}\"");
  }

  @Test
  void refusesAnExpressMachineBeforeItStarts() {
    scene.stateMachineArn = Scene.MACHINE + "-fast";
    scene.service.service().machine(scene.stateMachineArn, "EXPRESS").plays(Histories.twoTasks());

    assertThatThrownBy(scene::run)
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not start the workflow %s: it is an Express workflow, which has no history to follow and whose interrupted start cannot be detected. Use a state machine of the type STANDARD, which may run the Express one as a step."
                .formatted(scene.stateMachineArn));
    assertThat(scene.service.service().starts()).isZero();
    assertThat(scene.intents.all()).isEmpty();
  }

  @Test
  void startsWithoutTheRightToReadTheDefinition() {
    scene.service.deny("DescribeStateMachine");

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.console())
        .contains(
            "WARNING: The type and definition of the state machine cannot be read without states:DescribeStateMachine on %s; the start will show the type."
                .formatted(Scene.MACHINE));
  }

  @Test
  void seesAnExpressMachineAtTheStartWhereItMayNotLookBefore() {
    scene.service.deny("DescribeStateMachine");
    scene.stateMachineArn = Scene.MACHINE + "-fast";
    scene.service.service().machine(scene.stateMachineArn, "EXPRESS").plays(Histories.twoTasks());

    assertThatThrownBy(scene::run)
        .isInstanceOf(WorkflowFailure.class)
        .hasMessageContaining("but is an Express workflow, which has no history to follow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:states:eu-west-1:123456789012:execution:deploy:another",
        "arn:aws:states:eu-central-1:123456789012:execution:deploy:%s",
        "arn:aws:states:eu-west-1:123456789012:execution:destroy:%s",
        "%s",
        ""
      })
  void followsNoExecutionButTheOneThatItAskedFor(String answer) {
    String other = answer.formatted(scene.name(1));
    scene.service.service().answerStarts(other);

    assertThatThrownBy(scene::run)
        .isInstanceOf(WorkflowFailure.class)
        .hasMessage(
            "Could not follow the workflow: the pipe requested execution %s, but Step Functions reports that it started %s. Check which service responds at the Step Functions endpoint, find out in the console which executions are running, and run this step again."
                .formatted(scene.executionArn(1), other.isEmpty() ? "none" : other));
    assertThat(scene.events(ExecutionStarted.class)).isEmpty();
    assertThat(scene.service.calls("GetExecutionHistory")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\":|Could not use WORKFLOW_INPUT: it is not JSON. Check quotes, commas and brackets; a shell may have removed some of them.",
        "{a: 1}|Could not use WORKFLOW_INPUT: it is not JSON. Check quotes, commas and brackets; a shell may have removed some of them.",
        "{} {}|Could not use WORKFLOW_INPUT: it is not JSON. Check quotes, commas and brackets; a shell may have removed some of them.",
        "[1]|Could not use WORKFLOW_INPUT: it is JSON, but not an object. Write an object, as in {\"service\": \"shop\"}.",
        "\"text\"|Could not use WORKFLOW_INPUT: it is JSON, but not an object. Write an object, as in {\"service\": \"shop\"}.",
        "{\"spannerPipe\":1}|Could not use WORKFLOW_INPUT: it has a member spannerPipe, but the pipe needs this name for the deployment's facts. Give the member another name.",
        "missing.json|Could not use WORKFLOW_INPUT: missing.json is neither a JSON object nor a file. Set it to a JSON object, or to the path of a file that contains one; the path is relative to the clone directory."
      })
  void refusesInputThatIsNoObject(String input, String message) {
    scene.input = input;

    assertThatThrownBy(scene::run).isInstanceOf(ConfigurationFailure.class).hasMessage(message);
    assertThatThrownBy(() -> Workflow.check(scene.settings(), scene.deployment()))
        .hasMessage(message);
    assertThat(scene.service.calls()).isEmpty();
    assertThat(scene.intents.all()).isEmpty();
  }

  @Test
  void refusesInputThatIsTooLarge() {
    scene.input = "{\"text\":\"" + "ü".repeat(131_072) + "\"}";

    assertThatThrownBy(scene::run)
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not use WORKFLOW_INPUT: with the deployment's facts it is 262,407 bytes, and Step Functions accepts at most 262,144. Put large data into an S3 object and its address into the input.");
    assertThat(scene.service.calls()).isEmpty();
  }

  @Test
  void refusesAMachineThatDoesNotExist() {
    scene.stateMachineArn = Scene.MACHINE + "-missing";

    assertThatThrownBy(scene::run)
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not read the state machine %1$s: State Machine Does Not Exist: '%1$s' (StateMachineDoesNotExist). Check STATE_MACHINE_ARN: name, account, region, version or alias."
                .formatted(scene.stateMachineArn));
    assertThat(scene.intents.all()).isEmpty();
  }

  @Test
  void saysWhichPermissionTheStartNeeds() {
    scene.service.deny("StartExecution");

    assertThatThrownBy(scene::run)
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not start the workflow %1$s as %2$s: User: arn:aws:sts::123456789012:assumed-role/deploy/bb is not authorized to perform: states:StartExecution (AccessDeniedException). Allow states:StartExecution on %1$s to the role of AWS_OIDC_ROLE_ARN."
                .formatted(Scene.MACHINE, scene.name(1)));
  }

  @Test
  void signsItsRequestsWithTheSessionsCredentials() {
    scene.accessKeyId = "ASIASOMEBODYELSE";

    assertThatThrownBy(scene::run)
        .isInstanceOf(AccessFailure.class)
        .hasMessageContaining("(UnrecognizedClientException)");
  }

  @Test
  void triesAgainWhereThatHelps() {
    scene.service.fail("DescribeStateMachine", Fault.unavailable(), Fault.cut());
    scene.service.fail("StartExecution", Fault.throttled(), Fault.cut(), Fault.unavailable());

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.calls("StartExecution")).isEqualTo(4);
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void startsNothingWhereTheStateMachineIsNotDescribed() {
    scene.service.fail(
        "DescribeStateMachine", Collections.nCopies(100, Fault.cut()).toArray(Fault[]::new));

    assertThatThrownBy(scene::run)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Could not read the state machine %s: no response from the service; this run started no execution. Run this step again, which starts the workflow, or attaches to an execution that an earlier run started."
                .formatted(Scene.MACHINE));
    assertThat(scene.service.service().starts()).isZero();
  }

  /// Before the migration, too.
  @Test
  void reportsAStateMachineThatIsNotDescribedBeforeAnythingHappens() {
    scene.service.fail(
        "DescribeStateMachine", Collections.nCopies(100, Fault.cut()).toArray(Fault[]::new));

    assertThatThrownBy(() -> scene.inspect(Optional.empty()))
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not read the state machine %s: no response from the service. Check that this step can reach Step Functions, and run again."
                .formatted(Scene.MACHINE));
  }

  @Test
  void reportsAStateMachineThatIsNotDescribedUntilTimeout() {
    scene.service.fail(
        "DescribeStateMachine", Collections.nCopies(100, Fault.cut()).toArray(Fault[]::new));
    scene.time.sleep(Duration.ofMinutes(1));

    assertThatThrownBy(() -> scene.inspect(Optional.of(Duration.ofMinutes(1))))
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Could not read the state machine %s: no response from the service before TIMEOUT expired. Run again with a longer TIMEOUT; if the problem persists, check that this step can reach Step Functions."
                .formatted(Scene.MACHINE));
  }

  /// Two minutes, as any other call, would be longer than anybody wants to follow.
  @Test
  void startsNothingBeyondTheTimeToFollow() {
    scene.timeout = Duration.ofSeconds(20);
    scene.service.fail(
        "StartExecution", Collections.nCopies(50, Fault.cut()).toArray(Fault[]::new));

    assertThatThrownBy(scene::run)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Could not start the workflow %s as %s: no response from the service; it is not known whether the request was accepted. Run this step again: it requests the same execution, which starts only once."
                .formatted(Scene.MACHINE, scene.name(1)));

    assertThat(scene.time.elapsed()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(25));
  }

  @Test
  void asksForTheSameAgainWhereTheAnswerGotLost() {
    scene.service.fail("StartExecution", Fault.cutAfterwards());

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidArn,INVALID",
    "InvalidExecutionInput,INVALID",
    "InvalidName,INVALID",
    "StateMachineDoesNotExist,INVALID",
    "StateMachineDeleting,INVALID",
    "ValidationException,INVALID",
    "KmsInvalidStateException,INVALID",
    "KmsAccessDeniedException,ACCESS",
    "AccessDeniedException,ACCESS",
    "InvalidSignatureException,ACCESS",
    "ExpiredTokenException,UNFINISHED"
  })
  void endsByWhoCanMendIt(String code, ExitCode exitCode) {
    scene.service.fail("StartExecution", Fault.error(400, code, "The words."));

    assertThatThrownBy(scene::run)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
        .hasMessageContaining("The words (" + code + ")");
    assertThat(scene.service.calls("StartExecution")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ExecutionLimitExceeded", "KmsThrottlingException", "ThrottlingException"})
  void waitsWhereTheAccountIsBusy(String code) {
    scene.service.fail("StartExecution", Fault.error(400, code, "Too many"));

    assertThat(scene.run().failure()).isEmpty();
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void leavesItOpenWhereTheServiceIsOutOfReach() {
    scene.service.fail(
        "StartExecution", IntStream.range(0, 200).mapToObj(_ -> Fault.cut()).toArray(Fault[]::new));

    assertThatThrownBy(scene::run)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Could not start the workflow %s as %s: no response from the service; it is not known whether the request was accepted. Run this step again: it requests the same execution, which starts only once."
                .formatted(Scene.MACHINE, scene.name(1)));
  }

  @Test
  void saysThatCredentialsRanOutBeforeTheStart() {
    scene.service.fail("StartExecution", Fault.expired());

    assertThatThrownBy(scene::run)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageContaining(
            "(ExpiredTokenException); the AWS credentials have expired. Run this step");
  }

  @Test
  void putsEachStepOnRecord() {
    scene.run();

    assertThat(scene.events)
        .extracting(recorded -> recorded.event().name())
        .containsExactly(
            "executionIntended",
            "executionStarted",
            "stateEntered",
            "stateExited",
            "stateEntered",
            "stateExited",
            "executionEnded");
  }

  /// Other tools print input and output at every look.
  @Test
  void printsNeitherInputNorOutput() {
    scene.input = "{\"password\":\"of-somebody\"}";

    scene.run();

    assertThat(scene.console()).doesNotContain("of-somebody", "ratio");
    assertThat(scene.events).noneMatch(event -> event.line().contains("of-somebody"));
  }

  /// The SDK's own texts hide the error and may show a session token; ours come from getters.
  @Test
  void showsNoSecretAndNoTextOfTheSdk() {
    scene.service.deny("GetExecutionHistory");
    List<String> said = List.of(String.valueOf(scene.run()), scene.console());

    assertThat(said)
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain("session-token", "Sensitive Data", "Service: Sfn", "secret"));
  }
}
