package dev.spannerpipe.testing.stepfunctions;

import java.time.Duration;
import java.util.Map;

/// Histories as AWS documents them, not as a reader would like them. What is common to all: ids
/// count up from 1; the second event follows 0, not 1; events of branches interleave; there is no
/// event for leaving a Fail state
/// ([HistoryEvent](https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html)).
public final class Histories {
  private Histories() {}

  /// Two tasks, one after the other ([Task
  /// state](https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html)).
  public static Script twoTasks() {
    Script script = Script.empty().started();
    int prepared = script.task("Prepare", 0, 1_000);
    return script.succeeded(script.task("Deploy", prepared, 2_000));
  }

  /// A task that fails twice and then goes well: a retry is another TaskScheduled after the
  /// failure, in the same state ([retrying after an
  /// error](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)).
  public static Script retried() {
    Script script = Script.empty().started();
    int entered = script.entered("Task", "Deploy", 0);
    int last = entered;
    for (int attempt = 0; attempt < 2; attempt++) {
      int begun = script.taskBegun(last);
      script.pause(1_000);
      last = script.taskFailed(begun, "Lambda.TooManyRequestsException", "Rate Exceeded.");
      script.pause(2_000);
    }
    int begun = script.taskBegun(last);
    script.pause(1_000);
    return script.succeeded(script.exited("Task", "Deploy", script.taskSucceeded(begun)));
  }

  /// A task whose error is caught by a transition to a Fail state, which ends the execution with an
  /// error of its own ([fallback
  /// states](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)):
  /// the task is left, the Fail state is not.
  public static Script caughtThenFailed() {
    Script script = Script.empty().started();
    int begun = script.taskBegun(script.entered("Task", "Deploy", 0));
    script.pause(1_500);
    int failed =
        script.taskFailed(
            begun,
            "HealthCheckFailed",
            "{\"errorType\":\"HealthCheckFailed\",\"errorMessage\":\"3 of 5 hosts are down\"}");
    int exited = script.exited("Task", "Deploy", failed);
    int fail =
        script.add(
            "FailStateEntered",
            exited,
            "stateEnteredEventDetails",
            Map.of("name", "GiveUp", "input", "{}"));
    return script.failed(fail, "DeploymentFailed", "see the deployment's log");
  }

  /// A Parallel of two branches: its end follows an event inside a branch ([Parallel
  /// state](https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html)).
  public static Script parallel() {
    Script script = Script.empty().started();
    int started = script.add("ParallelStateStarted", script.entered("Parallel", "Deploy", 0));
    int canary = script.entered("Task", "Canary", started);
    int docs = script.entered("Task", "Docs", started);
    int canaryBegun = script.taskBegun(canary);
    int docsBegun = script.taskBegun(docs);
    script.pause(1_000);
    int docsDone = script.exited("Task", "Docs", script.taskSucceeded(docsBegun));
    script.pause(1_000);
    int canaryDone = script.exited("Task", "Canary", script.taskSucceeded(canaryBegun));
    script.add("ParallelStateSucceeded", docsDone);
    int exited = script.exited("Parallel", "Deploy", canaryDone);
    return script.succeeded(script.task("Announce", exited, 500));
  }

  /// A Parallel of which one branch fails while a state of the other was entered later: the other's
  /// work is aborted ([Parallel state: error
  /// handling](https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html)).
  public static Script failedBranch() {
    Script script = Script.empty().started();
    int started = script.add("ParallelStateStarted", script.entered("Parallel", "Deploy", 0));
    int canary = script.taskBegun(script.entered("Task", "Canary", started));
    script.pause(2_000);
    int docs = script.taskBegun(script.entered("Task", "Docs", started));
    script.pause(1_000);
    int failed =
        script.taskFailed(
            canary,
            "Lambda.Unknown",
            "\"{\\\"errorMessage\\\":\\\"{\\\\\\\"message\\\\\\\":\\\\\\\"no capacity\\\\\\\"}\\\"}\"");
    script.add("TaskStateAborted", docs);
    int group = script.add("ParallelStateFailed", failed);
    return script.failed(
        group,
        "Lambda.Unknown",
        "\"{\\\"errorMessage\\\":\\\"{\\\\\\\"message\\\\\\\":\\\\\\\"no capacity\\\\\\\"}\\\"}\"");
  }

  /// An inline Map: each iteration but the first follows the end of another one ([Map state in
  /// inline mode](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html)).
  public static Script map() {
    Script script = Script.empty().started();
    int started = mapStarted(script, "Each", 0, 3);
    int last = started;
    for (int index = 0; index < 3; index++) {
      int iteration = script.iteration("Started", "Each", index, last);
      last = script.task("Canary", iteration, 1_000);
      script.iteration("Succeeded", "Each", index, last);
    }
    script.add("MapStateSucceeded", last);
    return script.succeeded(script.exited("Map", "Each", last));
  }

