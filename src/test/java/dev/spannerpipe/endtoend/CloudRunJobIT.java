package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.WholeProofOnly;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.CloudRunJob;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Received;
import dev.spannerpipe.testing.cloud.Reply;
import dev.spannerpipe.testing.stepfunctions.Script;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The task of the Cloud Run job that `pipe/setup/cloud-run` makes: the identity that is attached
/// to it, its log, and what Cloud Run does to it.
@Concurrent
class CloudRunJobIT extends CloudStep {
  private static final String EXECUTION = "x7k2p";
  private static final String CHANGELOG =
      "databaseChangeLog: [{include: {file: schema/tables.sql}}]\n";
  private static final String USELESS_RETRY =
      "This run is retry %d of the Cloud Run task, and a retry cannot help: it has the same files and variables.";

  @BeforeEach
  void buildTheImage() {
    workspace.with("schema/changelog.yaml", CHANGELOG);
    tables(table(1));
  }

  private void tables(String changeSets) {
    workspace.with("schema/tables.sql", "--liquibase formatted sql\n" + changeSets);
  }

  /// Returns the environment of an attempt of the job's task, with these variables changed.
  private Map<String, String> attempt(int attempt, String... more) {
    Map<String, String> all = new HashMap<>(CloudRunJob.ofFile().environment(EXECUTION, attempt));
    all.put("PROJECT", database.project());
    all.put("SPANNER_INSTANCE", database.instance());
    all.put("SPANNER_DATABASE", database.name());
    all.put("SPANNER_ENDPOINT", "http://" + gate.address());
    all.put("GCE_METADATA_HOST", google.metadata().host());
    for (int index = 0; index < more.length; index += 2) {
      all.put(more[index], more[index + 1]);
    }
    return all;
  }

  private Result process(Map<String, String> environment) {
    return PipeProcess.start(environment, workspace.directory()).await();
  }

  private Result run(Map<String, String> environment) {
    return PipeRun.in(workspace.directory(), environment).run();
  }

  /// Returns the lines of the log, each of which Cloud Logging can read.
  private static List<JsonObject> log(Result result) {
    List<JsonObject> log = result.lines().stream().map(Json::parseObject).toList();
    assertThat(log)
        .allSatisfy(
            line -> {
              assertThat(line.text("severity").orElseThrow())
                  .isIn("DEBUG", "INFO", "WARNING", "ERROR");
              assertThat(Instant.parse(line.text("time").orElseThrow())).isNotNull();
              assertThat(line.text("message").orElseThrow()).isNotEmpty();
            });
    return log;
  }

  private static List<String> messages(Result result) {
    return log(result).stream().map(line -> line.text("message").orElseThrow()).toList();
  }

  /// Returns the last lines, with names in place of all that differs from one time to the next.
  private List<String> lastMessages(Result result, int count) {
    List<String> messages = messages(result);
    return messages.subList(messages.size() - count, messages.size()).stream()
        .map(message -> message.replace(google.metadata().host(), "<metadata>"))
        .map(message -> message.replace(database.name(), "<name>"))
        .toList();
  }

  @Test
  void migratesAndStartsTheWorkflowAsTheAttachedAccount() {
    try (AwsAccount aws = account()) {
      aws.trustGoogle(google.google().issuer(), "sts.amazonaws.com");
      Script quick = Script.empty().started();
      aws.workflows()
          .service()
          .machine(MACHINE)
          .plays(quick.succeeded(quick.task("Deploy", 0, 10)));
      Map<String, String> environment =
          attempt(0, "STATE_MACHINE_ARN", MACHINE, "WORKFLOW_KEY", "orders-schema:1");
      environment.putAll(aws.variables());

      Result result = process(environment);

      assertThat(result.exitCode()).as("%s", result).isZero();
      assertThat(history()).containsExactly("1");
      assertThat(principals()).containsExactly(GoogleStandIns.ATTACHED);
      assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
      assertThat(messages(result))
          .contains(
              "Acting as the attached service account",
              "Cloud Run job migrate-orders: execution migrate-orders-x7k2p, first attempt");
      assertThat(google.metadata().requests())
          .extracting(request -> request.headers().get("metadata-flavor"))
          .containsOnly("Google");
      assertThat(google.metadata().requests())
          .extracting(Received::parameters)
          .containsExactlyInAnyOrder(
              Map.of(
                  "scopes",
                  "https://www.googleapis.com/auth/spanner.data,https://www.googleapis.com/auth/spanner.admin"),
              Map.of("format", "full", "audience", "sts.amazonaws.com"));
      assertInOrder(result);
    }
  }

