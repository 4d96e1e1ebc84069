package dev.spannerpipe.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.record.ExecutionEvent.ExecutionProgress;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.StateEvent.MapRunProgress;
import dev.spannerpipe.record.StateEvent.StateExited;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.stepfunctions.Fault;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.testing.stepfunctions.Machine;
import dev.spannerpipe.testing.stepfunctions.Script;
import dev.spannerpipe.workflow.history.StateDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is seen of an execution while it goes on.
@Concurrent
class FollowTest {
  private static final String CHILD_MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:child";
  private static final String CHILD = "arn:aws:states:eu-west-1:123456789012:execution:child:one";
  private static final String MAP_RUN =
      "arn:aws:states:eu-west-1:123456789012:mapRun:deploy/Backfill:1";

  private final Scene scene = new Scene();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void countsRetriesAgainstTheDefinition() {
    scene.machine.plays(Histories.retried());
    scene.machine.define(
        """
        {"StartAt":"Deploy","States":{"Deploy":{"Type":"Task","Retry":[
          {"ErrorEquals":["Lambda.TooManyRequestsException"],"MaxAttempts":4}]}}}""",
        "r1");

    scene.run();

    assertThat(states())
        .isEqualTo(
            """
            INFO: Deploy entered.
            WARNING: Deploy failed: Lambda.TooManyRequestsException, Rate Exceeded, retry 1 of 4 follows.
            WARNING: Deploy failed: Lambda.TooManyRequestsException, Rate Exceeded, retry 2 of 4 follows.
            INFO: Deploy done after 7.0 s.
            """);
  }

  @Test
  void countsRetriesWithoutTheDefinition() {
    scene.machine.plays(Histories.retried());
    scene.service.deny("DescribeStateMachine");

    scene.run();

    assertThat(states())
        .contains(
            """
            WARNING: Deploy failed: Lambda.TooManyRequestsException, Rate Exceeded.
            WARNING: Deploy failed (attempt 2): Lambda.TooManyRequestsException, Rate Exceeded.
            """);
  }

  @Test
  void showsBranchesAsPathsAndFindsTheWayOut() {
    scene.machine.plays(Histories.parallel());

    WorkflowResult result = scene.run();

    assertThat(result.states())
        .extracting(StateDuration::path)
        .containsExactly("Deploy", "Deploy > Canary", "Deploy > Docs", "Announce");
    assertThat(result.states()).allMatch(StateDuration::finished);
    assertThat(result.states().getFirst().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void showsIterationsAsPaths() {
    scene.machine.plays(Histories.map());

    WorkflowResult result = scene.run();

    assertThat(result.states())
        .extracting(StateDuration::path)
        .containsExactly("Each", "Each[0] > Canary", "Each[1] > Canary", "Each[2] > Canary");
    assertThat(result.states()).allMatch(StateDuration::finished);
  }

  @Test
  void showsTheCountsOfADistributedMapEveryFiveSecondsAtMost() {
    scene.service.service().mapRun(MAP_RUN, "RUNNING", 56, 12, 1);
    scene.machine.plays(Histories.distributedMap(MAP_RUN, true));

    scene.run();

    assertThat(scene.console())
        .contains("INFO: Backfill: 12 of 56 items done, 43 running, 1 failed.");
    assertThat(scene.events(MapRunProgress.class)).hasSize(1);
    assertThat(scene.service.calls("DescribeMapRun")).isBetween(3L, 7L);
  }

  @Test
  void goesOnWithoutTheCountsWhereTheyMayNotBeRead() {
    scene.service.deny("DescribeMapRun");
    scene.machine.plays(Histories.distributedMap(MAP_RUN, true));

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.console())
        .contains(
            "WARNING: The progress of Map Runs is not shown, because states:DescribeMapRun failed:")
        .containsOnlyOnce("DescribeMapRun failed");
  }

  @Test
  void indentsTheStatesOfAChild() {
    Machine child = scene.service.service().machine(CHILD_MACHINE).plays(Histories.twoTasks());
    scene.service.service().put(CHILD, child, "{}");
    scene.machine.plays(Histories.nested(CHILD, 6_000, true));

    scene.run();

    assertThat(states())
        .contains("INFO: RunChild runs " + CHILD + ".\n")
        .contains("INFO: | Prepare done after 1.0 s.\n", "INFO: | Deploy done after 2.0 s.\n")
        .endsWith("INFO: RunChild done after 6.0 s.\n");
  }

  @Test
  void namesAChildThatMayNotBeReadAndGoesOn() {
    scene.machine.plays(Histories.nested(CHILD, 6_000, true));

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.console())
        .contains("INFO: RunChild runs " + CHILD + ".\n")
        .contains(
            "WARNING: Execution %1$s is not followed: Execution Does Not Exist: '%1$s' (ExecutionDoesNotExist).\n"
                .formatted(CHILD));
  }

