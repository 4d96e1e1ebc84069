package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.workflow.ExecutionPoller.End;
import dev.spannerpipe.workflow.ExecutionStarter.Launched;
import dev.spannerpipe.workflow.Redrive.Answer;
import dev.spannerpipe.workflow.WorkflowEvents.Place;
import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.FailureAnalysis;
import dev.spannerpipe.workflow.history.StateVisit;
import dev.spannerpipe.workflow.history.StepFunctions.Page;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Follows a started execution, and returns the result of the workflow. If the settings require it,
/// also redrives a failed execution, or stops an execution that takes too long.
final class WorkflowMonitor {
  private static final int LAST_EVENTS = 100;
  private static final Duration STOPPING = Duration.ofMinutes(1);
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final WorkflowSettings settings;
  private final StateMachineClient target;
  private final Redrive redrive;
  private final WorkflowEvents events;
  private final Time time;
  private final Launched launched;
  private final ExecutionPoller following;
  private final ResultFactory ending;

  WorkflowMonitor(
      WorkflowSettings settings,
      StateMachineClient target,
      Redrive redrive,
      WorkflowEvents events,
      Time time,
      Launched launched,
      ExecutionPoller following) {
    this.settings = settings;
    this.target = target;
    this.redrive = redrive;
    this.events = events;
    this.time = time;
    this.launched = launched;
    this.following = following;
    this.ending = new ResultFactory(target.stateMachine(), launched.intent(), launched.arn());
  }

  /// Returns the result, which includes any failure.
  ///
  /// @param deadline the time, on the clock of [Time#elapsed], at which the run stops following the
  ///   execution
  WorkflowResult result(Duration deadline) {
    try {
      return follow(deadline);
    } catch (StepFunctionsException failure) {
      return goingOn("follow", "states:GetExecutionHistory and states:DescribeExecution", failure);
    } catch (InterruptedWaitException _) {
      return detached("this run was interrupted");
    }
  }

  private WorkflowResult goingOn(String tried, String permissions, StepFunctionsException failure) {
    Failure reason =
        ServiceCalls.afterStart(
            tried + " the execution " + launched.arn(),
            permissions + " on " + launched.arn(),
            failure);
    return ending.goingOn(reason, following.index(), time.now());
  }

  private WorkflowResult detached(String why) {
    return ending.detached(why, following.index(), time.now());
  }

  private WorkflowResult follow(Duration deadline) {
    End end = following.follow(deadline, launched.expectedRedrives());
    WorkflowResult result = atEnd(end);
    boolean ended = end == End.ENDED || end == End.STATUS;
    return ended && mayRedrive(result.status()) ? redriven(result, deadline) : result;
  }

  /// Returns whether an execution with this status may be redriven. All runs together redrive an
  /// execution at most once. They never redrive an execution that somebody aborted.
  private boolean mayRedrive(ExecutionStatus status) {
    return settings.onFailure() == WorkflowSettings.OnFailure.REDRIVE
        && status.isFailure()
        && status.kind() != ExecutionStatus.Kind.ABORTED
        && launched.intent().redrive().isEmpty()
        && launched.expectedRedrives() == 0;
  }

  private WorkflowResult redriven(WorkflowResult result, Duration deadline) {
    try {
      Execution failed = described();
      return switch (redrive.request(launched.intent(), failed, Optional.of(result.unfinished()))) {
        case Answer.Done(int redrives) -> atEnd(following.follow(deadline, redrives));
        case Answer.Refused(String why) -> notRedriven(result, why);
        case Answer.Overtaken() -> result.withFailure(overtaken(result));
      };
    } catch (Failure failure) {
      return result.withFailure(failure);
    }
  }

  private WorkflowResult notRedriven(WorkflowResult result, String why) {
    events.warn("Execution %s is not redriven: %s".formatted(launched.intent().name(), why));
    return result;
  }

  private Failure overtaken(WorkflowResult result) {
    return new UnfinishedFailure(
        "Execution %s is %s, but another run has already continued this deployment"
            .formatted(launched.intent().name(), result.status()),
        "Run this step again to follow the execution that the other run started");
  }

  private WorkflowResult atEnd(End end) {
    return switch (end) {
      case ENDED, STATUS -> ended();
      case TIME_OVER -> timeOver();
      case CREDENTIALS_OVER -> detached("the AWS credentials have expired");
    };
  }

