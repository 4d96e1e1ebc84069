package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.GoldenRecord;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.stepfunctions.Histories;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `record.jsonl` holds of whole runs, line by line as earlier versions wrote it.
@Concurrent
class RecordFormatIT extends CloudStep {
  private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

  private static final Pace SLOW =
      Pace.AT_ONCE
          .withStatements(
              statement -> statement.contains(" ON T1 ") ? Duration.ofMinutes(10) : Duration.ZERO)
          .withThrottling();

  @TempDir private Path other;

  private void assertRecord(String name) {
    masking().assertEqual(name, record());
  }

  private List<String> record() {
    return workspace.text(".spanner-pipe/" + database.name() + "/record.jsonl").lines().toList();
  }

  private GoldenRecord masking() {
    return new GoldenRecord()
        .masking(database.resourceName(), "database")
        .masking(google.issuer().issuer(), "issuer")
        .masking(google.sts().address().toString(), "sts")
        .masking(google.iam().address().toString(), "iam")
        .masking("http://" + gate.address(), "spanner")
        .masking(workspace.directory().toString(), "clone")
        .masking(database.name(), "name");
  }

  private static void assertEnd(Result result, int exitCode) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
  }

  @Test
  void recordsEachWayOfTheEngineAndAFailure() {
    workspace.with("changelog.sql", Scenario.FAILING);
    assertEnd(pipe.with("ALLOW_DESTRUCTIVE", "true").run(), 5);
    workspace.with("changelog.sql", Scenario.GOOD);
    assertEnd(pipe.run(), 5);
    assertEnd(
        pipe.with("RESOLVE_INTENT", "1.12").with("RESOLVE_AS", "not-applied").run("resolve"), 0);

    assertRecord("failing");
  }

  @Test
  void recordsAFirstApplyAndNothingToDo() {
    workspace.with("changelog.sql", Scenario.GOOD);
    assertEnd(pipe.with("BITBUCKET_COMMIT", "0123456789abcdef").run(), 0);
    assertEnd(pipe.run(), 0);
    workspace.withSql(
        Scenario.GOOD.substring(Scenario.GOOD.indexOf('\n') + 1)
            + changeSet("many", "UPDATE Orders SET Sum = 1 WHERE Id = 1; ".repeat(501)));
    assertEnd(pipe.run(), 0);

    assertRecord("applied");
  }

  @Test
  void recordsWhatItMakesInAnEmulator() {
    workspace.withSql("");
    String instance = "new-" + database.instance();
    assertEnd(pipe.with("SPANNER_INSTANCE", instance).run(), 0);

    masking().masking(instance, "instance").assertEqual("emulator", record());
  }

  @Test
  void recordsLocksAndUnfinishedRuns() {
    workspace.withSql(table(1));
    assertEnd(pipe.run(), 0);
    workspace.withSql(tables(1, 2));
    lock("'build-host (10.0.0.7)'");
    assertEnd(pipe.with("LOCK_TIMEOUT", "1s").run(), 6);
    assertEnd(pipe.run("unlock"), 0);
    leaveOpen(9);
    assertEnd(pipe.run(), 0);
    leaveOpen(19);
    assertEnd(
        pipe.with("RESOLVE_INTENT", "19.1").with("RESOLVE_AS", "not-applied").run("resolve"), 0);
    hold();
    assertEnd(pipe.with("LOCK_TIMEOUT", "1s").run(), 0);

    assertRecord("unfinished");
  }

  private void lock(String by) {
    database.update(
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = true, LOCKGRANTED = TIMESTAMP '%s', LOCKEDBY = %s WHERE ID = 1"
            .formatted(LONG_AGO, by));
  }

  /// The rows as a run leaves them that is killed around its schema operation.
  private void leaveOpen(int epoch) {
    database.update(
        ("UPDATE SPANNER_PIPE_LEASE SET Epoch = %d, RunId = 'dead', StepRunNumber = 1, TakenAt ="
                + " TIMESTAMP '2026-01-02T03:04:05Z', ExpiresAt = TIMESTAMP '2026-01-02T03:05:05Z'"
                + " WHERE LeaseId = 1")
            .formatted(epoch),
        ("INSERT INTO SPANNER_PIPE_INTENT (Epoch, Number, RunId, Kind, State, CreatedAt, Recorded,"
                + " Content) VALUES (%d, 1, 'dead', 'SCHEMA', 'OPEN', CURRENT_TIMESTAMP(), 0,"
                + " '{\"slices\":[],\"statements\":[\"CREATE TABLE T2 (Id INT64) PRIMARY KEY (Id)\"]}')")
            .formatted(epoch));
  }

  /// The rows as a run has them that is alive.
  private void hold() {
    workspace.withSql(tables(1, 3));
    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET Epoch = 30, RunId = 'alive', BuildUrl = 'https://build/7',"
            + " StepRunNumber = 1, TakenAt = TIMESTAMP '2026-01-02T03:04:05Z', ExpiresAt ="
            + " TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 1 SECOND) WHERE LeaseId = 1");
  }

  @Test
  void recordsLongAndUnclearOperations() {
    workspace.withSql(table(1));
    assertEnd(pipe.run(), 0);
    workspace.withSql(tables(1, 3));
    try (SpannerProxy proxy = SpannerProxy.of(EmulatorServer.running().host())) {
      proxy.refuse("UpdateDatabaseDdl", 1, Status.INTERNAL.withDescription("Internal error."));
      assertEnd(at(proxy.address()).at(() -> new FastTime(Instant.now(), Duration.ZERO)).run(), 0);
      workspace.withSql(tables(1, 5));
      proxy.refuse("UpdateDatabaseDdl", 2, Status.INTERNAL.withDescription("Internal error."));
      assertEnd(at(proxy.address()).at(() -> new FastTime(Instant.now(), Duration.ZERO)).run(), 0);
    }
    workspace.withSql(tables(1, 5) + changeSet("slow", "CREATE INDEX X1 ON T1 (Id);"));
    FastTime time = new FastTime(Instant.now(), Duration.ZERO);
    try (SlowSpanner slow = SlowSpanner.inFrontOf(EmulatorServer.running().host(), SLOW, time)) {
      assertEnd(at(slow.address()).at(() -> time).run(), 0);
    }

    assertRecord("unclear");
  }

  private PipeRun at(String address) {
    return pipe.without("SPANNER_EMULATOR_HOST").with("SPANNER_ENDPOINT", "http://" + address);
  }

  @Test
  void recordsADeploymentWithItsWorkflow() {
    try (Release release = Release.playing(other, Scenario.GOOD, Histories.failedTask())) {
      release.with("WORKFLOW_ON_FAILURE", "redrive");
      assertThat(release.apply().exitCode()).isZero();
      assertThat(release.apply().exitCode()).isZero();
      release.nextPipeline(2);
      release.with("WORKFLOW_ON_FAILURE", "fail");
      release.service.service().machine(Release.MACHINE).plays(Histories.caughtThenFailed());
      assertThat(release.workflow().exitCode()).isEqualTo(7);

      new GoldenRecord()
          .masking(release.site.database().resourceName(), "database")
          .masking("http://" + release.site.address(), "spanner")
          .masking(release.service.address().toString(), "step functions")
          .masking(release.aws.sts().address().toString(), "sts")
          .masking(release.issuer.issuer(), "issuer")
          .assertEqual("deployment", release.result("record.jsonl").lines().toList());
    }
  }

  @Test
  void recordsWhatThePolicyDecidesAndWhoAsks() {
    PipeRun step = guarded("enforce", "");
    assertEnd(step.run(), 0);
    workspace.withSql(table(1) + changeSet("2", "DROP TABLE T1;"));
    assertEnd(guarded("enforce", "").run(), 4);
    assertEnd(guarded("audit", "").run(), 0);
    assertEnd(step.with("BITBUCKET_STEP_OIDC_TOKEN", "no.token.atall").run(), 3);
    workspace.with("policy.yaml", "version: 1\nrules: 7\n");
    assertEnd(step.run(), 2);
    assertEnd(
        deployment().with("GOOGLE_SERVICE_ACCOUNT", "nobody@x.iam.gserviceaccount.com").run(), 3);

    assertRecord("policy");
  }

  private PipeRun guarded(String mode, String more) {
    workspace.with(
        "policy.yaml",
        """
        version: 1
        mode: %s
        issuers:
          bitbucket:
            profile: bitbucket
            issuer: %s
            workspaceUuid: "%s"
            audiences: "%s"
        rules:
          - id: deploy
            when:
              issuer: bitbucket
              repositoryUuid: "%s"
            allow:
              do: [spanner.read, spanner.plan, spanner.ddl]
              on: spanner:%s
              as: {google: %s}
        %s
        """
            .formatted(
                mode,
                google.issuer().issuer(),
                google.step().workspaceUuid(),
                google.step().audience(),
                google.step().repositoryUuid(),
                database.resourceName(),
                GoogleStandIns.ACCOUNT,
                more));
    return deployment().without("OIDC_ISSUER").with("POLICY_FILE", "policy.yaml");
  }
}
