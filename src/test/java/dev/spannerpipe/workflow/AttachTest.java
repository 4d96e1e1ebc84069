package dev.spannerpipe.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.record.StateEvent.StateExited;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.stepfunctions.Fault;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a second run of the same deployment does with what the first one began.
@Concurrent
class AttachTest {
  private final Scene scene = Scene.playing(Histories.twoTasks());

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void adoptsASuccessInsteadOfRepeatingIt() {
    scene.run();

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(again.outputDocument()).isEqualTo("{\"ok\":true,\"ratio\":0.5}\n");
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(scene.console())
        .isEqualTo(
            """
            INFO: Execution %1$s had succeeded before, and is not repeated: %2$s, see %3$s.
            INFO: Execution %1$s is SUCCEEDED.
            """
                .formatted(scene.name(1), scene.executionArn(1), again.console().orElseThrow()));
  }

  /// A kill between the service's acceptance and its answer: the intent is there, the answer not.
  @Test
  void findsAnExecutionWhoseStartWasKilled() {
    scene.service.fail("StartExecution", Fault.cutAfterwards());
    scene.service.fail("StartExecution", noAnswer());
    assertThatThrownBy(scene::run).isInstanceOf(UnfinishedFailure.class);
    scene.service.clearFaults();
    String sent = scene.service.service().input(scene.name(1));
    scene.changeSets = java.util.List.of();

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(scene.service.service().input(scene.name(1))).isEqualTo(sent);
  }

  @Test
  void sendsTheSameBytesAgainWhereTheFirstStartNeverArrived() {
    scene.service.fail("StartExecution", noAnswer());
    assertThatThrownBy(scene::run).isInstanceOf(UnfinishedFailure.class);
    String stored = scene.intents.all().getFirst().input();
    scene.changeSets = java.util.List.of();
    scene.service.clearFaults();

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(scene.service.service().input(scene.name(1))).isEqualTo(stored);
    assertThat(scene.intents.all()).hasSize(1);
  }

  @Test
  void followsWhatIsGoingOn() {
    scene.machine.plays(Histories.lasting(52, Duration.ofMinutes(20)));
    scene.timeout = Duration.ofMinutes(5);
    assertThat(scene.run().failure()).containsInstanceOf(UnfinishedFailure.class);
    scene.timeout = Duration.ofHours(1);

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(scene.console()).contains("Execution " + scene.name(1) + " is already running");
    assertThat(again.states()).hasSize(10);
  }

  @Test
  void usesTheStoredInputWhereTheVariableChanged() {
    scene.machine.plays(Histories.lasting(52, Duration.ofMinutes(20)));
    scene.timeout = Duration.ofMinutes(5);
    scene.run();
    scene.input = "{\"service\":\"other\"}";
    scene.stateMachineArn = Scene.MACHINE + ":live";
    scene.timeout = Duration.ofHours(1);

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(scene.console())
        .contains(
            "WARNING: WORKFLOW_INPUT and STATE_MACHINE_ARN changed since run run-1 requested execution %s; the stored value is used."
                .formatted(scene.name(1)));
  }