  private WorkflowResult ended() {
    Execution execution = described();
    Optional<FailedState> failed = Optional.empty();
    if (!execution.status().isSuccess()) {
      learn();
      failed = analysed(execution);
      failed.ifPresent(state -> events.failed(new Place(launched.intent().name(), 0), state));
    }
    return ending.ended(execution, following.index(), failed, time.now());
  }

  private Optional<FailedState> analysed(Execution execution) {
    Optional<FailedState> inside =
        following.index().unfinished().stream()
            .flatMap(visit -> following.failedInside(visit).stream())
            .findFirst();
    return FailureAnalysis.of(following.index(), execution)
        .map(outer -> inside.map(outer::withRoot).orElse(outer));
  }

  /// Returns the service's description of the ended execution. The reported status can be older
  /// than the history, so the service is queried until both agree, for up to 30 s. If they still
  /// differ then, the event that ended the execution decides, with one exception: if the reported
  /// status is missing or unknown, the execution never counts as successful.
  private Execution described() {
    Execution seen = Executions.fromHistory(launched.arn(), following.index());
    Execution known = seen.status().isRunning() ? following.described().orElse(seen) : seen;
    Duration end = after(SETTLING);
    if (known.status().isSuccess()) {
      target.service().hurry();
    }
    try {
      while (true) {
        Execution execution = target.calls().call(() -> target.service().describe(launched.arn()));
        if (settled(seen, execution)) {
          return execution;
        }
        if (time.elapsed().compareTo(end) >= 0) {
          return isBelieved(seen, execution) ? seen : execution;
        }
        time.sleep(Duration.ofSeconds(2));
      }
    } catch (StepFunctionsException failure) {
      events.warn(undescribed(known, failure));
      return known;
    }
  }

  private static boolean isBelieved(Execution seen, Execution execution) {
    return switch (execution.status().kind()) {
      case UNKNOWN -> false;
      case MISSING -> seen.status().isFailure();
      case RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE ->
          !seen.status().isRunning();
    };
  }

  private String undescribed(Execution known, StepFunctionsException failure) {
    String unknown =
        known.status().isSuccess()
            ? "its output is"
            : "its output and whether it can be redriven are";
    return "Could not read execution %s, whose status is %s: %s; %s not known"
        .formatted(launched.intent().name(), known.status(), failure.reason(), unknown);
  }

  private Duration after(Duration wanted) {
    return time.elapsed().plus(target.service().retry().deadline().atMost(wanted));
  }

  private static boolean settled(Execution seen, Execution execution) {
    return seen.status().isRunning()
        ? !execution.status().isRunning()
        : execution.status().equals(seen.status());
  }

  /// Reads the last events again with their data, because the history is polled without data, and
  /// then errors and causes may be missing.
  private void learn() {
    try {
      Page page =
          target
              .calls()
              .call(() -> target.service().history(launched.arn(), true, LAST_EVENTS, true, null));
      following.index().learn(page.events());
    } catch (StepFunctionsException _) {
      // The result is then made from the events without data.
    }
  }

  private WorkflowResult timeOver() {
    String timeout = WorkflowTime.words(settings.timeout());
    if (settings.onTimeout() == WorkflowSettings.OnTimeout.DETACH) {
      return detached(settings.end() + " has expired");
    }
    List<String> working = following.index().working().stream().map(StateVisit::path).toList();
    String cause = "Run %s followed it for %s".formatted(events.runId(), timeout);
    target.service().until(time.elapsed().plus(STOPPING).plus(SETTLING));
    try {
      target.calls().run(() -> target.service().stop(launched.arn(), "SpannerPipe.Timeout", cause));
    } catch (StepFunctionsException failure) {
      return goingOn("stop", "states:StopExecution", failure);
    }
    events.stopped(launched.intent().name(), timeout + " have passed", working);
    following.follow(after(STOPPING), launched.expectedRedrives());
    Execution execution = described();
    return execution.status().kind() == ExecutionStatus.Kind.ABORTED
            || execution.status().isRunning()
        ? ending.stopped(execution, following.index(), working, timeout, time.now())
        : ended();
  }
}
