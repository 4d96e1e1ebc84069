package dev.spannerpipe.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.record.ExecutionEvent.ExecutionEnded;
import dev.spannerpipe.record.StateEvent.MapRunProgress;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.stepfunctions.Fault;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.testing.stepfunctions.Machine;
import dev.spannerpipe.testing.stepfunctions.Script;
import dev.spannerpipe.workflow.history.StateDuration;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How an execution ended, and what is said of it.
@Concurrent
class EndTest {
  private final Scene scene = new Scene();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void namesTheFailedStateAndTheNextCommand() {
    scene.machine.plays(Histories.failedTask());

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .isEqualTo(
            "Execution %1$s failed in Deploy with Lambda.Unknown: no capacity. Fix the cause. Then run this step again, which begins attempt 2, or redrive the unfinished states (Deploy): aws stepfunctions redrive-execution --region eu-west-1 --execution-arn %2$s; see %3$s."
                .formatted(scene.name(1), scene.executionArn(1), result.console().orElseThrow()));
    assertThat(result.redrivable()).isTrue();
    assertThat(result.unfinished()).containsExactly("Deploy");
    assertThat(result.outputDocument()).isEqualTo("null\n");
    assertThat(scene.console()).contains("ERROR: Deploy failed: Lambda.Unknown, no capacity.");
  }

  @Test
  void saysWhyItCannotBeRedriven() {
    scene.machine.plays(Histories.failedTask());
    scene.service.service().refuseRedrive("Execution history event limit exceeded");

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .contains(
            "which begins attempt 2 (a redrive is not possible: Execution history event limit exceeded); see");
    assertThat(result.redriveReason()).isEqualTo("Execution history event limit exceeded");
  }

  /// Other tools exit 0 for TIMED_OUT and ABORTED, go on asking for PENDING_REDRIVE, or take what
  /// they do not know for a success.
  @ParameterizedTest
  @CsvSource({
    "PENDING_REDRIVE,waits for the redrive of its Map Run",
    "MELTED,has the status MELTED"
  })
  void takesOnlySuccessForSuccess(String status, String words) {
    scene.machine.plays(Histories.endless());
    scene.service.service().showStatus(_ -> status);

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo(status);
    assertThat(result.failure().orElseThrow()).isInstanceOf(WorkflowFailure.class);
    assertThat(message(result)).contains(words);
    assertThat(scene.time.elapsed()).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  void takesAnUnknownStatusForAFailureWhateverTheHistorySays() {
    scene.machine.plays(Histories.twoTasks());
    scene.service.service().showStatus(status -> status.equals("SUCCEEDED") ? "MELTED" : status);

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("MELTED");
    assertThat(result.failure().orElseThrow()).isInstanceOf(WorkflowFailure.class);
    assertThat(message(result))
        .isEqualTo(
            "Execution %s has the status MELTED, which this pipe does not know and treats as a failure. Check the execution; see %s."
                .formatted(scene.name(1), result.console().orElseThrow()));
  }

  @Test
  void endsSoonAfterTheLastEventOfASuccessThatTheServiceDoesNotDescribe() {
    scene.machine.plays(Histories.twoTasks());
    scene.run();
    Duration undisturbed = scene.time.elapsed();
    scene.pipeline = "{22222222-2222-3333-4444-555555555555}";
    scene.service.fail("DescribeExecution", silence());
    Duration before = scene.time.elapsed();

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.status().isSuccess()).isTrue();
    assertThat(scene.time.elapsed().minus(before))
        .isLessThan(undisturbed.plus(Duration.ofSeconds(20)));
    assertThat(scene.console())
        .contains(
            "WARNING: Could not read execution %s, whose status is SUCCEEDED: no response from the service; its output is not known.\n"
                .formatted(scene.name(1)));
  }

  /// Its last event does not show.
  @Test
  void endsSoonAfterASuccessThatTheServiceHasDescribedOnce() {
    scene.machine.plays(Histories.endless());
    AtomicInteger asked = new AtomicInteger();
    scene
        .service
        .service()
        .showStatus(
            _ -> {
              // The second time is the last look of the following itself.
              if (asked.incrementAndGet() == 2) {
                scene.service.fail("DescribeExecution", silence());
              }
              return "SUCCEEDED";
            });

    WorkflowResult result = scene.run();

    assertThat(asked).hasValue(2);
    assertThat(result.failure()).isEmpty();
    assertThat(result.status().isSuccess()).isTrue();
    assertThat(scene.time.elapsed()).isLessThan(Duration.ofSeconds(60 + 30));
    assertThat(scene.console())
        .contains(
            "WARNING: Could not read execution %s, whose status is SUCCEEDED: no response from the service; its output is not known.\n"
                .formatted(scene.name(1)));
  }

