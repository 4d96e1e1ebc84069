package dev.spannerpipe.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.testing.stepfunctions.Script;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes that other tools around Step Functions make, where no other test is about them.
class WellKnownMistakesTest {
  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  private static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("FAILED", Histories.failedTask()),
        Arguments.of("FAILED", Histories.failedWithoutWords()),
        Arguments.of("TIMED_OUT", Histories.timedOut()),
        Arguments.of("ABORTED", Histories.aborted()));
  }

  /// Some end well for TIMED_OUT and ABORTED, or for all that has no error.
  @ParameterizedTest
  @MethodSource("failures")
  void endsWithAFailureForEveryEndThatIsNoSuccess(String status, Script script) {
    scene.machine.plays(script);

    WorkflowResult result = scene.run();

    assertThat(result.status().text()).isEqualTo(status);
    assertThat(result.failure()).map(Failure::exitCode).contains(ExitCode.WORKFLOW);
    assertThat(scene.console()).contains("ERROR: Execution " + scene.name(1) + " is " + status);
  }

  /// Some look only at what is running, and never find what was faster than they.
  @Test
  void findsTheOutcomeOfAnExecutionThatIsOverAtOnce() {
    scene.machine.plays(Histories.overAtOnce());

    WorkflowResult result = scene.run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.status().text()).isEqualTo("SUCCEEDED");
    assertThat(scene.console()).contains("INFO: Done done after 0.0 s.\n");
  }

  /// Some name executions by the second in which they start.
  @Test
  void namesTwoDeploymentsOfTheSameInstantApart() {
    String one = scene.name(1);
    scene.pipeline = "{99999999-2222-3333-4444-555555555555}";

    assertThat(scene.name(1)).isNotEqualTo(one);
  }

  /// Some name executions by chance, so that the same deployment starts twice.
  @Test
  void namesTheSameDeploymentTheSameAtAnyTime() {
    scene.machine.plays(Histories.overAtOnce());
    scene.run();
    scene.time.sleep(Duration.ofDays(2));

    scene.run();

    assertThat(scene.service.service().names()).containsExactly(scene.name(1));
  }

  /// Some send a trace header that is none of X-Ray, and expand the input in a shell.
  @Test
  void sendsNothingButMachineNameAndInputAndThatAsItIs() {
    scene.machine.plays(Histories.overAtOnce());
    scene.input = "{\"run\":\"$(id) ${HOME} `id` \\\"; rm -rf /\"}";

    scene.run();

    assertThat(scene.service.service().lastStart().keySet())
        .containsExactlyInAnyOrder("stateMachineArn", "name", "input");
    assertThat(scene.service.service().input(scene.name(1)))
        .startsWith("{\"run\":\"$(id) ${HOME} `id` \\\"; rm -rf /\",");
  }
}
