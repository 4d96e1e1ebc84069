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

/// Redrives a failed execution: Step Functions runs the unfinished states again. Before the redrive
/// is requested, it is stored in the intent, which is the database row about this attempt to run
/// the workflow. Each redrive has a token, so the service redrives only once, however often the
/// request is sent.
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

  /// Returns whether a redrive is stored in the intent, but the execution's redrive count does not
  /// show this redrive yet.
  boolean isPending(WorkflowIntent intent, Execution execution) {
    return intent
        .redrive()
        .filter(asked -> execution.redriveCount() <= asked.countBefore())
        .isPresent();
  }

  /// The outcome of a redrive request.
  sealed interface Answer {
    /// The execution was redriven.
    ///
    /// @param redrives how often the execution has been redriven, including this redrive
    record Done(int redrives) implements Answer {}

    /// The pipe did not request the redrive, for the reason `why`.
    record Refused(String why) implements Answer {}

    /// The pipe did not request the redrive, because another run has continued with the deployment
    /// meanwhile.
    record Overtaken() implements Answer {}
  }

  /// Requests a redrive. Throws a `Failure` if it is not known whether the execution was redriven.
  ///
  /// @param states the states that the redrive will run again, as far as they are known
  Answer request(WorkflowIntent intent, Execution failed, Optional<List<String>> states) {
    if (!failed.isRedrivable()) {
      return new Answer.Refused(failed.whyNotRedrivable());
    }
    if (definitionChanged(failed.arn())) {
      return new Answer.Refused(
          "the definition of the state machine has changed since the start, and a redrive runs the old definition");
    }
    int count = failed.redriveCount();
    WorkflowIntent asked =
        intent.withRedrive(
            new WorkflowIntent.Redrive(ExecutionName.redriveToken(intent, count), count));
    return intents.update(asked)
        ? send(asked, failed.arn(), states.orElse(List.of()))
        : new Answer.Overtaken();
  }

  /// Requests the stored redrive again. Ignores the status that the service reports, because an
  /// earlier request may still arrive and change the status. Throws a `Failure` if it is not known
  /// whether the execution was redriven.
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

  /// Handles a rejected request. The rejection does not prove that the execution was not redriven,
  /// because Step Functions also rejects the request if an earlier one arrived. The execution is
  /// then running, although `DescribeExecution` may still show its old status. Returns the redrive
  /// as done when it becomes visible, and otherwise throws.
  private Answer.Done done(WorkflowIntent intent, String arn, StepFunctionsException refusal) {
    return shown(intent, arn)
        .orElseThrow(
            () ->
                new UnfinishedFailure(
                        "A redrive of execution %s was requested and is not visible yet, and Step Functions rejects the new request: %s"
                            .formatted(intent.name(), refusal.reason()),
                        "Run this step again to request it again; if the console shows that the execution cannot be redriven, set WORKFLOW_KEY to a new value to start over")
                    .causedBy(refusal));
  }

  /// Waits up to a minute until the stored redrive is visible in the service's description of the
  /// execution. Returns empty if it does not become visible.
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
            "Without states:DescribeStateMachine and states:DescribeStateMachineForExecution, the pipe cannot check whether the definition has changed since the start; a redrive runs the old definition");
        return false;
      }
      throw ServiceCalls.afterStart(
          "compare the definition of the execution " + executionArn,
          "states:DescribeStateMachineForExecution on " + stateMachine.unqualified(),
          failure);
    }
  }
}
