package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A run without any secret of its own: what it gets for the token of its step leads it to Spanner,
/// and nothing else does.
@Concurrent
class KeylessIT extends CloudStep {
  private void assertApplied(Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(history()).containsExactly("1");
    assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
    assertInOrder(result);
  }

  private JsonObject lastEvent(String name) {
    return workspace.lastRun(database.name()).stream()
        .filter(event -> event.text("name").orElseThrow().equals(name))
        .toList()
        .getLast();
  }

  private static JsonObject members(JsonObject event, String name) {
    return (JsonObject) event.find(name).orElseThrow();
  }

  @Test
  void appliesAsTheServiceAccount() {
    Result result = deployment().run();

    assertApplied(result);
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
    assertThat(told(result))
        .startsWith(
            """
            INFO: spanner-pipe <version>: apply on <database>, run <run>.
            INFO: Endpoint override: GOOGLE_IAM_CREDENTIALS_ENDPOINT=<iam>.
            INFO: Endpoint override: GOOGLE_STS_ENDPOINT=<sts>.
            INFO: Endpoint override: OIDC_ISSUER=<issuer>.
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            INFO: No policy is set (POLICY_FILE): only ALLOW_DESTRUCTIVE guards this database.
            INFO: OIDC token verified: {5e905170-0000-4000-8000-000000000002}:\
            {de910900-0000-4000-8000-000000000003}:{57e90000-0000-4000-8000-000000000005}.
            INFO: Acting as migrator@acme-prod.iam.gserviceaccount.com.
            INFO: 9 book-keeping tables created.
            """);
  }

  @Test
  void putsOnRecordWhoItWasAndAsWhom() {
    deployment().run();

    JsonObject started = lastEvent("runStarted");
    assertThat(members(started, "subject").text("issuer")).isEmpty();
    JsonObject verified = lastEvent("tokenVerified");
    assertThat(members(verified, "subject"))
        .isEqualTo(
            Json.object(
                Map.of(
                    "issuer", google.issuer().issuer(),
                    "repositoryUuid", google.step().repositoryUuid(),
                    "environmentUuid", google.step().environmentUuid(),
                    "branch", google.step().branch(),
                    "pipeline", google.step().pipelineUuid(),
                    "step", google.step().stepUuid())));
    assertThat(members(lastEvent("runEnded"), "identity"))
        .isEqualTo(Json.object(Map.of("serviceAccount", GoogleStandIns.ACCOUNT)));
    assertThat(members(verified, "detail").text("sha256").orElseThrow()).matches("[0-9a-f]{64}");
  }

  @Test
  void appliesAsTheFederatedIdentity() {
    Result result = federated(token(Map.of())).with("TIMEOUT", "30m").run();

    assertApplied(result);
    assertThat(principals())
        .singleElement()
        .asString()
        .startsWith("principal://iam.googleapis.com/projects/123456789012/");
    assertThat(told(result))
        .contains(
            "INFO: Acting as principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/bitbucket/subject/{5e905170-0000-4000-8000-000000000002}:{de910900-0000-4000-8000-000000000003}:{57e90000-0000-4000-8000-000000000005}.\n");
    assertThat(lifetime())
        .matches(
            "credentials last until \\S+Z \\(\\d+ min\\), not longer than the OIDC token, which expires"
                + " at \\S+Z; that is enough for TIMEOUT \\(30m\\)");
  }

  @Test
  void appliesAsTheIdentityOfTheRuntime() {
    Result result = attached().run();

    assertApplied(result);
    assertThat(principals()).containsExactly(GoogleStandIns.ATTACHED);
    assertThat(told(result))
        .contains(
            "INFO: Endpoint override: GCE_METADATA_HOST=<metadata>.\n",
            "INFO: Acting as the attached service account.\n");
    assertThat(lifetime()).isEqualTo("credentials last as long as this job");
  }

  @Test
  void takesAnExternalAccountFile() {
    workspace.with(
        "oidc.json",
        """
        {"type": "external_account", "audience": "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/bitbucket/providers/acme-main",
         "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/migrator@acme-prod.iam.gserviceaccount.com:generateAccessToken"}
        """);

    assertApplied(
        deployment()
            .without("GOOGLE_WORKLOAD_IDENTITY_PROVIDER")
            .without("GOOGLE_SERVICE_ACCOUNT")
            .with("GOOGLE_OIDC_CONFIG_FILE", "oidc.json")
            .run());
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }

  @Test
  void showsStatusAndHistoryWithTheSameCredentials() {
    PipeRun step = deployment();
    step.run();

    Result status = step.run("status");
    Result history = step.run("history", "--verify");

    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(status.err())
        .endsWith("✔ Up to date: the one change set of this changelog is applied.\n");
    assertThat(history.exitCode()).as(history.err()).isZero();
    assertThat(history.err()).contains("INFO: Acting as " + GoogleStandIns.ACCOUNT);
    assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  @Test
  void saysWhereTheTimeWillNotBeEnough() {
    Result result = deployment().with("TIMEOUT", "3h").run();

    assertApplied(result);
    assertThat(result.warnings())
        .isEqualTo(
            List.of(
                "The credentials expire before TIMEOUT (3h): work that takes longer ends with"
                    + " exit code 8, and the next run continues where this run stopped."));
  }

  /// How long the credentials of the last run last, as it put it on record.
  private String lifetime() {
    return workspace.lastRun(database.name()).stream()
        .filter(event -> event.text("name").filter("credentialsIssued"::equals).isPresent())
        .map(event -> ((JsonObject) event.find("detail").orElseThrow()).text("horizon").orElse(""))
        .findFirst()
        .orElseThrow();
  }
}
