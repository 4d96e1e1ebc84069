package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.StepFunctions;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import dev.spannerpipe.workflow.history.StepFunctionsException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Has a failed execution run its unfinished states again. An intent is on record before, with a
/// token that makes the service do it once however often it is asked.
final class Redrive {
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final StateMachineArn stateMachine;
  private final StepFunctions service;
  private final ServiceCalls calls;
  private final WorkflowIntents intents;
  private final WorkflowEvents events;
  private final Time time;

  Redrive(StateMachineClient target, WorkflowIntents intents, WorkflowEvents events, Time time) {
    this.stateMachine = target.stateMachine();
    this.service = target.service();
    this.calls = target.calls();
    this.intents = intents;
    this.events = events;
    this.time = time;
  }

  /// Returns whether a redrive was asked for that the execution does not show yet.
  boolean isPending(WorkflowIntent intent, Execution execution) {
    return intent
        .redrive()
        .filter(asked -> execution.redriveCount() <= asked.countBefore())
        .isPresent();
  }

  /// What became of a wish.
  sealed interface Answer {
    /// It is done.
    ///
    /// @param redrives how often the execution has been redriven then
    record Done(int redrives) implements Answer {}

    /// It was not asked for.
    record Refused(String why) implements Answer {}

    /// Another run goes on with the deployment.
    record Overtaken() implements Answer {}
  }

  /// Asks for it. Throws a `Failure` where it is not known whether it is done.
  ///
  /// @param states what it will run again, where that is known
  Answer request(WorkflowIntent intent, Execution failed, Optional<List<String>> states) {
    if (!failed.isRedrivable()) {
      return new Answer.Refused(failed.whyNotRedrivable());
    }
    if (definitionChanged(failed.arn())) {
      return new Answer.Refused(
          "the definition of the state machine has changed since, and a redrive runs the old one");
    }
    int count = failed.redriveCount();
    WorkflowIntent asked =
        intent.withRedrive(
            new WorkflowIntent.Redrive(ExecutionName.redriveToken(intent, count), count));
    return intents.update(asked)
        ? send(asked, failed.arn(), states.orElse(List.of()))
        : new Answer.Overtaken();
  }

  /// Asks again for what is on record, whatever the service says of the execution: it may still
  /// come. Throws a `Failure` where it is not known whether it is done.
  Answer.Done requestAgain(WorkflowIntent intent, String arn) {
    return send(intent, arn, List.of());
  }

  private Answer.Done send(WorkflowIntent intent, String arn, List<String> states) {
    WorkflowIntent.Redrive asked = intent.redrive().orElseThrow();
    try {
      calls.run(() -> service.redrive(arn, asked.clientToken()));
    } catch (StepFunctionsException failure) {
      if (failure.isCode("ExecutionNotRedrivable")) {
        return done(intent, arn, failure);
      }
      throw ServiceCalls.afterStart(
          "redrive the execution " + arn, "states:RedriveExecution on " + arn, failure);
    }
    events.redriven(intent.name(), asked.countBefore(), states);
    return new Answer.Done(asked.countBefore() + 1);
  }

  /// A refusal may come of an earlier call that arrived: the execution goes on then, and what is
  /// said of it may be behind.
  private Answer.Done done(WorkflowIntent intent, String arn, StepFunctionsException refusal) {
    return shown(intent, arn)
        .orElseThrow(
            () ->
                new UnfinishedFailure(
                        "A redrive of execution %s is on record but not visible, and Step Functions rejects it now: %s"
                            .formatted(intent.name(), refusal.reason()),
                        "Run this step again to request it again; if the console shows that it cannot be redriven, set WORKFLOW_KEY to a new value to start over")
                    .causedBy(refusal));
  }

  /// Waits a while for a redrive that is on record to show; empty where it does not.
  Optional<Answer.Done> shown(WorkflowIntent intent, String arn) {
    int before = intent.redrive().orElseThrow().countBefore();
    Duration end = time.elapsed().plus(GRACE);
    while (true) {
      Execution execution = described(arn);
      if (execution.redriveCount() > before || !execution.status().isFailure()) {
        return Optional.of(new Answer.Done(before + 1));
      }
      if (time.elapsed().compareTo(end) >= 0) {
        return Optional.empty();
      }
      time.sleep(Duration.ofSeconds(2));
    }
  }

  private Execution described(String arn) {
    try {
      return calls.call(() -> service.describe(arn));
    } catch (StepFunctionsException failure) {
      throw ServiceCalls.afterStart(
          "read the execution " + arn, "states:DescribeExecution on " + arn, failure);
    }
  }

  private boolean definitionChanged(String executionArn) {
    if (stateMachine.isVersion()) {
      return false;
    }
    try {
      String then = calls.call(() -> service.definitionOf(executionArn)).revision();
      String now = calls.call(() -> service.definition(stateMachine.unqualified())).revision();
      return !then.equals(now);
    } catch (StepFunctionsException failure) {
      if (failure.kind() == Kind.DENIED) {
        events.warn(
            "Whether the definition has changed since cannot be seen without states:DescribeStateMachine and states:DescribeStateMachineForExecution; a redrive runs the old one");
        return false;
      }
      throw ServiceCalls.afterStart(
          "compare the definition of the execution " + executionArn,
          "states:DescribeStateMachineForExecution on " + stateMachine.unqualified(),
          failure);
    }
  }
}
