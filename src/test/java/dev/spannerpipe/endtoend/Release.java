package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.Aftermath;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.Workspace;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import dev.spannerpipe.testing.stepfunctions.Script;
import dev.spannerpipe.testing.stepfunctions.StandIn;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A deployment step that migrates a database and then starts a workflow, with servers for both and
/// an issuer of its tokens, in a time of its own. It may be run any number of times.
final class Release implements AutoCloseable {
  static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy";

  /// Two schema changes with a data change between them.
  static final String CHANGELOG =
      "--liquibase formatted sql\n"
          + WholeTool.table(1)
          + WholeTool.changeSet("rows", "INSERT INTO T1 (Id) VALUES (1);")
          + WholeTool.table(2);

  final FastTime time = new FastTime(Instant.now().truncatedTo(ChronoUnit.SECONDS), Duration.ZERO);
  final SlowSpanner spanner = SlowSpanner.inFrontOf(EmulatorServer.running().host(), Pace.AT_ONCE);
  final BitbucketStep step = BitbucketStep.deployment();
  final OidcIssuer issuer = OidcIssuer.ofWorkspace(step.workspace());
  final AwsAccount aws;
  final StandIn service;
  final Site site;
  private final InstantSource clock;
  private final Time clockOfRuns;
  private final RandomGenerator random = new Steady(new SecureRandom());
  private final Map<String, String> more = new HashMap<>();
  private int runs;

  private Release(Path folder, String changelog, Optional<InstantSource> trueClock) {
    clock = trueClock.orElse(time::now);
    clockOfRuns = trueClock.isPresent() ? new SystemTime() : time;
    aws = AwsAccount.trusting(issuer.issuer(), step, clock);
    service = aws.workflows();
    site = Site.create(spanner.address(), folder, changelog);
    with("BITBUCKET_REPO_FULL_NAME", "team/shop");
    with("BITBUCKET_COMMIT", "0123456789abcdef0123456789abcdef01234567");
    with("BITBUCKET_DEPLOYMENT_ENVIRONMENT", "production");
    with("STATE_MACHINE_ARN", MACHINE);
    with("WORKFLOW_INPUT", "{\"service\":\"shop\"}");
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

  /// Runs `apply` to its end; each run is a later try of the same step.
  Result apply() {
    return run("apply");
  }

  /// Runs `workflow` to its end.
  Result workflow() {
    return run("workflow");
  }

  /// Runs `apply` as a process of its own.
  PipeProcess start() {
    return PipeProcess.start(variables(), site.folder());
  }

  /// Runs `apply` as a process of its own, in which no wait takes time.
  PipeProcess startHurried() {
    return PipeProcess.startHurried(variables(), site.folder());
  }

  private Result run(String command) {
    return PipeRun.in(site.folder(), variables())
        .at(() -> clockOfRuns)
        .drawing(random)
        .onOneStream()
        .run(command);
  }

  /// Returns the variables of the next run, with a token of its own.
  private Map<String, String> variables() {
    runs++;
    Map<String, String> variables = new HashMap<>(step.variables());
    variables.putAll(site.variables(runs));
    variables.putAll(aws.variables());
    // Nothing of this may ever be used.
    variables.put("AWS_ACCESS_KEY_ID", "AKIASTATICKEY");
    variables.put("AWS_SECRET_ACCESS_KEY", "static-secret");
    variables.put("OIDC_ISSUER", issuer.issuer());
    variables.put("BITBUCKET_STEP_OIDC_TOKEN", issuer.issue(step.claims(clock.instant())));
    variables.putAll(more);
    return variables;
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

  /// Returns what a run printed, with names in place of all that differs.
  String told(Result ended) {
    return site.told(ended)
        .replace(service.address().toString(), "<step functions>")
        .replace(aws.sts().address().toString(), "<sts>")
        .replace(issuer.issuer(), "<issuer>")
        .replaceAll("bb-shop-0-57e90000-0123456-[0-9a-f]{8}", "<session>")
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
  void assertInOrder(Result ended) {
    new Aftermath(workspace(), site.database(), ended)
        .onRecordInFiles()
        .onRecordInDatabase()
        .nothingLeftOpen();
  }

  /// Asserts that the run ended well, and that all of [#CHANGELOG] and one execution took effect
  /// once, whatever happened to the runs before.
  void assertEndsWell(Result ended, String story) {
    assertThat(ended.exitCode()).as("%s: %s", story, ended).isZero();
    assertThat(Runs.executed(spanner)).as("%s: %s", story, ended).hasSize(2);
    assertThat(site.database().rows("SELECT Id FROM T1")).as(story).hasSize(1);
    assertThat(site.database().rows("SELECT ID FROM DATABASECHANGELOG")).as(story).hasSize(3);
    assertDoneOnce(1);
    Runs.assertChainHolds(site, story);
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

  Workspace workspace() {
    return new Workspace(site.folder());
  }

  @Override
  public void close() {
    issuer.close();
    aws.close();
    spanner.close();
  }
}
