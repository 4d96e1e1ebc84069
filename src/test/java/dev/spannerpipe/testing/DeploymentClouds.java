package dev.spannerpipe.testing;

import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Provider;
import dev.spannerpipe.testing.stepfunctions.Histories;
import dev.spannerpipe.testing.tls.Exposure;
import java.util.LinkedHashMap;
import java.util.Map;

/// All that a deployment step calls, set up for it: the issuer of its token, Google's and AWS's
/// token services, Step Functions with a state machine, and a gate in front of an emulator. They
/// live in the true time.
///
/// @param gate has granted what `apply` needs
public record DeploymentClouds(GoogleStandIns google, AwsAccount aws, SpannerGate gate)
    implements AutoCloseable {
  private static final String STATE_MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy";

  /// Starts them.
  ///
  /// @param emulator its `host:port`
  /// @param exposure how clients reach them
  public static DeploymentClouds open(String emulator, Exposure exposure) {
    SystemTime time = new SystemTime();
    GoogleStandIns google = GoogleStandIns.by(time::now, exposure);
    AwsAccount aws =
        AwsAccount.trusting(google.issuer().issuer(), google.step(), time::now, exposure);
    SpannerGate gate = SpannerGate.of(emulator, google.tokens(), exposure);
    gate.grant(SpannerRights.APPLY);
    aws.workflows().service().machine(STATE_MACHINE).plays(Histories.parallel());
    return new DeploymentClouds(google, aws, gate);
  }

  /// Returns the variables of the step, with a new token, in an order that reads well.
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>(google.step().variables());
    variables.put("BITBUCKET_REPO_FULL_NAME", "acme/orders");
    variables.put("BITBUCKET_BUILD_NUMBER", "17");
    variables.put("BITBUCKET_DEPLOYMENT_ENVIRONMENT", "production");
    variables.put(
        "BITBUCKET_STEP_OIDC_TOKEN",
        google.issuer().issue(google.step().claims(google.tokens().now())));
    variables.put("OIDC_ISSUER", google.issuer().issuer());
    variables.put("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", Provider.NAME);
    variables.put("GOOGLE_SERVICE_ACCOUNT", GoogleStandIns.ACCOUNT);
    variables.put("GOOGLE_STS_ENDPOINT", google.sts().address().toString());
    variables.put("GOOGLE_IAM_CREDENTIALS_ENDPOINT", google.iam().address().toString());
    variables.put("SPANNER_ENDPOINT", gate.endpoint().toString());
    variables.putAll(aws.variables());
    variables.put("STATE_MACHINE_ARN", STATE_MACHINE);
    return variables;
  }

  @Override
  public void close() {
    gate.close();
    aws.close();
    google.close();
  }
}