  @Test
  void logsTheAttemptAsThePageShowsItAndRecordsIt() {
    Result result = process(attempt(0));

    JsonObject second = log(result).get(1);
    JsonObject documented =
        Json.parseObject(Markdown.page("src/docs/cloud-run.md").blocks("json").getFirst().text());
    for (String differing : List.of("time", "runId")) {
      second = second.with(differing, documented.text(differing).orElseThrow());
    }
    assertThat(second).isEqualTo(documented);
    assertThat(detail("cloudRunTaskStarted"))
        .isEqualTo(
            Json.parse(
                "{\"attempt\":0,\"execution\":\"migrate-orders-x7k2p\",\"job\":\"migrate-orders\"}"));
    assertThat(
            database.rows(
                "SELECT JSON_VALUE(Event, '$.detail.execution') FROM SPANNER_PIPE_STEP WHERE JSON_VALUE(Event, '$.name') = 'cloudRunTaskStarted'"))
        .containsExactly(List.of("migrate-orders-x7k2p"));
  }

  private Json detail(String event) {
    return workspace.lastRun(database.name()).stream()
        .filter(each -> each.text("name").orElseThrow().equals(event))
        .findFirst()
        .orElseThrow()
        .find("detail")
        .orElseThrow();
  }

  @Test
  void rejectsFiveTasksBeforeItAsksAnybody() {
    Result result = process(attempt(0, "CLOUD_RUN_TASK_COUNT", "5"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(messages(result))
        .containsExactly(
            "✖ CLOUD_RUN_TASK_COUNT \"5\" is not 1, so every task would migrate the same database. Set the number of tasks to 1: gcloud run jobs update migrate-orders --tasks=1.");
    assertThat(google.metadata().requests()).isEmpty();
    assertThat(gate.calls()).isEmpty();
  }

  @Test
  void saysThatARetryCannotHelpAgainstABrokenChangelog() {
    workspace.with("schema/changelog.yaml", "databaseChangeLog: [{include: {file: gone.sql}}]\n");

    Result retry = process(attempt(1));

    assertThat(retry.exitCode()).as("%s", retry).isEqualTo(2);
    assertThat(lastMessages(retry, 2).getFirst()).isEqualTo(USELESS_RETRY.formatted(1));
    assertThat(lastMessages(retry, 1))
        .containsExactly(
            "✖ schema/changelog.yaml:1 names the file gone.sql, which does not exist. Add the file or correct the path; paths are relative to the search path, or with relativeToChangelogFile to the file that names them.");
    assertThat(run(attempt(0)).output()).doesNotContain("a retry cannot help");
  }

  @Test
  void saysThatARetryCannotHelpAgainstAMissingPermission() {
    assertThat(run(attempt(0)).exitCode()).isZero();
    tables(table(1) + changeSet("drop", "DROP TABLE T1;"));

    Result retry = run(attempt(2));

    assertThat(retry.exitCode()).as("%s", retry).isEqualTo(4);
    assertThat(lastMessages(retry, 2).getFirst()).isEqualTo(USELESS_RETRY.formatted(2));
    assertThat(run(attempt(0)).output()).doesNotContain("a retry cannot help");
  }

  @Test
  void saysNothingOfTheSortWhereTheSettingsAreFineAndTheMigrationFails() {
    tables(changeSet("1", "CREATE TABLE T1 (Id INT65) PRIMARY KEY (Id);"));

    Result retry = run(attempt(1));

    assertThat(retry.exitCode()).as("%s", retry).isEqualTo(5);
    assertThat(retry.output()).doesNotContain("a retry cannot help");
  }

  @Test
  void takesNoTokenFromWhoeverAnswersInThePlaceOfTheMetadataServer() {
    google
        .metadata()
        .fail(99, Reply.json(200, Map.of("access_token", "ya29.forged", "expires_in", 3600)));

    Result result = process(attempt(0, "TIMEOUT", "3s"));

    assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
    assertThat(lastMessages(result, 1))
        .containsExactly(
            "✖ Could not get a token of the attached identity at the metadata server <metadata>: HTTP 200 without the metadata server's header. Run on a Google runtime with an attached service account, or set GCE_METADATA_HOST to the host of such a runtime's metadata server.");
    assertThat(gate.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"403", "404"})
  void saysHowToAttachAnAccount(int status) {
    google
        .metadata()
        .fail(1, Reply.of(status, "text/plain", "no").with("Metadata-Flavor", "Google"));

    Result result = process(attempt(0));

    assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
    assertThat(lastMessages(result, 1))
        .containsExactly(
            "✖ Could not get a token of the attached identity at the metadata server <metadata>: HTTP %d, a response that is not the service's. Attach a service account to the job, for example with gcloud run jobs update <job> --service-account=<account>."
                .formatted(status));
  }

  @Test
  void endsByItselfWhereTheMetadataServerHangs() {
    CountDownLatch over = new CountDownLatch(1);
    try {
      google.metadata().goAway("/token", () -> awaitQuietly(over));

      Result result = process(attempt(0));

      assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
      assertThat(lastMessages(result, 1).getFirst().replaceAll("[0-9]+ m?s\\.", "<limit>."))
          .isEqualTo(
              "✖ Could not get a token of the attached identity at the metadata server <metadata>: no complete response arrived within <limit>. Run on a Google runtime with an attached service account, or set GCE_METADATA_HOST to the host of such a runtime's metadata server.");
      assertThat(gate.calls()).isEmpty();
    } finally {
      over.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Cloud Run sends it to an execution that is cancelled, and at the task's timeout.
  @Test
  void endsWithSigtermInGoodOrderAndTheRetryContinues() throws Exception {
    try (SlowSpanner slow = slowly(Duration.ofSeconds(3));
        SpannerGate slowGate = SpannerGate.of(slow.address(), google.tokens())) {
      String endpoint = "http://" + slowGate.address();
      CompletableFuture<PipeProcess> started = new CompletableFuture<>();
      slow.faults(atFirstPoll(() -> started.join().terminate()));
      started.complete(
          PipeProcess.start(attempt(0, "SPANNER_ENDPOINT", endpoint), workspace.directory()));

      Result result = started.join().await();

      assertThat(result.exitCode()).as("%s", result).isEqualTo(Result.TERMINATED);
      assertThat(lastMessages(result, 1))
          .containsExactly(
              "✖ Stopped by SIGTERM: 0 of 1 pending change set applied; schema operation sp_1_1 continues in the background (0 of 1 statement done). Run again: the next run attaches to the operation and continues.");
      assertThat(database.rows("SELECT RunId FROM SPANNER_PIPE_LEASE WHERE RunId IS NOT NULL"))
          .isEmpty();
      slow.faults(Faults.NONE);

      Result retry = process(attempt(1, "SPANNER_ENDPOINT", endpoint));

      assertThat(retry.exitCode()).as("%s", retry).isZero();
      assertThat(messages(retry))
          .contains("Cloud Run job migrate-orders: execution migrate-orders-x7k2p, retry 1");
      assertThat(Runs.executed(slow)).hasSize(1);
      assertThat(history()).containsExactly("1");
      assertInOrder(retry);
    }
  }

  /// What a task is frozen for when its instance moves, in true time: until its token has ended.
  @Test
  @WholeProofOnly("processes.all")
  void continuesAfterItWasFrozenUntilItsTokenHadEnded() throws Exception {
    Duration life = Duration.ofSeconds(30);
    google.metadata().limit(life);
    try (SlowSpanner slow = slowly(Duration.ofSeconds(3));
        SpannerGate slowGate = SpannerGate.of(slow.address(), google.tokens())) {
      CompletableFuture<PipeProcess> started = new CompletableFuture<>();
      CompletableFuture<Boolean> frozen = new CompletableFuture<>();
      slow.faults(
          atFirstPoll(
              () -> {
                started.join().freeze();
                frozen.complete(true);
              }));
      started.complete(
          PipeProcess.start(
              attempt(0, "SPANNER_ENDPOINT", "http://" + slowGate.address()),
              workspace.directory()));
      frozen.get(1, TimeUnit.MINUTES);
      time().sleep(life);
      started.join().wake();

      Result result = started.join().await();

      assertThat(result.exitCode()).as("%s", result).isZero();
      assertThat(google.metadata().requests()).hasSize(2);
      assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
      assertInOrder(result);
    }
  }

  private static SlowSpanner slowly(Duration each) {
    return SlowSpanner.inFrontOf(
        EmulatorServer.running().host(),
        Pace.AT_ONCE.withStatements(
            statement -> statement.startsWith("CREATE TABLE T") ? each : Duration.ZERO));
  }

  private static Faults atFirstPoll(Runnable action) {
    AtomicBoolean first = new AtomicBoolean(true);
    return call ->
        call.method().equals("GetOperation")
                && call.subject().contains("sp_1_1")
                && first.getAndSet(false)
            ? Optional.of(Fault.happening(Moment.BEFORE, action))
            : Optional.empty();
  }
}
