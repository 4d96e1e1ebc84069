package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.cli.FixedWorkflow;
import dev.spannerpipe.cli.Host;
import dev.spannerpipe.credentials.AwsSession;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.Aftermath;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.Workspace;
import dev.spannerpipe.testing.stepfunctions.Script;
import dev.spannerpipe.testing.stepfunctions.StandIn;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// A deployment that migrates a database and then starts a workflow, with servers for both, in a
/// time of its own. It may be run any number of times.
final class Release implements AutoCloseable {
  static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy";

  private final Instant start = Instant.now();
  final FastTime time = new FastTime(start, Duration.ZERO);
  final SlowSpanner spanner = SlowSpanner.inFrontOf(EmulatorServer.running().host(), Pace.AT_ONCE);
  final StandIn service;
  final Site site;
  private final RandomGenerator random = new Steady(new SecureRandom());
  private final Map<String, String> more = new HashMap<>();
  String input = "{\"service\":\"shop\"}";
  private int runs;

  private Release(Path folder, String changelog, Optional<InstantSource> clock) {
    service = StandIn.start(clock.orElse(time::now));
    site = Site.create(spanner.address(), folder, changelog);
    with("BITBUCKET_REPO_FULL_NAME", "team/shop");
    with("BITBUCKET_COMMIT", "0123456789abcdef0123456789abcdef01234567");
    with("BITBUCKET_DEPLOYMENT_ENVIRONMENT", "production");
  }

  /// Makes one whose executions play this.
  static Release playing(Path folder, String changelog, Script... scripts) {
    return playing(new Release(folder, changelog, Optional.empty()), scripts);
  }

  /// Makes one whose runs are processes, which live in the true time.
  static Release ofProcesses(Path folder, String changelog, Script... scripts) {
    return playing(new Release(folder, changelog, Optional.of(InstantSource.system())), scripts);
  }

  private static Release playing(Release release, Script... scripts) {
    release.service.service().machine(MACHINE).plays(scripts);
    return release;
  }

  /// Sets a variable of all further runs.
  void with(String name, String value) {
    more.put(name, value);
  }

  /// Lets the next runs belong to another pipeline.
  void nextPipeline(int number) {
    with("BITBUCKET_PIPELINE_UUID", "{5b1f3a44-0000-4000-8000-%012d}".formatted(number));
  }

  Ended apply() {
    return run(FixedWorkflow::apply);
  }

  Ended workflow() {
    return run(FixedWorkflow::workflow);
  }

  /// Runs it to its end; each run is a later try of the same step.
  private Ended run(BiFunction<FixedWorkflow, Host, Integer> command) {
    return run(command, new FixedWorkflow(settings(), this::session));
  }

  /// Returns the variables of the next run.
  Map<String, String> variables() {
    runs++;
    Map<String, String> variables = site.variables(runs);
    variables.putAll(more);
    return variables;
  }

  Ended run(BiFunction<FixedWorkflow, Host, Integer> command, FixedWorkflow workflow) {
    Map<String, String> variables = variables();
    StringWriter text = new StringWriter();
    PrintWriter output = new PrintWriter(text, true);
    Host host = new Host(variables, site.folder(), output, output, time, random);
    return new Ended(command.apply(workflow, host), text.toString());
  }

  /// Unpredictable for ids, and always the same for jitter, so that each run makes the same calls.
  private record Steady(RandomGenerator ids) implements RandomGenerator {
    @Override
    public long nextLong() {
      return ids.nextLong();
    }

    @Override
    public double nextDouble() {
      return 0.5;
    }
  }

  WorkflowSettings settings() {
    return settings(service.address(), site.folder(), input);
  }

  static WorkflowSettings settings(URI service, Path folder, String input) {
    return settings(service, folder, input, MACHINE);
  }

  static WorkflowSettings settings(URI service, Path folder, String input, String stateMachine) {
    return new WorkflowSettings(
        stateMachine,
        Optional.of("eu-west-1"),
        Optional.of(service),
        input,
        folder,
        Optional.empty(),
        Duration.ofHours(1),
        WorkflowSettings.OnTimeout.DETACH,
        WorkflowSettings.OnFailure.FAIL);
  }

  private AwsSession session() {
    return session(start);
  }

  static AwsSession session(Instant start) {
    return new AwsSession(
        "ASIATEST",
        new Secret("secret"),
        new Secret("session-token"),
        start.plus(Duration.ofDays(1)),
        "bb-shop-1");
  }

  /// Returns what a run printed, with names in place of all that differs.
  String told(Ended ended) {
    return ended
        .told(site)
        .replaceAll("shop-production-[0-9a-f]{16}-a", "<deployment>-a")
        .replaceAll("( is [A-Z_]+ after) [0-9.]+ s", "$1 <seconds>");
  }

  /// Returns a file of the run's results.
  String result(String name) {
    return workspace().text(".spanner-pipe/" + site.database().name() + "/" + name);
  }

  String junit() {
    return workspace().text("test-results/spanner-pipe-" + site.database().name() + ".xml");
  }

  /// Asserts all that an orderly end leaves behind, in files and database.
  void assertInOrder(Ended ended) {
    new Aftermath(workspace(), site.database(), new Result(ended.exitCode(), "", ended.output()))
        .onRecordInFiles()
        .onRecordInDatabase()
        .nothingLeftOpen();
  }

  /// Asserts that each schema statement took effect once, and that this many executions were
  /// started, all of them on record.
  void assertDoneOnce(int executions) {
    assertThat(Runs.executed(spanner)).doesNotHaveDuplicates();
    assertThat(service.service().starts()).isEqualTo(executions);
    assertThat(intents()).hasSize(executions);
  }

  /// Returns deployment and attempt of the intents.
  List<List<String>> intents() {
    return site.database()
        .rows("SELECT Deployment, Attempt FROM SPANNER_PIPE_EXECUTION ORDER BY CreatedAt");
  }

  private Workspace workspace() {
    return new Workspace(site.folder());
  }

  @Override
  public void close() {
    service.close();
    spanner.close();
  }
}
