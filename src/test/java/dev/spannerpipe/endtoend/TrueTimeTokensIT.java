package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.WholeProofOnly;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The true process with tokens that live seconds, in true time; what it does with them is tested
/// in [ShortLivedTokensIT], where time is simulated.
@WholeProofOnly("processes.all")
class TrueTimeTokensIT extends CloudStep {
  private static final Duration EACH = Duration.ofSeconds(20);

  @Test
  void finishesWithTokensThatLiveSeconds() {
    workspace.withSql(tables(1, 3));
    google.iam().limit(5);
    Pace pace =
        Pace.AT_ONCE.withStatements(
            statement -> statement.startsWith("CREATE TABLE T") ? EACH : Duration.ZERO);
    try (SlowSpanner slow = SlowSpanner.inFrontOf(EmulatorServer.running().host(), pace);
        SpannerGate slowGate = SpannerGate.of(slow.address(), google.tokens())) {
      PipeProcess process =
          PipeProcess.start(
              deployment(token(goodFor(Duration.ofMinutes(10))))
                  .with("SPANNER_ENDPOINT", "http://" + slowGate.address())
                  .with("BITBUCKET_CLONE_DIR", workspace.directory().toString())
                  .variables(),
              workspace.directory());

      Result ended = process.await();

      assertThat(ended.exitCode()).as("%s", ended).isZero();
      assertThat(history()).containsExactly("1", "2", "3");
      assertThat(google.iam().requests()).hasSizeGreaterThan(5);
      assertThat(slowGate.calls())
          .extracting(Passed::principal)
          .containsOnly(GoogleStandIns.ACCOUNT);
      assertThat(slowGate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
    }
  }
}
