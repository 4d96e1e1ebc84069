package dev.spannerpipe.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that ends at any of its calls, before or after the service did what was asked, and is run
/// again, starts one execution and redrives it once at most.
class KillTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void startsOneExecutionWhereverARunEnds(boolean performed) {
    int calls = callsOfAWholeRun(WorkflowSettings.OnFailure.FAIL);
    assertThat(calls).isGreaterThan(5);
    for (int call = 1; call <= calls; call++) {
      try (Scene scene = Scene.playing(Histories.twoTasks())) {
        scene.service.endRunAt(call, performed);
        end(scene);
        scene.service.nextRun();

        WorkflowResult result = scene.run();

        assertThat(result.failure()).as("call %d", call).isEmpty();
        assertThat(scene.service.service().starts()).as("call %d", call).isEqualTo(1);
        assertThat(scene.intents.all()).as("call %d", call).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void redrivesOnceWhereverARunEnds(boolean performed) {
    int calls = callsOfAWholeRun(WorkflowSettings.OnFailure.REDRIVE);
    assertThat(calls).isGreaterThan(10);
    for (int call = 1; call <= calls; call++) {
      try (Scene scene = Scene.playing(Histories.failedTask())) {
        scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
        scene.service.endRunAt(call, performed);
        end(scene);
        scene.service.nextRun();
        scene.time.sleep(Duration.ofMinutes(1));

        WorkflowResult result = scene.run();

        assertThat(result.failure()).as("call %d", call).isEmpty();
        assertThat(scene.service.service().starts()).as("call %d", call).isEqualTo(1);
        assertThat(scene.service.service().redrives()).as("call %d", call).isEqualTo(1);
      }
    }
  }

  @Test
  void startsOneExecutionWhereTheRunEndsBetweenIntentAndCall() {
    try (Scene scene = Scene.playing(Histories.twoTasks())) {
      scene.service.deny("StartExecution");
      end(scene);
      scene.service.allow("StartExecution");

      assertThat(scene.run().failure()).isEmpty();
      assertThat(scene.service.service().starts()).isEqualTo(1);
      assertThat(scene.intents.all()).hasSize(1);
    }
  }

  private static int callsOfAWholeRun(WorkflowSettings.OnFailure onFailure) {
    try (Scene scene =
        Scene.playing(
            onFailure == WorkflowSettings.OnFailure.FAIL
                ? Histories.twoTasks()
                : Histories.failedTask())) {
      scene.onFailure = onFailure;
      assertThat(scene.run().failure()).isEmpty();
      return scene.service.calls().size();
    }
  }

  /// Runs it to its forced end, which may come as a failure or, at the very end, not at all.
  private static void end(Scene scene) {
    try {
      scene.run();
    } catch (Failure _) {
      // As wanted.
    }
  }
}
