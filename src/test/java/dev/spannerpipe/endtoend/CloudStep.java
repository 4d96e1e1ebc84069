package dev.spannerpipe.endtoend;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Provider;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A deployment step with `oidc: true`, the clouds' services that it meets, and a Spanner that lets
/// in only who has a token of theirs.
abstract class CloudStep extends WholeTool {
  static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";

  private final Time trueTime = new SystemTime();
  GoogleStandIns google;
  SpannerGate gate;

  @BeforeEach
  final void openClouds() {
    google = GoogleStandIns.by(time()::now);
    gate = SpannerGate.of(EmulatorServer.running().host(), google.tokens());
    workspace.withSql(table(1));
  }

  @AfterEach
  final void closeClouds() {
    gate.close();
    google.close();
  }

  /// Returns the clock of the clouds and the step.
  Time time() {
    return trueTime;
  }

  /// Returns an AWS account that trusts the step, and has the state machine.
  final AwsAccount account() {
    AwsAccount account =
        AwsAccount.trusting(google.issuer().issuer(), google.step(), google.tokens()::now);
    account.workflows().service().machine(MACHINE);
    return account;
  }

  /// Returns a token of the step, with some claims changed.
  final String token(Map<String, Object> others) {
    Map<String, Object> claims = new HashMap<>(google.step().claims(time().now()));
    claims.putAll(others);
    return google.issuer().issue(claims);
  }

  /// Returns the pipe in a deployment step, which acts as the service account.
  final PipeRun deployment() {
    return deployment(token(Map.of()));
  }

  /// Returns the same with this token.
  final PipeRun deployment(String token) {
    return federated(token).with("GOOGLE_SERVICE_ACCOUNT", GoogleStandIns.ACCOUNT);
  }

  /// Returns the pipe in a deployment step, which acts as itself.
  final PipeRun federated(String token) {
    return elsewhere()
        .with(google.step().variables())
        .with("BITBUCKET_STEP_OIDC_TOKEN", token)
        .with("OIDC_ISSUER", google.issuer().issuer())
        .with("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", Provider.NAME)
        .with("GOOGLE_STS_ENDPOINT", google.sts().address().toString())
        .with("GOOGLE_IAM_CREDENTIALS_ENDPOINT", google.iam().address().toString());
  }

  /// Returns the pipe on a Google runtime, with a log for people.
  final PipeRun attached() {
    return elsewhere()
        .with("CLOUD_RUN_JOB", "migrate")
        .with("LOG_FORMAT", "text")
        .with("GCE_METADATA_HOST", google.metadata().host());
  }

  private PipeRun elsewhere() {
    return pipe.at(this::time)
        .without("SPANNER_EMULATOR_HOST")
        .with("SPANNER_ENDPOINT", "http://" + gate.address());
  }

  /// Returns whose tokens reached Spanner, each once.
  final List<String> principals() {
    return gate.calls().stream().map(Passed::principal).distinct().toList();
  }

  /// Returns what a run told, with names in place of all that differs from one time to the next.
  final String told(Result result) {
    return result
        .err()
        .replace(database.resourceName(), "<database>")
        .replace(google.issuer().issuer(), "<issuer>")
        .replace(google.sts().address().toString(), "<sts>")
        .replace(google.iam().address().toString(), "<iam>")
        .replace(google.metadata().host(), "<metadata>")
        .replace("http://" + gate.address(), "<spanner>")
        .replace(workspace.directory().toString(), "<clone>")
        .replaceAll("INFO: spanner-pipe [^ :]+: ", "INFO: spanner-pipe <version>: ")
        .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{8}", "<run>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
        .replaceAll("\\([0-9]+ (min|s)\\)", "(<left>)")
        .replaceAll("\\b[0-9a-f]{64}\\b", "<digest>");
  }

  /// Returns how long tokens of tests are good for.
  final Map<String, Object> goodFor(Duration life) {
    return Map.of("exp", time().now().plus(life).getEpochSecond());
  }
}
