package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.workflow.Redrive.Answer;
import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.ExecutionStatus;
import dev.spannerpipe.workflow.history.StepFunctions;
import dev.spannerpipe.workflow.history.StepFunctions.Started;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import dev.spannerpipe.workflow.history.StepFunctionsException.Kind;
import java.time.Duration;
import java.util.Optional;

/// Finds the execution of the workflow for this deployment, or starts the execution. Never starts a
/// second execution if one is running or has succeeded.
///
/// Before each start, the run stores an intent in the database: a row that announces the request.
/// This run and any later run send exactly what the intent contains. If the response to a start is
/// lost, the execution is found by the name that the intent contains.
final class ExecutionStarter {
  /// Step Functions keeps an execution, and its name, for 90 days
  /// ([StartExecution](https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html)).
  /// If an intent is older than this value, its execution may already be deleted, or may be deleted
  /// soon.
  private static final Duration NAME_LASTS = Duration.ofDays(80);

  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int MOST_ROUNDS = 5;

  private final WorkflowSettings settings;
  private final Deployment deployment;
  private final StateMachineClient target;
  private final StateMachineArn stateMachine;
  private final StepFunctions service;
  private final ServiceCalls calls;
  private final WorkflowIntents intents;
  private final Redrive redrive;
  private final WorkflowEvents events;
  private final Time time;

  ExecutionStarter(
      WorkflowSettings settings,
      Deployment deployment,
      StateMachineClient target,
      WorkflowIntents intents,
      Redrive redrive,
      WorkflowEvents events,
      Time time) {
    this.settings = settings;
    this.deployment = deployment;
    this.target = target;
    this.stateMachine = target.stateMachine();
    this.service = target.service();
    this.calls = target.calls();
    this.intents = intents;
    this.redrive = redrive;
    this.events = events;
    this.time = time;
  }

  /// The execution of this deployment.
  ///
  /// @param found the service's description of the execution, if the execution already existed
  /// @param expectedRedrives how many redrives the execution has when all requested redrives have
  ///   been done; a redrive continues a failed execution
  /// @param rules how often the states of the execution are retried
  record Launched(
      WorkflowIntent intent,
      String arn,
      Optional<Execution> found,
      int expectedRedrives,
      RetryRules rules) {}