  /// An inline Map in a Parallel of which one iteration fails: the others are aborted, and the
  /// failure goes up state by state ([error
  /// handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)).
  public static Script failedIteration() {
    Script script = Script.empty().started();
    int branch = script.add("ParallelStateStarted", script.entered("Parallel", "Deploy", 0));
    int started = mapStarted(script, "Each", branch, 4);
    int first = script.iteration("Started", "Each", 2, started);
    int second = script.iteration("Started", "Each", 3, started);
    int failing = script.taskBegun(script.entered("Task", "Canary", second));
    script.pause(1_000);
    int other = script.taskBegun(script.entered("Task", "Canary", first));
    script.pause(500);
    int failed = script.taskFailed(failing, "Lambda.Unknown", "no capacity");
    int iteration = script.iteration("Failed", "Each", 3, failed);
    int aborted = script.add("TaskStateAborted", other);
    script.iteration("Aborted", "Each", 2, aborted);
    int map = script.add("MapStateFailed", iteration);
    int parallel = script.add("ParallelStateFailed", map);
    return script.failed(parallel, "Lambda.Unknown", "no capacity");
  }

  private static int mapStarted(Script script, String name, int previous, int length) {
    int entered = script.entered("Map", name, previous);
    return script.add(
        "MapStateStarted", entered, "mapStateStartedEventDetails", Map.of("length", length));
  }

  /// A Distributed Map: its children are in histories of their own, here stands only the Map Run
  /// ([Map state in distributed
  /// mode](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)).
  public static Script distributedMap(String mapRunArn, boolean succeeds) {
    Script script = Script.empty().started();
    int started = mapStarted(script, "Backfill", 0, 0);
    int run =
        script.add(
            "MapRunStarted", started, "mapRunStartedEventDetails", Map.of("mapRunArn", mapRunArn));
    script.pause(30_000);
    if (succeeds) {
      int done = script.add("MapRunSucceeded", run);
      int all = script.add("MapStateSucceeded", done);
      return script.succeeded(script.exited("Map", "Backfill", all));
    }
    String error = "States.ExceedToleratedFailureThreshold";
    String cause = "The specified tolerated failure threshold was exceeded";
    int failed =
        script.add(
            "MapRunFailed",
            run,
            "mapRunFailedEventDetails",
            Map.of("error", error, "cause", cause));
    int map = script.add("MapStateFailed", failed);
    return script.failed(map, error, cause);
  }

  /// A nested workflow that is waited for: the child's ARN is in the output of TaskSubmitted
  /// ([start executions from a
  /// task](https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html)).
  public static Script nested(String childArn, long millis, boolean succeeds) {
    Script script = Script.empty().started();
    int entered = script.entered("Task", "RunChild", 0);
    Map<String, Object> child =
        Map.of("resourceType", "states", "resource", "startExecution.sync:2");
    int scheduled = script.add("TaskScheduled", entered, "taskScheduledEventDetails", child);
    int begun = script.add("TaskStarted", scheduled, "taskStartedEventDetails", child);
    int submitted =
        script.add(
            "TaskSubmitted",
            begun,
            "taskSubmittedEventDetails",
            Map.of(
                "resourceType",
                "states",
                "resource",
                "startExecution.sync:2",
                "output",
                "{\"ExecutionArn\":\"" + childArn + "\",\"StartDate\":1.79E9}"));
    script.pause(millis);
    if (succeeds) {
      int done =
          script.add(
              "TaskSucceeded",
              submitted,
              "taskSucceededEventDetails",
              Map.of(
                  "resourceType", "states", "resource", "startExecution.sync:2", "output", "{}"));
      return script.succeeded(script.exited("Task", "RunChild", done));
    }
    String cause =
        "{\"ExecutionArn\":\""
            + childArn
            + "\",\"Status\":\"FAILED\",\"Error\":\"Lambda.Unknown\",\"Cause\":\"{\\\"errorMessage\\\":\\\"no capacity\\\"}\"}";
    int failed =
        script.add(
            "TaskFailed",
            submitted,
            "taskFailedEventDetails",
            Map.of(
                "resourceType",
                "states",
                "resource",
                "startExecution.sync:2",
                "error",
                "States.TaskFailed",
                "cause",
                cause));
    return script.failed(failed, "States.TaskFailed", cause);
  }

  /// A task that fails, which nobody catches: the execution fails with its error ([error
  /// handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)).
  public static Script failedTask() {
    Script script = Script.empty().started();
    int prepared = script.task("Prepare", 0, 1_000);
    int begun = script.taskBegun(script.entered("Task", "Deploy", prepared));
    script.pause(1_000);
    int failed = script.taskFailed(begun, "Lambda.Unknown", "no capacity");
    return script.failed(failed, "Lambda.Unknown", "no capacity");
  }

