package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Pipe;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsSts;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `doctor` asks the services themselves, and says which of them does not let the run in.
class DoctorIT extends CloudStep {
  static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";

  private AwsSts aws;

  @BeforeEach
  void openAws() {
    aws = new AwsSts(google.tokens()::now);
    aws.register(google.issuer().issuer(), google.step().audience());
    aws.role(ROLE, trust(google), 3600);
    gate.grant(SpannerRights.APPLY);
  }

  @AfterEach
  void closeAws() {
    aws.close();
  }

  /// Returns the trust policy of a role for the step's repository and environment.
  static String trust(GoogleStandIns google) {
    BitbucketStep step = google.step();
    String provider = google.issuer().issuer().replace("http://", "");
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/%1$s"},
      "Condition": {
        "StringEquals": {"%1$s:aud": "%2$s"},
        "StringLike": {"%1$s:sub": "%3$s:%4$s:*", "sts:RoleSessionName": "bb-*"}}}]}
    """
        .formatted(provider, step.audience(), step.repositoryUuid(), step.environmentUuid());
  }

  private Pipe doctor() {
    return deployment()
        .with("COMMAND", "doctor")
        .with("AWS_OIDC_ROLE_ARN", ROLE)
        .with("AWS_DEFAULT_REGION", "eu-west-1")
        .with("AWS_ENDPOINT_URL_STS", aws.address().toString())
        .with("STATE_MACHINE_ARN", MACHINE);
  }

  @Test
  void findsASoundChain() {
    Result result = doctor().run();

    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    assertThat(told(result))
        .isEqualTo("✔ The chain of trust is sound, as far as it could be looked at.\n");
    assertThat(result.out())
        .contains(
            "· Spanner permissions: migrator@acme-prod.iam.gserviceaccount.com has all that apply"
                + " needs\n");
  }

  @Test
  void getsAwsCredentialsThatCarryTheSessionPolicy() {
    doctor().run();

    assertThat(aws.sessions())
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.sessionName()).isEqualTo("bb-run-0-57e90000-doctor");
              assertThat(Json.parseObject(session.policy()).canonical())
                  .contains("\"states:StartExecution\"", MACHINE);
            });
  }

  @Test
  void namesTheMissingBindingAndGoesOn() {
    google.iam().bind(GoogleStandIns.ACCOUNT);

    Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ The chain of trust is broken: Google service account. Make the changes above, and"
                + " run COMMAND=doctor again.");
    assertThat(result.out()).contains("✖ Google service account: ", "--member='principalSet://");
    assertThat(aws.sessions()).hasSize(1);
  }

  @Test
  void namesMissingPermissionsAndWhatGrantsThem() {
    gate.grant(
        SpannerRights.APPLY.stream()
            .filter(permission -> !permission.equals("spanner.databases.updateDdl"))
            .toList());

    Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out())
        .contains(
            "✖ Spanner permissions: migrator@acme-prod.iam.gserviceaccount.com may not do on %s: spanner.databases.updateDdl\n"
                .formatted(database.name()),
            "    gcloud spanner databases add-iam-policy-binding %s --instance=%s --project=%s --member='serviceAccount:migrator@acme-prod.iam.gserviceaccount.com' --role=roles/spanner.databaseUser\n"
                .formatted(database.name(), database.instance(), database.project()));
  }

  @Test
  void namesATrustPolicyOfAnotherRepository() {
    aws.role(ROLE, trust(google).replace("5e905170", "5e905171"), 3600);

    Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine()).startsWith("✖ The chain of trust is broken: AWS trust policy.");
    assertThat(result.out()).contains("✖ AWS trust policy: Could not ");
  }

  @Test
  void looksAtFilesWhereTheTokenIsNotTrusted() {
    workspace.with("trust.json", trust(google).replace("5e905170", "5e905171"));

    Result result =
        doctor()
            .with(
                "BITBUCKET_STEP_OIDC_TOKEN",
                token(Map.of("exp", 1_700_003_600L, "iat", 1_700_000_000L)))
            .with("DOCTOR_AWS_ROLE_FILE", "trust.json")
            .run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine())
        .startsWith("✖ The chain of trust is broken: token, AWS trust policy.");
    assertThat(result.out())
        .contains("(token_expired)", "its claims were decoded without checking its signature");
    assertThat(google.sts().requests()).isEmpty();
    assertThat(aws.sessions()).isEmpty();
  }

  @Test
  void printsJson() {
    Json.Members json = Json.parseObject(doctor().run("--json").out());

    assertThat(json.flag("sound")).isTrue();
    assertThat(json.values()).containsOnlyKeys(List.of("claims", "findings", "mends", "sound"));
  }
}