  @Test
  void saysWhatIsNotKnownOfAFailureThatTheServiceDoesNotDescribe() {
    scene.machine.plays(Histories.failedTask());
    scene.service.fail("DescribeExecution", silence());

    WorkflowResult result = scene.run();

    assertThat(result.failure().orElseThrow().exitCode()).isEqualTo(ExitCode.WORKFLOW);
    assertThat(scene.console())
        .contains(
            "WARNING: Could not read execution %s, whose status is FAILED: no response from the service; its output and whether it can be redriven are not known.\n"
                .formatted(scene.name(1)));
  }

  private static Fault[] silence() {
    return Collections.nCopies(100, Fault.cut()).toArray(Fault[]::new);
  }

  @Test
  void neverStartsAnotherBesideOneOfAnUnknownStatus() {
    scene.machine.plays(Histories.endless());
    scene.service.service().showStatus(_ -> "MELTED");
    scene.run();

    WorkflowResult again = scene.run();

    assertThat(again.failure().orElseThrow().exitCode()).isEqualTo(ExitCode.WORKFLOW);
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void saysWhereAnExecutionTimedOut() {
    scene.machine.plays(Histories.timedOut());

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .startsWith(
            "Execution %s timed out in Deploy, without an error or a cause. "
                .formatted(scene.name(1)));
    assertThat(result.failure().orElseThrow().exitCode()).isEqualTo(ExitCode.WORKFLOW);
  }

  @Test
  void saysThatSomebodyAbortedIt() {
    Script script = Script.empty().started();
    int begun = script.taskBegun(script.entered("Task", "Deploy", 0));
    script.pause(3_000);
    script.add(
        "ExecutionAborted",
        begun,
        "executionAbortedEventDetails",
        Map.of("error", "Stopped", "cause", "wrong day"));
    scene.machine.plays(script);

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .startsWith(
            "Execution %s was aborted in Deploy with Stopped: wrong day. "
                .formatted(scene.name(1)));
  }

  /// Another tool prints nothing where `error` is absent.
  @Test
  void managesWithoutErrorAndCause() {
    scene.machine.plays(Histories.failedWithoutWords());

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .startsWith(
            "Execution %s failed in GiveUp, without an error or a cause. "
                .formatted(scene.name(1)));
  }

  @Test
  void showsTheRootOfAnErrorThatWasCaught() {
    scene.machine.plays(Histories.caughtThenFailed());

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .startsWith(
            "Execution %s failed in GiveUp with DeploymentFailed: see the deployment's log; the failure began in Deploy with HealthCheckFailed: 3 of 5 hosts are down. "
                .formatted(scene.name(1)));
    assertThat(scene.console())
        .contains("INFO: Deploy left through a Catch of HealthCheckFailed after 1.5 s.");
  }

  /// The state entered last is in the other branch; the cause is JSON in JSON in JSON.
  @Test
  void namesTheStateOfTheFailedBranch() {
    scene.machine.plays(Histories.failedBranch());

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Deploy > Canary");
    assertThat(result.failed().orElseThrow().guess()).isFalse();
    assertThat(result.failed().orElseThrow().cause()).isEqualTo("no capacity");
    assertThat(result.unfinished()).containsExactly("Deploy", "Deploy > Canary", "Deploy > Docs");
  }

  @Test
  void namesTheIterationThatFailed() {
    scene.machine.plays(Histories.failedIteration());

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Deploy > Each[3] > Canary");
  }

  @Test
  void namesTheDistributedMap() {
    scene.machine.plays(Histories.distributedMap("arn:aws:states:eu-west-1:1:mapRun:d/B:1", false));

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Backfill");
    assertThat(result.failed().orElseThrow().error())
        .isEqualTo("States.ExceedToleratedFailureThreshold");
  }

  @Test
  void namesTheStateOfAnEvaluationThatFailed() {
    scene.machine.plays(Histories.failedEvaluation());

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Deploy");
    assertThat(result.failed().orElseThrow().guess()).isFalse();
    assertThat(message(result))
        .contains("failed in Deploy with States.QueryEvaluationError: The JSONata expression");
  }

  @Test
  void namesTheStateThatTheCauseNames() {
    scene.machine.plays(Histories.failedInput());

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Deploy > Each");
    assertThat(result.failed().orElseThrow().guess()).isFalse();
  }

  @Test
  void marksAGuessAsOne() {
    Script script = Script.empty().started();
    int entered = script.entered("Pass", "Shape", 0);
    scene.machine.plays(script.failed(entered, "States.Runtime", "something"));

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().guess()).isTrue();
    assertThat(message(result)).contains("failed, likely in Shape with States.Runtime: something.");
    assertThat(scene.console())
        .contains("ERROR: Shape is probably where the execution failed: States.Runtime");
  }

