package dev.spannerpipe.workflow;

import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.report.ConsoleListener;
import dev.spannerpipe.report.Style;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.stepfunctions.Machine;
import dev.spannerpipe.testing.stepfunctions.Script;
import dev.spannerpipe.testing.stepfunctions.StandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A deployment with a workflow against the stand-in, in a time of its own; it may be run any
/// number of times.
final class Scene implements AutoCloseable {
  static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy";
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  final FastTime time = new FastTime(NOON, Duration.ofSeconds(5));
  final StandIn service = StandIn.start(time::now);
  final Machine machine = service.service().machine(MACHINE);
  final FakeIntents intents = new FakeIntents();
  final List<RecordedEvent> events = new ArrayList<>();
  private StringWriter console = new StringWriter();
  private int runs;

  String stateMachineArn = MACHINE;
  String input = "{\"service\":\"shop\"}";
  Path directory = Path.of("");
  Optional<String> key = Optional.empty();
  Optional<String> repositoryUuid = Optional.empty();
  String pipeline = "{11111111-2222-3333-4444-555555555555}";
  String environment = "production";
  String accessKeyId = "ASIATEST";
  Duration timeout = Duration.ofHours(1);
  WorkflowSettings.OnTimeout onTimeout = WorkflowSettings.OnTimeout.DETACH;
  WorkflowSettings.OnFailure onFailure = WorkflowSettings.OnFailure.FAIL;
  Instant credentialsEnd = NOON.plus(Duration.ofDays(1));
  List<String> changeSets = List.of("schema/001.sql::create-singers::ann");

  static Scene playing(Script... scripts) {
    Scene scene = new Scene();
    scene.machine.plays(scripts);
    return scene;
  }

  WorkflowSettings settings() {
    return new WorkflowSettings(
        stateMachineArn,
        Optional.of(service.address()),
        input,
        new CloneDirectory(directory),
        key,
        timeout,
        onTimeout,
        onFailure);
  }

  Deployment deployment() {
    return new Deployment(
        "team/shop",
        repositoryUuid,
        Optional.of(pipeline),
        Optional.of("0123456789abcdef"),
        Optional.of(environment),
        "projects/p/instances/i/databases/d",
        Json.object().with("planSha256", "abc"),
        changeSets);
  }

  WorkflowResult run() {
    runs++;
    events.clear();
    console = new StringWriter();
    RunLog log =
        new RunLog(
            new RunContext("run-" + runs, "workflow", "0.1.0", Map.of(), Map.of(), "d", null, null),
            time::now);
    log.listen(events::add);
    log.listen(new ConsoleListener(new PrintWriter(console), Style.TEXT, false));
    return new Workflow(
            settings(), deployment(), session(), intents, log, new Retry(time, () -> 0.5))
        .run();
  }

  /// Looks at the state machine, as before the migration.
  ///
  /// @param end when the run has to be over
  void inspect(Optional<Duration> end) {
    Workflow.inspect(settings(), session(), new Retry(time, () -> 0.5, end));
  }

  private AwsSession session() {
    return new AwsSession(
        accessKeyId,
        new Secret("secret"),
        new Secret("session-token"),
        credentialsEnd,
        "bb-shop-1");
  }

  /// Returns what people saw of the last run.
  String console() {
    return console.toString();
  }

  /// Returns what the last run recorded of this kind.
  <E extends RunEvent> List<E> events(Class<E> kind) {
    return events.stream()
        .map(RecordedEvent::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /// Returns the execution's name of this attempt.
  String name(int attempt) {
    return WorkflowIntent.name(
        ExecutionName.deployment(deployment(), StateMachineArn.parse(MACHINE), key), attempt);
  }

  String executionArn(int attempt) {
    return StateMachineArn.parse(MACHINE).execution(name(attempt));
  }

  @Override
  public void close() {
    service.close();
  }
}