  /// What a redrive of [#failedTask] appends: the same history goes on with ExecutionRedriven, and
  /// the unfinished state is scheduled again without being entered again ([redriving
  /// executions](https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html)).
  public static Script redriven(int firstId, boolean succeeds) {
    Script script = Script.from(firstId);
    int redriven =
        script.add(
            "ExecutionRedriven",
            firstId - 1,
            "executionRedrivenEventDetails",
            Map.of("redriveCount", 1));
    int begun = script.taskBegun(redriven);
    script.pause(1_000);
    if (!succeeds) {
      int failed = script.taskFailed(begun, "Lambda.Unknown", "still no capacity");
      return script.failed(failed, "Lambda.Unknown", "still no capacity");
    }
    return script.succeeded(script.exited("Task", "Deploy", script.taskSucceeded(begun)));
  }

  /// What a redrive of a failed [#distributedMap] appends: the Map Run is redriven with its parent
  /// ([redriving Map
  /// Runs](https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html)).
  public static Script redrivenMap(int firstId, String mapRunArn) {
    Script script = Script.from(firstId);
    int redriven =
        script.add(
            "ExecutionRedriven",
            firstId - 1,
            "executionRedrivenEventDetails",
            Map.of("redriveCount", 1));
    int run =
        script.add(
            "MapRunRedriven",
            redriven,
            "mapRunRedrivenEventDetails",
            Map.of("mapRunArn", mapRunArn, "redriveCount", 1));
    script.pause(10_000);
    int done = script.add("MapRunSucceeded", run);
    int all = script.add("MapStateSucceeded", done);
    return script.succeeded(script.exited("Map", "Backfill", all));
  }

  /// A JSONata expression that cannot be evaluated: the event names the state, and follows the end
  /// of the one before ([transforming data with
  /// JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)).
  public static Script failedEvaluation() {
    Script script = Script.empty().started();
    int prepared = script.task("Prepare", 0, 1_000);
    script.entered("Task", "Deploy", prepared);
    String cause = "The JSONata expression '$states.input.version' returned nothing";
    int failed =
        script.add(
            "EvaluationFailed",
            prepared,
            "evaluationFailedEventDetails",
            Map.of(
                "error",
                "States.QueryEvaluationError",
                "cause",
                cause,
                "location",
                "Arguments",
                "state",
                "Deploy"));
    return script.failed(failed, "States.QueryEvaluationError", cause);
  }

  /// A state whose input path fits nothing: no event but the last one, whose cause names the state
  /// and its entering ([error
  /// names](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)).
  public static Script failedInput() {
    Script script = Script.empty().started();
    int branch = script.add("ParallelStateStarted", script.entered("Parallel", "Deploy", 0));
    int map = script.entered("Map", "Each", branch);
    int docs = script.taskBegun(script.entered("Task", "Docs", branch));
    script.pause(1_000);
    return script.failed(
        docs,
        "States.Runtime",
        "An error occurred while executing the state 'Each' (entered at the event id #"
            + map
            + "). Reference path \"$.hosts\" must point to array.");
  }

  /// Ends that are not the execution's own doing: a time limit of its definition
  /// ([timeouts](https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html)).
  public static Script timedOut() {
    Script script = Script.empty().started();
    int begun = script.taskBegun(script.entered("Task", "Deploy", 0));
    script.pause(5_000);
    script.add("ExecutionTimedOut", begun);
    return script;
  }

  /// A failure that names neither error nor cause, both of which may be absent ([Fail
  /// state](https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html)).
  public static Script failedWithoutWords() {
    Script script = Script.empty().started();
    int fail = script.entered("Fail", "GiveUp", 0);
    script.add("ExecutionFailed", fail, "executionFailedEventDetails", Map.of());
    return script;
  }

  /// An execution that somebody stops ([stopping
  /// executions](https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html)).
  public static Script aborted() {
    Script script = Script.empty().started();
    int begun = script.taskBegun(script.entered("Task", "Deploy", 0));
    script.pause(2_000);
    script.add("ExecutionAborted", begun, "executionAbortedEventDetails", Map.of());
    return script;
  }

  /// A state machine that has nothing to do ([Succeed
  /// state](https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html)).
  public static Script overAtOnce() {
    Script script = Script.empty().started();
    return script.succeeded(script.exited("Succeed", "Done", script.entered("Succeed", "Done", 0)));
  }

  /// A task that goes on for ever ([executions that get
  /// stuck](https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html)).
  public static Script endless() {
    Script script = Script.empty().started();
    script.taskBegun(script.entered("Task", "Deploy", 0));
    return script;
  }

  /// An execution of about this many events, evenly over this time; 25,000 are the most
  /// ([quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)).
  public static Script lasting(int events, Duration time) {
    Script script = Script.empty().started();
    int tasks = (events - 2) / 5;
    int last = 0;
    for (int task = 0; task < tasks; task++) {
      last = script.task("Step" + task % 40, last, time.toMillis() / tasks);
    }
    while (script.nextId() < events) {
      last = script.add("SomethingNewHappened", last);
    }
    return script.succeeded(last);
  }
}
