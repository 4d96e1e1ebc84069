package dev.spannerpipe.workflow;

import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.WorkflowIntents;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.workflow.ExecutionStarter.Launched;
import dev.spannerpipe.workflow.WorkflowEvents.Place;
import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.StepFunctions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/// The deployment workflow of one run. The run finds or starts one execution, and follows it to its
/// end.
public final class Workflow {
  private static final Duration TOO_SHORT_FOR_A_WARNING = Duration.ofMinutes(1);

  private final WorkflowSettings settings;
  private final Deployment deployment;
  private final AwsSession session;
  private final WorkflowIntents intents;
  private final WorkflowEvents events;
  private final Time time;
  private final Retry retry;

  /// Creates the workflow; nothing is started yet.
  ///
  /// @param retry limits how long calls may take, and retries them
  public Workflow(
      WorkflowSettings settings,
      Deployment deployment,
      AwsSession session,
      WorkflowIntents intents,
      RunLog log,
      Retry retry) {
    this.settings = settings;
    this.deployment = deployment;
    this.session = session;
    this.intents = intents;
    this.events = new WorkflowEvents(log);
    this.time = retry.time();
    this.retry = retry;
  }

  /// Throws a `ConfigurationFailure` if the workflow's input cannot be used. Makes no request.
  public static void check(WorkflowSettings settings, Deployment deployment) {
    WorkflowInput.of(settings, deployment.members());
  }

  /// Checks with one request whether the state machine can be used. Throws a `ConfigurationFailure`
  /// if the state machine does not exist or is an Express workflow. Throws an [AccessFailure] if
  /// the service does not respond, or an [UnfinishedFailure] if it did not respond before TIMEOUT
  /// expired. If this run may not read the state machine, its type will become known only at the
  /// start.
  public static void inspect(WorkflowSettings settings, AwsSession session, Retry retry) {
    inspect(settings.stateMachineArn(), settings.endpoint(), session, retry, _ -> {});
  }

  /// Makes the same check as the other `inspect`, for callers without workflow settings.
  ///
  /// @param denied receives the warning that this run may not read the state machine
  public static void inspect(
      String stateMachineArn,
      Optional<URI> endpoint,
      AwsSession session,
      Retry retry,
      Consumer<String> denied) {
    StateMachineArn stateMachine = StateMachineArn.parse(stateMachineArn);
    try (StepFunctions service =
        new StepFunctions(session, stateMachine.region(), endpoint, retry)) {
      MachineCheck.refuseExpress(
          new StateMachineClient(stateMachine, service, new ServiceCalls(service)),
          description -> unanswered(description, retry),
          denied);
    }
  }

  /// Returns the failure of a check to which the service did not respond. Nothing was changed yet:
  /// either the service cannot be reached, or the time of this run has expired.
  private static Failure unanswered(String description, Retry retry) {
    return retry.deadline().isOver()
        ? new UnfinishedFailure(
            description + " before TIMEOUT expired",
            "Run again with a longer TIMEOUT; if the problem persists, check that this step can"
                + " reach Step Functions")
        : new AccessFailure(
            description, "Check that this step can reach Step Functions, and run again");
  }

  /// Returns a pattern for the ARNs of all executions that this deployment can have, such as
  /// `arn:aws:states:…:execution:deploy:shop-production-0123456789abcdef-a*`. The policy of the AWS
  /// session contains this pattern.
  public static String executionArns(WorkflowSettings settings, Deployment deployment) {
    StateMachineArn stateMachine = StateMachineArn.parse(settings.stateMachineArn());
    String name = ExecutionName.deployment(deployment, stateMachine, settings.key());
    return stateMachine.execution(name + "-a*");
  }

  /// Runs the workflow. Throws a `Failure` if no execution is known to be started. Any later
  /// failure is part of the result, so that the run can write its files before it ends with the
  /// failure.
  public WorkflowResult run() {
    StateMachineArn stateMachine = StateMachineArn.parse(settings.stateMachineArn());
    try (StepFunctions service =
        new StepFunctions(session, stateMachine.region(), settings.endpoint(), retry)) {
      return new Run(stateMachine, service).run();
    }
  }

  /// Runs the workflow once, with one client of the service.
  private final class Run {
    private final StateMachineClient target;
    private final Redrive redrive;

    Run(StateMachineArn stateMachine, StepFunctions service) {
      this.target = new StateMachineClient(stateMachine, service, new ServiceCalls(service));
      this.redrive = new Redrive(target, intents, events, time);
    }

    WorkflowResult run() {
      Duration end = time.elapsed().plus(settings.timeout());
      target.service().until(end);
      Launched launched =
          new ExecutionStarter(settings, deployment, target, intents, redrive, events, time)
              .launch();
      String name = launched.intent().name();
      Optional<Execution> over = launched.found().filter(each -> !each.status().isRunning());
      if (over.isPresent()) {
        WorkflowResult result =
            new ResultFactory(target.stateMachine(), launched.intent(), launched.arn())
                .ended(over.get(), null, Optional.empty(), time.now());
        events.ended(name, result, Optional.empty());
        return result;
      }
      Duration since = time.elapsed();
      warnOfCredentials();
      WorkflowResult result =
          new WorkflowMonitor(
                  settings, target, redrive, events, time, launched, following(launched))
              .result(end);
      events.ended(name, result, Optional.of(time.elapsed().minus(since)));
      return result;
    }

    private void warnOfCredentials() {
      Instant needed = time.now().plus(settings.timeout()).minus(TOO_SHORT_FOR_A_WARNING);
      if (session.expiresAt().isBefore(needed)) {
        events.warn(
            "The AWS credentials expire at %s, before %s expires: a workflow that takes longer continues without being followed"
                .formatted(session.expiresAt().truncatedTo(ChronoUnit.SECONDS), settings.end()));
      }
    }

    private ExecutionPoller following(Launched launched) {
      StepFunctions service = target.service();
      RequestPacer pace = new RequestPacer(time, retry::random, service::requests);
      ExecutionFollower main =
          new ExecutionFollower(
              service,
              events,
              launched.arn(),
              new Place(launched.intent().name(), 0),
              launched.rules(),
              time::now);
      return new ExecutionPoller(service, events, time, pace, session.expiresAt(), main);
    }
  }
}