  /// Other tools look at the first page only, the 100 oldest events.
  @Test
  void findsAFailureBeyondTheFirstPage() {
    Script script = Script.empty().started();
    int last = 0;
    for (int i = 0; i < 500; i++) {
      last = script.task("Step" + i, last, 10);
    }
    int begun = script.taskBegun(script.entered("Task", "Deploy", last));
    script.pause(100);
    int failed = script.taskFailed(begun, "Lambda.Unknown", "no capacity");
    scene.machine.plays(script.failed(failed, "Lambda.Unknown", "no capacity"));
    scene.service.service().limitPages(100);

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Deploy");
    assertThat(result.failed().orElseThrow().cause()).isEqualTo("no capacity");
  }

  @Test
  void asksForErrorsThatTheHistoryWithoutDataDoesNotHave() {
    scene.machine.plays(Histories.failedTask());
    scene.service.service().hideErrorsWithoutData();

    WorkflowResult result = scene.run();

    assertThat(message(result)).contains("failed in Deploy with Lambda.Unknown: no capacity.");
  }

  @Test
  void tellsOfTheFailureInsideAChild() {
    String childArn = "arn:aws:states:eu-west-1:123456789012:execution:child:one";
    Machine child =
        scene
            .service
            .service()
            .machine("arn:aws:states:eu-west-1:123456789012:stateMachine:child")
            .plays(Histories.failedTask());
    scene.service.service().put(childArn, child, "{}");
    scene.machine.plays(Histories.nested(childArn, 8_000, false));

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .startsWith(
            "Execution %s failed in RunChild with States.TaskFailed: Lambda.Unknown: no capacity; the failure began in RunChild > one > Deploy with Lambda.Unknown: no capacity. "
                .formatted(scene.name(1)));
  }

  @Test
  void believesTheLastEventWhereTheStatusIsBehind() {
    scene.machine.plays(Histories.failedTask());
    scene.service.service().lagStatus(Duration.ofSeconds(10));

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("FAILED");
    assertThat(result.redrivable()).isTrue();
  }

  @Test
  void takesAMissingStatusForNoSuccessWhateverTheHistorySays() {
    scene.machine.plays(Histories.twoTasks());
    scene.service.service().showStatus(_ -> null);

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("none");
    assertThat(result.failure().orElseThrow()).isInstanceOf(WorkflowFailure.class);
    assertThat(message(result))
        .isEqualTo(
            "Execution %s: Step Functions reports no status, so it is not known whether it succeeded. Check in the console how the execution ended, and run this step again; see %s."
                .formatted(scene.name(1), result.console().orElseThrow()));
  }

