package dev.spannerpipe.testing;

import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Provider;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The clouds' stand-ins and a gate in front of an emulator as a process of its own, for
/// `pipe/try`. It prints the variables of a deployment step, one on a line, then `READY`, and ends
/// with its input.
public final class CloudsMain {
  private static final String STATE_MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy";

  private CloudsMain() {}

  /// Arguments: the emulator's `host:port`, project, instance, and the databases, which are made.
  @SuppressWarnings("SystemOut") // A process of its own.
  public static void main(String[] arguments) throws IOException {
    SystemTime time = new SystemTime();
    for (String database : Arrays.asList(arguments).subList(3, arguments.length)) {
      create(time, arguments[0], arguments[1], arguments[2], database);
    }
    try (GoogleStandIns google = GoogleStandIns.by(time::now);
        AwsAccount aws = AwsAccount.trusting(google.issuer().issuer(), google.step(), time::now);
        SpannerGate gate = SpannerGate.of(arguments[0], google.tokens())) {
      gate.grant(SpannerRights.APPLY);
      aws.workflows().service().machine(STATE_MACHINE).plays(Histories.parallel());
      variables(google, aws, gate, time)
          .forEach((name, value) -> System.out.println(name + "=" + value));
      System.out.println("READY");
      while (System.in.read() >= 0) {
        // Until nobody is there any more.
      }
    }
  }

  private static void create(
      SystemTime time, String emulator, String project, String instance, String database) {
    try (SpannerConnection connection =
        SpannerConnection.open(
            TestDatabase.settings(project, instance, database, emulator),
            Optional.empty(),
            time,
            new Retry(time, () -> 0.5))) {
      connection.describeOrCreate();
    }
  }

  private static Map<String, String> variables(
      GoogleStandIns google, AwsAccount aws, SpannerGate gate, SystemTime time) {
    Map<String, String> variables = new LinkedHashMap<>(google.step().variables());
    variables.put("BITBUCKET_REPO_FULL_NAME", "acme/orders");
    variables.put("BITBUCKET_BUILD_NUMBER", "17");
    variables.put("BITBUCKET_DEPLOYMENT_ENVIRONMENT", "production");
    variables.put(
        "BITBUCKET_STEP_OIDC_TOKEN", google.issuer().issue(google.step().claims(time.now())));
    variables.put("OIDC_ISSUER", google.issuer().issuer());
    variables.put("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", Provider.NAME);
    variables.put("GOOGLE_SERVICE_ACCOUNT", GoogleStandIns.ACCOUNT);
    variables.put("GOOGLE_STS_ENDPOINT", google.sts().address().toString());
    variables.put("GOOGLE_IAM_CREDENTIALS_ENDPOINT", google.iam().address().toString());
    variables.put("SPANNER_ENDPOINT", "http://" + gate.address());
    variables.putAll(aws.variables());
    variables.put("STATE_MACHINE_ARN", STATE_MACHINE);
    return variables;
  }
}
