package dev.spannerpipe.endtoend;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Provider;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A deployment step that calls everything that a step may call: the issuer of its token, Google's
/// and AWS's token services, Spanner and Step Functions.
final class CloudRelease implements AutoCloseable {
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy";

  final SlowSpanner spanner = SlowSpanner.inFrontOf(EmulatorServer.running().host(), Pace.AT_ONCE);
  final GoogleStandIns google = GoogleStandIns.by(new SystemTime()::now);
  final AwsAccount aws =
      AwsAccount.trusting(google.issuer().issuer(), google.step(), google.tokens()::now);
  final Site site;

  CloudRelease(Path folder, String changelog, Dialect dialect) {
    site = Site.create(spanner.address(), folder, changelog, dialect);
    aws.workflows().service().machine(MACHINE).plays(Histories.twoTasks());
  }

  /// Runs a command of a step, with the step's token, to its end.
  ///
  /// @param listener hears of each line as it is printed
  Result run(String command, Map<String, String> more, Time time, Consumer<String> listener) {
    Map<String, String> variables = variables();
    variables.putAll(more);
    return PipeRun.in(site.folder(), variables)
        .at(() -> time)
        .heardBy(listener)
        .onOneStream()
        .run(command);
  }

  /// The same on a Google runtime, with the identity that is attached to it.
  Result runAttached(
      String command, Map<String, String> more, Time time, Consumer<String> listener) {
    aws.trustGoogle(google.google().issuer(), "sts.amazonaws.com");
    Map<String, String> attached = new HashMap<>(more);
    attached.put("BITBUCKET_STEP_OIDC_TOKEN", "");
    attached.put("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", "");
    attached.put("GOOGLE_SERVICE_ACCOUNT", "");
    attached.put("CLOUD_RUN_JOB", "migrate");
    attached.put("LOG_FORMAT", "text");
    attached.put("GCE_METADATA_HOST", google.metadata().host());
    return run(command, attached, time, listener);
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(google.step().variables());
    variables.putAll(site.variables(1));
    variables.putAll(aws.variables());
    variables.put("OIDC_ISSUER", google.issuer().issuer());
    variables.put(
        "BITBUCKET_STEP_OIDC_TOKEN", google.issuer().issue(google.step().claims(Instant.now())));
    variables.put("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", Provider.NAME);
    variables.put("GOOGLE_SERVICE_ACCOUNT", GoogleStandIns.ACCOUNT);
    variables.put("GOOGLE_STS_ENDPOINT", google.sts().address().toString());
    variables.put("GOOGLE_IAM_CREDENTIALS_ENDPOINT", google.iam().address().toString());
    variables.put("STATE_MACHINE_ARN", MACHINE);
    return variables;
  }

  @Override
  public void close() {
    spanner.close();
    aws.close();
    google.close();
  }
}