  @Test
  void waitsForAStatusThatIsMissingRightAfterTheStart() {
    scene.machine.plays(Histories.twoTasks());
    scene.service.service().showStatus(status -> status.equals("RUNNING") ? null : status);

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.status().text()).isEqualTo("SUCCEEDED");
  }

  @Test
  void believesAFailureInTheHistoryWhereTheStatusIsMissing() {
    scene.machine.plays(Histories.failedTask());
    scene.service.service().showStatus(_ -> null);

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("FAILED");
    assertThat(message(result)).contains("failed in Deploy with Lambda.Unknown: no capacity");
  }

  @Test
  void reportsAFailureAlsoWhereTheStatusMayNotBeRead() {
    scene.machine.plays(Histories.failedTask());
    scene.service.deny("DescribeExecution");

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("FAILED");
    assertThat(message(result)).contains("failed in Deploy with Lambda.Unknown: no capacity");
  }

  @Test
  void redrivesOnceWhereThatIsWanted() {
    scene.machine.plays(Histories.failedTask());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.status().text()).isEqualTo("SUCCEEDED");
    assertThat(scene.service.service().redrives()).isEqualTo(1);
    assertThat(scene.intents.all().getFirst().redrive().orElseThrow().countBefore()).isZero();
    assertThat(scene.console())
        .contains("INFO: Execution %s redriven: it runs Deploy again.".formatted(scene.name(1)))
        .contains("INFO: Deploy done after");
  }

  @Test
  void doesNotRedriveWhatSomebodyAborted() {
    Script script = Script.empty().started();
    int begun = script.taskBegun(script.entered("Task", "Deploy", 0));
    script.pause(3_000);
    script.add("ExecutionAborted", begun);
    scene.machine.plays(script);
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("ABORTED");
    assertThat(scene.service.calls("RedriveExecution")).isZero();
  }

  @Test
  void doesNotRedriveWhatSomebodyAbortedAfterAnEarlierRun() {
    scene.machine.plays(Histories.endless(), Histories.twoTasks());
    scene.timeout = Duration.ofSeconds(90);
    scene.onTimeout = WorkflowSettings.OnTimeout.STOP;
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.run();

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.service.calls("RedriveExecution")).isZero();
  }

  @Test
  void doesNotRedriveWhatItStoppedItself() {
    scene.machine.plays(Histories.endless());
    scene.timeout = Duration.ofSeconds(90);
    scene.onTimeout = WorkflowSettings.OnTimeout.STOP;
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(message(result)).contains("was stopped because it had not ended after 90 s");
    assertThat(scene.service.calls("RedriveExecution")).isZero();
  }

  @Test
  void saysThatItMayNotRedrive() {
    scene.machine.plays(Histories.failedTask());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.service.deny("RedriveExecution");

    WorkflowResult result = scene.run();

    assertThat(result.failed().orElseThrow().path()).isEqualTo("Deploy");
    assertThat(result.failure().orElseThrow().exitCode()).isEqualTo(ExitCode.WORKFLOW);
    assertThat(message(result))
        .contains("Allow states:RedriveExecution on " + scene.executionArn(1));
  }

  @Test
  void redrivesADistributedMap() {
    String mapRun = "arn:aws:states:eu-west-1:123456789012:mapRun:deploy/Backfill:1";
    scene.machine.plays(Histories.distributedMap(mapRun, false));
    scene.machine.redriveWith(id -> Histories.redrivenMap(id, mapRun));
    scene.service.service().mapRun(mapRun, "RUNNING", 56, 50, 0);
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.states()).extracting(StateDuration::path).containsExactly("Backfill");
    assertThat(result.states()).allMatch(StateDuration::finished);
    assertThat(scene.events(MapRunProgress.class))
        .allMatch(event -> event.place().path().equals("Backfill"));
  }

  @Test
  void doesNotRedriveTwice() {
    scene.machine.plays(Histories.failedTask(), Histories.twoTasks());
    scene.machine.redriveWith(id -> Histories.redriven(id, false));
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(message(result))
        .contains("failed in Deploy with Lambda.Unknown: still no capacity. ");
    assertThat(scene.service.service().redrives()).isEqualTo(1);
    assertThat(scene.run().executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.service.service().redrives()).isEqualTo(1);
  }

  @Test
  void redrivesAFailureOfAnEarlierRun() {
    scene.machine.plays(Histories.failedTask());
    scene.run();
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.executionArn()).isEqualTo(scene.executionArn(1));
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(result.states())
        .extracting(StateDuration::path)
        .containsExactly("Prepare", "Deploy");
  }

  /// A redrive whose answer, or arrival, is not known is asked for with the same token until the
  /// count has risen; only then may the next attempt begin.
  @Test
  void asksAgainForARedriveThatMayHaveBeenLost() {
    loseRedrive();

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.service().redrives()).isEqualTo(1);
    assertThat(scene.intents.all()).hasSize(1);
  }

  /// The next attempt would run beside the redrive, which may still arrive.
  @Test
  void asksAgainForARedriveThatSeemsNotPossible() {
    loseRedrive();
    scene.machine.define("{\"StartAt\":\"Deploy\",\"States\":{}}", "fixed");

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.service().redrives()).isEqualTo(1);
    assertThat(scene.intents.all()).hasSize(1);
  }

  @Test
  void beginsNoAttemptWhereARedriveOnRecordIsRefused() {
    loseRedrive();
    scene.service.service().refuseRedrive("Execution is older than 14 days");

    assertThatThrownBy(scene::run)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "A redrive of execution %s was requested and is not visible yet, and Step Functions rejects the new request: Execution is older than 14 days (ExecutionNotRedrivable). Run this step again to request it again; if the console shows that the execution cannot be redriven, set WORKFLOW_KEY to a new value to start over."
                .formatted(scene.name(1)));
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(scene.intents.all()).hasSize(1);
  }

  /// The lost call arrived: what is said of the execution is behind, and a further call is refused.
  @Test
  void followsARedriveThatShowsLate() {
    scene.machine.plays(Histories.failedTask());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.service.fail("RedriveExecution", Fault.cutAfterwards());
    scene.service.fail(
        "RedriveExecution",
        IntStream.range(0, 60).mapToObj(_ -> Fault.cut()).toArray(Fault[]::new));
    assertThat(catching()).isInstanceOf(UnfinishedFailure.class);
    scene.service.clearFaults();
    scene.service.service().hideRedrives(scene.time.elapsed().plusSeconds(20));
    scene.service.service().refuseRedrive("Execution is RUNNING and cannot be redriven");
    long described = scene.service.calls("DescribeExecution");

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.calls("DescribeExecution")).isGreaterThan(described + 5);
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void saysThatARedriveOnRecordIsNotToBeAskedForAgain() {
    loseRedrive();
    scene.onFailure = WorkflowSettings.OnFailure.FAIL;
    long asked = scene.service.calls("RedriveExecution");

    assertThatThrownBy(scene::run)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "A redrive of execution %s was requested and is not visible yet, and this run is not set to request it again. Set WORKFLOW_ON_FAILURE=redrive to request it again, and run this step again; if the console shows that the execution cannot be redriven, set WORKFLOW_KEY to a new value to start over."
                .formatted(scene.name(1)));
    assertThat(scene.service.calls("RedriveExecution")).isEqualTo(asked);
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  private void loseRedrive() {
    scene.machine.plays(Histories.failedTask());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.service.fail(
        "RedriveExecution",
        IntStream.range(0, 60).mapToObj(_ -> Fault.cut()).toArray(Fault[]::new));
    assertThat(catching()).isInstanceOf(UnfinishedFailure.class);
    scene.service.clearFaults();
  }

  @Test
  void followsARedriveThatAnEarlierRunAskedFor() {
    scene.machine.plays(Histories.failedTask());
    scene.machine.redriveWith(
        id -> {
          Script script = Script.from(id);
          int redriven = script.add("ExecutionRedriven", id - 1);
          int begun = script.taskBegun(redriven);
          script.pause(600_000);
          int done = script.taskSucceeded(begun);
          return script.succeeded(script.exited("Task", "Deploy", done));
        });
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.timeout = Duration.ofMinutes(5);
    assertThat(scene.run().failure()).containsInstanceOf(UnfinishedFailure.class);
    scene.timeout = Duration.ofHours(1);

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.service().redrives()).isEqualTo(1);
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void redrivesOnceWhereTheAnswerGotLost() {
    scene.machine.plays(Histories.failedTask());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.service.fail("RedriveExecution", Fault.cutAfterwards());

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.service().redrives()).isEqualTo(1);
  }

  @Test
  void doesNotRedriveAnOldDefinition() {
    Script failed = Histories.failedTask();
    scene.machine.plays(failed);
    scene.run();
    scene.machine.define("{\"StartAt\":\"Deploy\",\"States\":{}}", "fixed");
    scene.machine.plays(Histories.twoTasks());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult result = scene.run();

    assertThat(result.executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.service.service().redrives()).isZero();
    assertThat(scene.console())
        .contains(
            "WARNING: Execution %s is not redriven: the definition of the state machine has changed since the start, and a redrive runs the old definition; the next attempt begins instead."
                .formatted(scene.name(1)));
  }

  @Test
  void recordsTheCauseAsItWas() {
    scene.machine.plays(Histories.caughtThenFailed());

    scene.run();

    assertThat(scene.events(ExecutionEnded.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.path()).isEqualTo("GiveUp");
              assertThat(event.rawCause()).isEqualTo("see the deployment's log");
              assertThat(event.status()).isEqualTo("FAILED");
            });
  }

  private RuntimeException catching() {
    try {
      return (RuntimeException) scene.run().failure().orElseThrow();
    } catch (RuntimeException thrown) {
      return thrown;
    }
  }

  private static String message(WorkflowResult result) {
    return result.failure().orElseThrow().getMessage();
  }
}