  /// Returns the execution. Throws a [Failure] if it does not exist and cannot be started.
  Launched launch() {
    WorkflowInput input = WorkflowInput.of(settings, deployment.members());
    RetryRules rules =
        MachineCheck.refuseExpress(target, ExecutionStarter::unanswered, events::warn);
    String name = ExecutionName.deployment(deployment, stateMachine, settings.key());
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Optional<WorkflowIntent> known = intents.latest(name);
      Optional<Launched> launched =
          known.isPresent()
              ? resume(known.get(), input, rules)
              : next(name, Optional.empty(), input, rules);
      if (launched.isPresent()) {
        return launched.get();
      }
    }
    throw new UnfinishedFailure(
        "Other runs of the same deployment keep starting attempts of %s".formatted(name),
        "Wait until they have ended, and run this step again");
  }

  private static Failure unanswered(String description) {
    return new UnfinishedFailure(
        description + "; this run started no execution",
        "Run this step again, which starts the workflow, or attaches to an execution that an earlier run started");
  }

  /// Starts the next attempt. Returns empty if another run has continued with the deployment
  /// meanwhile.
  ///
  /// @param failed the intent of the previous attempt, as it was when this run saw that the attempt
  ///   had failed
  private Optional<Launched> next(
      String name, Optional<WorkflowIntent> failed, WorkflowInput input, RetryRules rules) {
    WorkflowIntent intent =
        new WorkflowIntent(
            name,
            failed.map(WorkflowIntent::attempt).orElse(0) + 1,
            stateMachine.text(),
            input.text(),
            events.runId(),
            time.now(),
            Optional.empty());
    events.intended(intent);
    return intents.insert(intent, failed) ? Optional.of(start(intent, rules)) : Optional.empty();
  }

  private Launched start(WorkflowIntent intent, RetryRules rules) {
    try {
      Started started =
          calls.call(() -> service.start(intent.stateMachineArn(), intent.name(), intent.input()));
      if (started.arn().contains(":express:")) {
        throw new WorkflowFailure(
            "The workflow %s was started as %s, but is an Express workflow, which has no history to follow"
                .formatted(intent.stateMachineArn(), started.arn()),
            "Use a state machine of the type STANDARD, and allow states:DescribeStateMachine so that the type is checked before the start");
      }
      refuseOther(intent, started);
      String how = attached(intent, started) ? "attached" : "started";
      events.started(
          intent.name(), started.arn(), how, Optional.empty(), stateMachine.console(started.arn()));
      return new Launched(intent, started.arn(), Optional.empty(), 0, rules);
    } catch (StepFunctionsException failure) {
      if (failure.isCode("ExecutionAlreadyExists")) {
        return existing(intent, awaited(intent), rules);
      }
      throw ServiceCalls.beforeStart(
          "start the workflow %s as %s".formatted(intent.stateMachineArn(), intent.name()),
          "states:StartExecution on " + stateMachine.unqualified(),
          failure);
    }
  }

  /// Throws if the service reports an unexpected ARN. The name determines the ARN, so a different
  /// ARN belongs to another execution.
  private static void refuseOther(WorkflowIntent intent, Started started) {
    String expected = StateMachineArn.parse(intent.stateMachineArn()).execution(intent.name());
    if (!expected.equals(started.arn())) {
      throw new WorkflowFailure(
          "Could not follow the workflow: the pipe requested execution %s, but Step Functions reports that it started %s"
              .formatted(expected, started.arn().isEmpty() ? "none" : started.arn()),
          "Check which service responds at the Step Functions endpoint, find out in the console which executions are running, and run this step again");
    }
  }

  /// Returns whether another run started the execution: the intent is another run's, and the
  /// execution is older than 30 s.
  private boolean attached(WorkflowIntent intent, Started started) {
    return !intent.runId().equals(events.runId())
        && started.startedAt().isBefore(time.now().minus(Duration.ofSeconds(30)));
  }

  /// Continues with the latest intent of the deployment. Returns empty if another run has continued
  /// with the deployment meanwhile.
  private Optional<Launched> resume(WorkflowIntent intent, WorkflowInput input, RetryRules rules) {
    Optional<Execution> execution = seen(intent);
    if (execution.isEmpty()) {
      logChanges(intent);
      return Optional.of(start(intent, rules));
    }
    refuseStranger(intent, execution.get());
    ExecutionStatus status = execution.get().status();
    if (!status.isFailure()) {
      logChanges(intent);
      return Optional.of(existing(intent, execution.get(), rules));
    }
    return again(intent, execution.get(), input, rules);
  }

  /// Returns the execution of the intent; empty if the execution does not exist or this run may not
  /// read it. In both cases the run may request the start, because the service never starts a
  /// second execution with the same name.
  private Optional<Execution> seen(WorkflowIntent intent) {
    try {
      return find(intent);
    } catch (WorkflowFailure failure) {
      if (failure.getCause() instanceof StepFunctionsException cause
          && cause.kind() == Kind.DENIED) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Optional<Execution> find(WorkflowIntent intent) {
    String arn = stateMachine.execution(intent.name());
    try {
      return Optional.of(calls.call(() -> service.describe(arn)));
    } catch (StepFunctionsException failure) {
      boolean old = intent.createdAt().plus(NAME_LASTS).isBefore(time.now());
      if (old && failure.kind() == Kind.MISSING) {
        throw new WorkflowFailure(
            "Execution %s was requested on %s, and Step Functions keeps executions for 90 days only, so it is not known how it ended"
                .formatted(intent.name(), intent.createdAt()),
            "Set WORKFLOW_KEY to a new value if the workflow has to run again for this deployment");
      }
      if (failure.isCode("ExecutionDoesNotExist")) {
        return Optional.empty();
      }
      throw ServiceCalls.afterStart(
          "read the execution " + arn, "states:DescribeExecution on " + arn, failure);
    }
  }

  /// Returns an execution that the service has just reported as existing. Waits up to a minute,
  /// because a new execution may not be readable at once.
  private Execution awaited(WorkflowIntent intent) {
    Duration end = time.elapsed().plus(GRACE);
    while (true) {
      Optional<Execution> execution = find(intent);
      if (execution.isPresent()) {
        return execution.get();
      }
      if (time.elapsed().compareTo(end) >= 0) {
        throw new UnfinishedFailure(
            "Step Functions reports that execution %s exists but cannot return it yet"
                .formatted(intent.name()),
            "Run this step again");
      }
      time.sleep(Duration.ofSeconds(2));
    }
  }

  private void refuseStranger(WorkflowIntent intent, Execution execution) {
    String input = execution.input();
    if (input != null && !new WorkflowInput(intent.input()).sameAs(input)) {
      throw new ConfigurationFailure(
          "Could not start the workflow: Step Functions has an execution %s whose input is not the one on record, so somebody else started it"
              .formatted(execution.arn()),
          "Set WORKFLOW_KEY to a value that only this deployment uses");
    }
  }

  /// Returns an execution that exists, and logs that this run follows it.
  private Launched existing(WorkflowIntent intent, Execution execution, RetryRules rules) {
    refuseStranger(intent, execution);
    int redrives = execution.redriveCount();
    events.started(
        intent.name(),
        execution.arn(),
        execution.status().isSuccess() ? "adopted" : "attached",
        execution.executedVersion(),
        stateMachine.console(execution.arn()));
    return new Launched(intent, execution.arn(), Optional.of(execution), redrives, rules);
  }

  /// Handles an execution that failed before. A redrive that was already requested is completed
  /// first, whatever the settings are now. Otherwise the execution is redriven if the settings
  /// allow that, and if not, the next attempt begins. Returns empty if another run has continued
  /// with the deployment meanwhile.
  private Optional<Launched> again(
      WorkflowIntent intent, Execution failed, WorkflowInput input, RetryRules rules) {
    events.warn(
        "Attempt %d of this deployment, execution %s, is %s"
            .formatted(intent.attempt(), intent.name(), failed.status()));
    if (redrive.isPending(intent, failed)) {
      logChanges(intent);
      return Optional.of(redriven(intent, failed.arn(), pending(intent, failed.arn()), rules));
    }
    if (!mayRedrive(intent, failed)) {
      return next(intent.deployment(), Optional.of(intent), input, rules);
    }
    logChanges(intent);
    return switch (redrive.request(intent, failed, Optional.empty())) {
      case Answer.Done done -> Optional.of(redriven(intent, failed.arn(), done, rules));
      case Answer.Refused(String why) -> {
        events.warn(
            "Execution %s is not redriven: %s; the next attempt begins instead"
                .formatted(intent.name(), why));
        yield next(intent.deployment(), Optional.of(intent), input, rules);
      }
      case Answer.Overtaken() -> Optional.empty();
    };
  }

  /// Returns whether this run may redrive the execution. The pipe redrives an execution only once,
  /// and never if somebody aborted the execution.
  private boolean mayRedrive(WorkflowIntent intent, Execution failed) {
    return settings.onFailure() == WorkflowSettings.OnFailure.REDRIVE
        && intent.redrive().isEmpty()
        && failed.status().kind() != ExecutionStatus.Kind.ABORTED;
  }

  /// Completes a redrive that was already requested. If this run's settings do not ask for
  /// redrives, its AWS session does not permit one. Then this method only waits until the requested
  /// redrive becomes visible.
  private Answer.Done pending(WorkflowIntent intent, String arn) {
    if (settings.onFailure() == WorkflowSettings.OnFailure.REDRIVE) {
      return redrive.requestAgain(intent, arn);
    }
    return redrive
        .shown(intent, arn)
        .orElseThrow(
            () ->
                new UnfinishedFailure(
                    "A redrive of execution %s was requested and is not visible yet, and this run is not set to request it again"
                        .formatted(intent.name()),
                    "Set WORKFLOW_ON_FAILURE=redrive to request it again, and run this step again; if the console shows that the execution cannot be redriven, set WORKFLOW_KEY to a new value to start over"));
  }

  private static Launched redriven(
      WorkflowIntent intent, String arn, Answer.Done done, RetryRules rules) {
    return new Launched(intent, arn, Optional.empty(), done.redrives(), rules);
  }

  private void logChanges(WorkflowIntent intent) {
    boolean otherInput = !new WorkflowInput(intent.input()).isOf(settings);
    boolean otherMachine = !intent.stateMachineArn().equals(stateMachine.text());
    if (otherInput || otherMachine) {
      events.warn(
          "%s changed since run %s requested execution %s; the stored value is used"
              .formatted(
                  otherInput
                      ? (otherMachine ? "WORKFLOW_INPUT and STATE_MACHINE_ARN" : "WORKFLOW_INPUT")
                      : "STATE_MACHINE_ARN",
                  intent.runId(),
                  intent.name()));
    }
  }
}
