package dev.spannerpipe.workflow;

import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import dev.spannerpipe.workflow.AwsFailure.Kind;
import java.util.List;
import java.util.Optional;

/// Has a failed execution run its unfinished states again. An intent is on record before, with a
/// token that makes the service do it once however often it is asked.
final class Redrive {
  private final StateMachineArn stateMachine;
  private final StepFunctions service;
  private final ServiceCalls calls;
  private final WorkflowIntents intents;
  private final WorkflowEvents events;

  Redrive(Target target, WorkflowIntents intents, WorkflowEvents events) {
    this.stateMachine = target.stateMachine();
    this.service = target.service();
    this.calls = target.calls();
    this.intents = intents;
    this.events = events;
  }

  /// Returns whether a redrive was asked for that the execution does not show yet.
  boolean isPending(WorkflowIntent intent, Execution execution) {
    return intent
        .redrive()
        .filter(asked -> execution.redriveCount() <= asked.countBefore())
        .isPresent();
  }

  /// Asks for it; returns why it is not done, or nothing where it is.
  ///
  /// @param states what it will run again, where that is known
  Optional<String> ask(WorkflowIntent intent, Execution failed, Optional<List<String>> states) {
    if (!failed.isRedrivable()) {
      return Optional.of(failed.whyNotRedrivable());
    }
    if (definitionChanged(failed.arn())) {
      return Optional.of(
          "the definition of the state machine has changed since, and a redrive runs the old one");
    }
    int count = failed.redriveCount();
    String token = ExecutionName.redriveToken(intent, count);
    intents.update(intent.withRedrive(new WorkflowIntent.Redrive(token, count)));
    try {
      calls.run(() -> service.redrive(failed.arn(), token));
    } catch (AwsFailure failure) {
      if (failure.isCode("ExecutionNotRedrivable")) {
        return Optional.of(failure.reason());
      }
      throw ServiceCalls.afterStart(
          "redrive the execution " + failed.arn(),
          "states:RedriveExecution on " + failed.arn(),
          failure);
    }
    events.redriven(intent.name(), count, states.orElse(List.of()));
    return Optional.empty();
  }

  private boolean definitionChanged(String executionArn) {
    if (stateMachine.isVersion()) {
      return false;
    }
    try {
      String then = calls.call(() -> service.definitionOf(executionArn)).revision();
      String now = calls.call(() -> service.definition(stateMachine.unqualified())).revision();
      return !then.equals(now);
    } catch (AwsFailure failure) {
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
