package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.Pipe;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Schema changes that take longer than tokens live.
@Concurrent
class ShortLivedTokensIT extends CloudStep {
  private volatile Duration each = Duration.ofSeconds(20);
  private SlowSpanner slow;
  private SpannerGate slowGate;

  @BeforeEach
  void openSlowSpanner() {
    slow =
        SlowSpanner.inFrontOf(
            EmulatorServer.running().host(), Pace.AT_ONCE.withStatements(this::time));
    slowGate = SpannerGate.of(slow.address(), google.tokens());
    workspace.withSql(tables(1, 3));
  }

  @AfterEach
  void closeSlowSpanner() {
    slowGate.close();
    slow.close();
  }

  /// The book-keeping tables take no time.
  private Duration time(String statement) {
    return statement.startsWith("CREATE TABLE T") ? each : Duration.ZERO;
  }

  private Pipe slowly(Pipe step) {
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

  /// The OIDC token ends first, and the account's first token before the work does: a last one,
  /// made just before, reaches its end. A run asks every 15 s at least, as it renews its lease.
  @Test
  void finishesBeyondTheEndOfTheOidcToken() {
    each = Duration.ofSeconds(32);
    google.iam().limit(90);
    Instant end = Instant.now().plusSeconds(85);

    Result result = slowly(deployment(token(Map.of("exp", end.getEpochSecond())))).run();

    assertFinished(result);
    assertThat(Instant.now()).isAfter(end);
    assertThat(google.iam().requests()).hasSizeBetween(2, 3);
    assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  @Test
  void endsUnfinishedWhereTheTokenEndsFirstAndARerunFinishes() {
    Result result = slowly(federated(token(goodFor(Duration.ofSeconds(50))))).run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(8);
    assertThat(told(result))
        .endsWith(
            "✖ Could not renew the credentials for Spanner: the step's OIDC token ends at <time>,"
                + " and with it all that can be made from it. Run the step again: the new run goes"
                + " on where this one stopped.\n");
    after(result).onRecordInFiles();
    Result again =
        slowly(federated(token(goodFor(Duration.ofMinutes(10)))))
            .with("BITBUCKET_STEP_RUN_NUMBER", "2")
            .with("LOCK_TIMEOUT", "2m")
            .run();
    assertFinished(again);
  }
}