  @Test
  void tellsEachMinuteThatItGoesOn() {
    Script script = Script.empty().started();
    scene.machine.plays(script.succeeded(script.task("Deploy", 0, 330_000)));

    scene.run();

    assertThat(scene.events(ExecutionProgress.class)).hasSize(5);
    assertThat(scene.console())
        .contains("INFO: Execution %s has been running for 1 min ".formatted(scene.name(1)))
        .contains(", in Deploy.\n");
  }

  @Test
  void toleratesThrottlingOutagesAndCutConnections() {
    scene.machine.plays(Histories.lasting(52, Duration.ofMinutes(3)));
    scene.service.fail(
        "GetExecutionHistory",
        Fault.throttled(),
        Fault.cut(),
        Fault.cutAfterwards(),
        Fault.unavailable(),
        Fault.error(400, "KmsThrottlingException", "slow down"),
        Fault.throttled(),
        Fault.throttled());

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.states()).hasSize(10);
    // What there is to say about the silence is the reporter's of waits.
    assertThat(scene.console()).doesNotContain("WARNING");
  }

  @Test
  void tellsOfEachStateOnceWhateverThePagesAre() {
    scene.machine.plays(Histories.lasting(502, Duration.ofSeconds(20)));
    scene.service.service().limitPages(7);

    WorkflowResult result = scene.run();

    assertThat(result.states()).hasSize(100);
    assertThat(scene.events(StateExited.class)).hasSize(100);
  }

  @Test
  void goesOnWhereATokenHasEnded() {
    scene.machine.plays(Histories.lasting(502, Duration.ofSeconds(20)));
    scene.service.service().limitPages(40);
    scene.service.fail(
        "GetExecutionHistory",
        Fault.error(400, "InvalidToken", "Invalid Token"),
        Fault.error(400, "InvalidToken", "Invalid Token"));

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.events(StateExited.class)).hasSize(100);
  }

  @Test
  void keepsToOneRequestASecondForTwentyFiveThousandEvents() {
    scene.machine.plays(Histories.lasting(25_000, Duration.ofMinutes(30)));
    Duration before = scene.time.elapsed();

    WorkflowResult result = scene.run();

    Duration elapsed = scene.time.elapsed().minus(before);
    assertThat(result.failure()).isEmpty();
    assertThat(result.states()).hasSize(4_999);
    assertThat(scene.service.calls().size()).isLessThanOrEqualTo((int) elapsed.toSeconds());
    assertThat(medianDelay()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(scene.console())
        .contains("of the 25000 events that Step Functions allows")
        .contains("is SUCCEEDED");
  }

  @Test
  void readsTwentyFiveThousandEventsThatAreThereAlreadyInAFewPages() {
    scene.machine.plays(Histories.lasting(24_000, Duration.ofMinutes(10)));
    scene.timeout = Duration.ofSeconds(1);
    assertThat(scene.run().failure()).containsInstanceOf(UnfinishedFailure.class);
    scene.time.sleep(Duration.ofMinutes(9).plusSeconds(55));
    scene.timeout = Duration.ofHours(1);
    long before = scene.service.calls("GetExecutionHistory");

    WorkflowResult result = scene.run();

    assertThat(result.states()).hasSize(4_799);
    assertThat(scene.service.calls("GetExecutionHistory") - before).isBetween(24L, 45L);
  }

  /// Half of the lines come at most so long after what they tell of.
  private Duration medianDelay() {
    List<Duration> delays = new ArrayList<>();
    for (RecordedEvent recorded : scene.events) {
      if (recorded.event() instanceof StateExited exited) {
        Instant left = recorded.startedAt().plusMillis(exited.elapsedMillis());
        delays.add(Duration.between(left, recorded.endedAt()));
      }
    }
    return delays.stream().sorted().skip(delays.size() / 2).findFirst().orElseThrow();
  }

  @Test
  void endsUnfinishedWhereTheTimeIsOver() {
    scene.machine.plays(Histories.endless());
    scene.timeout = Duration.ofMinutes(10);

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("RUNNING");
    assertThat(result.failure().orElseThrow())
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Execution %s is still running but no longer followed: WORKFLOW_TIMEOUT, 10 min, has expired. Run this step again, which follows the same execution; see %s."
                .formatted(scene.name(1), result.console().orElseThrow()));
    assertThat(scene.service.calls("StopExecution")).isZero();
  }

  @Test
  void stopsTheExecutionWhereThatIsWantedAndSaysWhatMayStillWork() {
    scene.machine.plays(Histories.endless());
    scene.timeout = Duration.ofSeconds(90);
    scene.onTimeout = WorkflowSettings.OnTimeout.STOP;

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("ABORTED");
    assertThat(result.failure().orElseThrow())
        .isInstanceOf(WorkflowFailure.class)
        .hasMessage(
            "Execution %s was stopped because it had not ended after 90 s; work that was started in Deploy may still be running. Find out why it takes so long, or set a longer WORKFLOW_TIMEOUT, and run this step again, which begins attempt 2; see %s."
                .formatted(scene.name(1), result.console().orElseThrow()));
    assertThat(scene.console())
        .contains(
            "WARNING: Execution %s stopped: 90 s have passed; work that was started in these states may still be running: Deploy."
                .formatted(scene.name(1)));
  }

  @Test
  void saysThatItMayNotStop() {
    scene.machine.plays(Histories.endless());
    scene.timeout = Duration.ofSeconds(90);
    scene.onTimeout = WorkflowSettings.OnTimeout.STOP;
    scene.service.deny("StopExecution");

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo("RUNNING");
    assertThat(result.failure().orElseThrow())
        .isInstanceOf(WorkflowFailure.class)
        .hasMessageContaining("Allow states:StopExecution on " + scene.executionArn(1));
  }

  @Test
  void detachesWhereTheCredentialsAreKnownToEnd() {
    scene.machine.plays(Histories.endless());
    scene.credentialsEnd = scene.time.now().plus(Duration.ofMinutes(15));

    WorkflowResult result = scene.run();

    assertThat(scene.console())
        .contains(
            "WARNING: The AWS credentials expire at 2026-11-22T12:15:05Z, before WORKFLOW_TIMEOUT, 1 h, expires: a workflow that takes longer continues without being followed.");

    assertThat(result.failure().orElseThrow())
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageStartingWith(
            "Execution %s is still running but no longer followed: the AWS credentials have expired."
                .formatted(scene.name(1)));
  }

  @Test
  void detachesWhereTheServiceSaysThatTheCredentialsEnded() {
    scene.machine.plays(Histories.endless());
    scene.service.accept("ASIATEST", "session-token", scene.time.now().plusSeconds(60));

    WorkflowResult result = scene.run();

    assertThat(result.failure().orElseThrow())
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageContaining("the AWS credentials have expired");
    assertThat(result.status().text()).isEqualTo("RUNNING");
  }

  @Test
  void saysWhichPermissionFollowingNeeds() {
    scene.machine.plays(Histories.endless());
    scene.service.deny("GetExecutionHistory");

    WorkflowResult result = scene.run();

    assertThat(result.failure().orElseThrow())
        .isInstanceOf(WorkflowFailure.class)
        .hasMessage(
            "Could not follow the execution %1$s, which was started before: User: arn:aws:sts::123456789012:assumed-role/deploy/bb is not authorized to perform: states:GetExecutionHistory (AccessDeniedException). Allow states:GetExecutionHistory and states:DescribeExecution on %1$s to the role of AWS_OIDC_ROLE_ARN and run this step again, which follows the same execution."
                .formatted(scene.executionArn(1)));
  }

  @Test
  void restoresTheInterruptAndSaysThatTheExecutionGoesOn() {
    scene.machine.plays(Histories.endless());
    scene.time.interruptAfter(Duration.ofSeconds(30));

    WorkflowResult result = scene.run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.failure().orElseThrow())
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageContaining("is still running but no longer followed: this run was interrupted");
  }

  @Test
  void ignoresEventsThatItDoesNotKnow() {
    Script script = Script.empty().started();
    int strange = script.add("QuantumStateCollapsed", 0);
    scene.machine.plays(script.succeeded(script.task("Deploy", strange, 1_000)));

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.states()).hasSize(1);
  }

  /// Returns the lines about states.
  private String states() {
    return scene
        .console()
        .lines()
        .filter(line -> !line.contains("Execution " + scene.name(1)))
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  @Test
  void asksNoMoreOftenWhileTheServiceIsSilent() {
    scene.machine.plays(Histories.lasting(52, Duration.ofMinutes(10)));
    scene.service.fail(
        "GetExecutionHistory",
        IntStream.range(0, 20).mapToObj(_ -> Fault.throttled()).toArray(Fault[]::new));
    Duration before = scene.time.elapsed();

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.service.calls().size())
        .isLessThan((int) scene.time.elapsed().minus(before).toSeconds() * 2 / 3);
  }
}