  @Test
  void refusesAnExecutionThatIsNotOurs() {
    scene.service.service().put(scene.executionArn(1), scene.machine, "{\"whose\":\"not ours\"}");

    assertThatThrownBy(scene::run)
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not start the workflow: Step Functions has an execution %s whose input is not the one on record, so somebody else started it. Set WORKFLOW_KEY to a value that only this deployment uses."
                .formatted(scene.executionArn(1)));
    assertThatThrownBy(scene::run).isInstanceOf(ConfigurationFailure.class);
    assertThat(scene.service.service().starts()).isZero();
  }

  /// `ExecutionAlreadyExists` on a retry ends other tools; its text speaks only of another input.
  @Test
  void beginsTheNextAttemptAfterAFailure() {
    scene.machine.plays(Histories.failedTask(), Histories.twoTasks());
    assertThat(scene.run().failure()).containsInstanceOf(WorkflowFailure.class);

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(again.executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.console())
        .contains(
            "WARNING: Attempt 1 of this deployment, execution %s, is FAILED."
                .formatted(scene.name(1)));
    assertThat(scene.service.service().starts()).isEqualTo(2);
  }

  @Test
  void takesTheAttemptThatAnotherRunAllottedFirst() {
    scene.machine.plays(Histories.failedTask(), Histories.twoTasks());
    scene.run();
    WorkflowIntent first = scene.intents.all().getFirst();
    WorkflowIntent other =
        new WorkflowIntent(
            first.deployment(),
            2,
            first.stateMachineArn(),
            first.input(),
            "another-run",
            scene.time.now(),
            java.util.Optional.empty());
    scene.intents.beforeWrite(() -> scene.intents.insert(other, java.util.Optional.of(first)));

    WorkflowResult again = scene.run();

    assertThat(again.executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.intents.all()).hasSize(2);
    assertThat(scene.service.service().starts()).isEqualTo(2);
  }

  @Test
  void beginsNoAttemptBesideARedriveOfAnotherRun() {
    scene.machine.plays(Histories.failedTask());
    scene.run();
    scene.intents.beforeWrite(() -> runWith(WorkflowSettings.OnFailure.REDRIVE));

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(again.executionArn()).isEqualTo(scene.executionArn(1));
    assertThat(scene.service.service().starts()).isEqualTo(1);
    assertThat(scene.service.service().redrives()).isEqualTo(1);
  }

  @Test
  void redrivesNothingBesideTheNextAttemptOfAnotherRun() {
    scene.machine.plays(Histories.failedTask(), Histories.twoTasks());
    scene.run();
    scene.intents.beforeWrite(() -> runWith(WorkflowSettings.OnFailure.FAIL));
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(again.executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.service.service().starts()).isEqualTo(2);
    assertThat(scene.service.service().redrives()).isZero();
  }

  /// Both saw it fail; the other run ends before this one writes down its redrive.
  @Test
  void redrivesNothingThatAnotherRunHasGoneOnFrom() {
    scene.machine.plays(Histories.failedTask(), Histories.twoTasks());
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.intents.beforeWrite(
        () -> scene.intents.beforeWrite(() -> runWith(WorkflowSettings.OnFailure.FAIL)));

    WorkflowResult overtaken = scene.run();

    assertThat(overtaken.failure().orElseThrow())
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Execution %s is FAILED, but another run has already continued this deployment. Run this step again to follow the execution that the other run started."
                .formatted(scene.name(1)));
    assertThat(scene.service.service().redrives()).isZero();
    assertThat(scene.run().executionArn()).isEqualTo(scene.executionArn(2));
    assertThat(scene.service.service().starts()).isEqualTo(2);
  }

  @Test
  void redrivesOnceWhereTwoRunsWantIt() {
    scene.machine.plays(Histories.failedTask(), Histories.twoTasks());
    scene.machine.redriveWith(id -> Histories.redriven(id, false));
    scene.run();
    scene.intents.beforeWrite(() -> runWith(WorkflowSettings.OnFailure.REDRIVE));
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;

    WorkflowResult again = scene.run();

    assertThat(again.failure().orElseThrow()).isInstanceOf(WorkflowFailure.class);
    assertThat(scene.service.service().redrives()).isEqualTo(1);
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  private void runWith(WorkflowSettings.OnFailure onFailure) {
    WorkflowSettings.OnFailure before = scene.onFailure;
    scene.onFailure = onFailure;
    scene.run();
    scene.onFailure = before;
  }

  @Test
  void saysThatTheServiceHasForgottenAnOldExecution() {
    scene.run();
    scene.service.service().forget();
    scene.time.sleep(Duration.ofDays(91));
    scene.credentialsEnd = scene.time.now().plus(Duration.ofHours(1));

    assertThatThrownBy(scene::run)
        .isInstanceOf(WorkflowFailure.class)
        .hasMessage(
            "Execution %s was requested on 2026-11-22T12:00:05Z, and Step Functions keeps executions for 90 days only, so it is not known how it ended. Set WORKFLOW_KEY to a new value if the workflow has to run again for this deployment."
                .formatted(scene.name(1)));
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void findsAnExecutionThatItMayNotDescribe() {
    scene.machine.plays(Histories.lasting(52, Duration.ofMinutes(20)));
    scene.timeout = Duration.ofMinutes(5);
    scene.run();
    scene.timeout = Duration.ofHours(1);
    scene.service.deny("DescribeExecution");

    WorkflowResult again = scene.run();

    assertThat(again.failure()).isEmpty();
    assertThat(scene.service.service().starts()).isEqualTo(1);
  }

  @Test
  void toleratesThatANewExecutionIsNotThereYet() {
    scene.service.service().hideNewborn(Duration.ofSeconds(20));

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(scene.events(StateExited.class)).hasSize(2);
  }

  private static Fault[] noAnswer() {
    return IntStream.range(0, 60).mapToObj(_ -> Fault.cut()).toArray(Fault[]::new);
  }
}
