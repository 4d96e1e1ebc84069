package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Schema changes that take longer than tokens live, in a simulated time: nothing waits, and no
/// token ends earlier because the machine is slow.
@Concurrent
class ShortLivedTokensIT extends CloudStep {
  private final FastTime time =
      new FastTime(Instant.now().truncatedTo(ChronoUnit.SECONDS), Duration.ZERO);
  private volatile Duration each = Duration.ofSeconds(20);
  private SlowSpanner slow;
  private SpannerGate slowGate;

  @BeforeEach
  void openSlowSpanner() {
    slow =
        SlowSpanner.inFrontOf(
            EmulatorServer.running().host(), Pace.AT_ONCE.withStatements(this::duration), time());
    slowGate = SpannerGate.of(slow.address(), google.tokens());
    workspace.withSql(tables(1, 3));
  }

  @AfterEach
  void closeSlowSpanner() {
    slowGate.close();
    slow.close();
  }

  @Override
  Time time() {
    return time;
  }

  /// The book-keeping tables take no time.
  private Duration duration(String statement) {
    return statement.startsWith("CREATE TABLE T") ? each : Duration.ZERO;
  }

  private PipeRun slowly(PipeRun step) {
    return step.with("SPANNER_ENDPOINT", "http://" + slowGate.address());
  }

  private void assertFinished(Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(Runs.executed(slow)).hasSize(3);
    assertInOrder(result);
  }

  @Test
  void finishesWithTokensThatLiveSeconds() {
    google.iam().limit(5);

    Result result = slowly(deployment(token(goodFor(Duration.ofMinutes(10))))).run();

    assertFinished(result);
    assertThat(google.iam().requests()).hasSizeGreaterThan(5);
    assertThat(slowGate.calls()).extracting(Passed::principal).containsOnly(GoogleStandIns.ACCOUNT);
    assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  /// A host of Cloud Run may stop a task and start it again elsewhere. By then the token has long
  /// ended, and so has the lease, which nobody else has taken.
  @Test
  void finishesWithTheAttachedIdentityAfterItWasFrozenForTwoHours() {
    google.metadata().limit(Duration.ofSeconds(30));
    AtomicBoolean first = new AtomicBoolean(true);
    slow.faults(
        call ->
            call.method().equals("GetOperation") && first.getAndSet(false)
                ? Optional.of(Fault.happening(Moment.BEFORE, this::freezeForTwoHours))
                : Optional.empty());
    Instant start = time.now();

    Result result = slowly(attached()).run();

    assertFinished(result);
    assertThat(time.now()).isAfter(start.plus(Duration.ofHours(2)));
    assertThat(google.metadata().requests()).hasSizeGreaterThan(1);
    assertThat(slowGate.calls())
        .extracting(Passed::principal)
        .containsOnly(GoogleStandIns.ATTACHED);
    assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  private void freezeForTwoHours() {
    time.sleep(Duration.ofHours(2));
    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET ExpiresAt = TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 119"
            + " MINUTE) WHERE RunId IS NOT NULL");
  }

  @Test
  void renewsTheAttachedIdentitysTokenBeforeItEnds() {
    google.metadata().limit(Duration.ofSeconds(30));

    Result result = slowly(attached()).run();

    assertFinished(result);
    assertThat(google.metadata().requests()).hasSizeBetween(3, 5);
    assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  /// The OIDC token ends first, and the account's first token before the work does: a last one,
  /// made just before, reaches its end. A run asks every 15 s at least, as it renews its lease.
  @Test
  void finishesBeyondTheEndOfTheOidcToken() {
    each = Duration.ofSeconds(32);
    google.iam().limit(90);
    Instant end = time.now().plusSeconds(85);

    Result result = slowly(deployment(token(Map.of("exp", end.getEpochSecond())))).run();

    assertFinished(result);
    assertThat(time.now()).isAfter(end);
    assertThat(google.iam().requests()).hasSizeBetween(2, 3);
    assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  /// The last 10 s of a token are not used, and a run asks every 10 s at least.
  @Test
  void endsUnfinishedWhereTheTokenEndsFirstAndARerunFinishes() {
    each = Duration.ofSeconds(45);

    Result result = slowly(federated(token(goodFor(Duration.ofSeconds(110))))).run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(8);
    assertThat(told(result))
        .endsWith(
            "✖ Could not renew the credentials for Spanner: the step's OIDC token expires at"
                + " <time>, and new credentials would not last longer. Run the step again: the new"
                + " run continues where this one stopped.\n");
    after(result).onRecordInFiles();
    Result again =
        slowly(federated(token(goodFor(Duration.ofMinutes(10)))))
            .with("BITBUCKET_STEP_RUN_NUMBER", "2")
            .run();
    assertFinished(again);
  }
}
