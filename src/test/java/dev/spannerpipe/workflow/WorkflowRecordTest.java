package dev.spannerpipe.workflow;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.GoldenRecord;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.testing.stepfunctions.Machine;
import dev.spannerpipe.testing.stepfunctions.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the record holds of a workflow, line by line as earlier versions wrote it.
@Concurrent
class WorkflowRecordTest {
  private static final String CHILD_MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:child";
  private static final String CHILD = "arn:aws:states:eu-west-1:123456789012:execution:child:one";
  private static final String MAP_RUN =
      "arn:aws:states:eu-west-1:123456789012:mapRun:deploy/Backfill:1";

  private final Scene scene = new Scene();
  private final List<String> lines = new ArrayList<>();

  @AfterEach
  void stop() {
    scene.close();
  }

  private void run() {
    scene.run();
    scene.events.forEach(event -> lines.add(event.line()));
  }

  private void assertRecord(String name) {
    new GoldenRecord().assertEqual(name, lines);
  }

  @Test
  void recordsRetriesWithAndWithoutTheDefinition() {
    scene.machine.plays(Histories.retried(), Histories.retried());
    scene.machine.define(
        """
        {"StartAt":"Deploy","States":{"Deploy":{"Type":"Task","Retry":[
          {"ErrorEquals":["Lambda.TooManyRequestsException"],"MaxAttempts":4}]}}}""",
        "r1");
    run();
    scene.pipeline = "{11111111-2222-3333-4444-666666666666}";
    scene.service.deny("DescribeStateMachine");
    run();

    assertRecord("workflow-retries");
  }

  @Test
  void recordsBranchesIterationsAndMapRuns() {
    scene.machine.plays(Histories.failedBranch());
    run();
    scene.pipeline = "{11111111-2222-3333-4444-666666666666}";
    scene.machine.plays(Histories.map());
    run();
    scene.pipeline = "{11111111-2222-3333-4444-777777777777}";
    scene.service.service().mapRun(MAP_RUN, "RUNNING", 56, 12, 1);
    scene.machine.plays(Histories.distributedMap(MAP_RUN, true));
    run();

    assertRecord("workflow-maps");
  }

  @Test
  void recordsChildren() {
    Machine child = scene.service.service().machine(CHILD_MACHINE).plays(Histories.failedTask());
    scene.service.service().put(CHILD, child, "{}");
    scene.machine.plays(Histories.nested(CHILD, 6_000, false));
    run();
    scene.pipeline = "{11111111-2222-3333-4444-666666666666}";
    scene.machine.plays(Histories.nested(CHILD + "-2", 6_000, true));
    run();

    assertRecord("workflow-children");
  }

  @Test
  void recordsFailuresAndRedrives() {
    scene.machine.plays(Histories.caughtThenFailed());
    run();
    scene.pipeline = "{11111111-2222-3333-4444-666666666666}";
    scene.machine.plays(Histories.failedInput());
    run();
    scene.pipeline = "{11111111-2222-3333-4444-777777777777}";
    scene.machine.plays(Histories.failedWithoutWords());
    run();
    scene.pipeline = "{11111111-2222-3333-4444-888888888888}";
    scene.onFailure = WorkflowSettings.OnFailure.REDRIVE;
    scene.machine.plays(Histories.failedTask());
    run();
    run();

    assertRecord("workflow-failures");
  }

  @Test
  void recordsWhatGoesOnAndWhatIsStopped() {
    Script slow = Script.empty().started();
    scene.machine.plays(slow.succeeded(slow.task("Deploy", 0, 130_000)));
    scene.timeout = Duration.ofSeconds(70);
    run();
    scene.pipeline = "{11111111-2222-3333-4444-666666666666}";
    scene.machine.plays(Histories.endless());
    scene.onTimeout = WorkflowSettings.OnTimeout.STOP;
    run();

    assertRecord("workflow-stopped");
  }
}
