package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Runs that are not let in: each says which claim or setting it is and the smallest mend, asks
/// Spanner nothing, and leaves its refusal on record in its files.
class RefusedIdentityIT extends CloudStep {
  private void assertRefused(Result result, int exitCode, String event, String message) {
    assertThat(told(result)).endsWith("✖ " + message + "\n");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(gate.calls()).isEmpty();
    List<Json.Members> run = workspace.lastRun(database.name());
    assertThat(run)
        .filteredOn(step -> step.text("name").orElseThrow().equals(event))
        .singleElement()
        .satisfies(step -> assertThat(step.text("outcome")).hasValue("failed"));
    after(result).onRecordInFiles();
  }

  @Test
  void asksForTheTokenOfTheStep() {
    Result result = deployment().without("BITBUCKET_STEP_OIDC_TOKEN").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "✖ GOOGLE_WORKLOAD_IDENTITY_PROVIDER is given, but there is no OIDC token to exchange"
                + " there. Set oidc: true on the step, or OIDC_TOKEN where the pipe runs"
                + " elsewhere.\n");
  }

  @Test
  void refusesATokenThatEnded() {
    Instant end = Instant.now().minusSeconds(60);
    Result result =
        deployment(
                token(
                    Map.of(
                        "exp",
                        end.getEpochSecond(),
                        "iat",
                        end.minusSeconds(3600).getEpochSecond())))
            .run();

    assertRefused(
        result,
        3,
        "tokenRefused",
        "Could not trust the OIDC token: claim exp is <time>, expected later than <time>"
            + " (token_expired). Run the step again: a token cannot be renewed inside a step.");
  }

  @Test
  void refusesATamperedEnvironment() {
    Result result =
        deployment()
            .with("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID", "{00000000-0000-4000-8000-000000000009}")
            .run();

    assertRefused(
        result,
        3,
        "tokenRefused",
        "Could not trust the OIDC token: BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID is"
            + " \"{00000000-0000-4000-8000-000000000009}\", expected"
            + " \"{de910900-0000-4000-8000-000000000003}\", the token's claim"
            + " deploymentEnvironmentUuid (environment_mismatch). Let nothing change"
            + " BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID, and use the token of this step.");
  }

  @Test
  void refusesATokenForSomebodyElse() {
    Result result = deployment(token(Map.of("aud", "somebody"))).run();

    assertRefused(
        result,
        3,
        "tokenRefused",
        "Could not trust the OIDC token: claim aud is \"somebody\", expected"
            + " \"ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001\""
            + " (audience_mismatch). Give the step this audience under oidc: audiences, or correct"
            + " OIDC_AUDIENCE.");
  }

  @Test
  void saysWhichConditionTheProviderHas() {
    google.sts().setUp(google.provider().withCondition("assertion.branchName=='release'"));

    assertRefused(
        deployment().run(),
        3,
        "credentialsIssued",
        "Could not exchange the OIDC token at projects/123456789012/locations/global/workloadIdentityPools/bitbucket/providers/acme-main:"
            + " The given credential is rejected by the attribute condition (unauthorized_client)."
            + " Compare the provider's condition with the token's claims"
            + " (workspaceUuid={0a11ce00-0000-4000-8000-000000000001},"
            + " repositoryUuid={5e905170-0000-4000-8000-000000000002}, branchName=main,"
            + " deploymentEnvironmentUuid={de910900-0000-4000-8000-000000000003}): gcloud iam"
            + " workload-identity-pools providers describe acme-main --project=123456789012"
            + " --location=global --workload-identity-pool=bitbucket"
            + " --format='value(attributeCondition)'.");
  }

  @Test
  void printsTheBindingThatIsMissing() {
    google.iam().bind(GoogleStandIns.ACCOUNT);

    assertRefused(
        deployment().run(),
        3,
        "credentialsIssued",
        "Could not act as the service account migrator@acme-prod.iam.gserviceaccount.com: Permission"
            + " 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist)"
            + " (PERMISSION_DENIED). Check the account's e-mail address, then run gcloud iam"
            + " service-accounts add-iam-policy-binding"
            + " migrator@acme-prod.iam.gserviceaccount.com --project=acme-prod"
            + " --role=roles/iam.workloadIdentityUser"
            + " --member='principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/bitbucket/attribute.environment/{de910900-0000-4000-8000-000000000003}'"
            + " (the provider must map that attribute; a change takes up to 5 minutes).");
  }

  /// The binding that the message of [#printsTheBindingThatIsMissing] prints.
  @Test
  void goesOnWhereThePrintedBindingIsMade() {
    google.iam().bind(GoogleStandIns.ACCOUNT);
    String printed = deployment().run().lastLine().replaceFirst(".*--member='([^']*)'.*", "$1");

    google.iam().bind(GoogleStandIns.ACCOUNT, printed);

    assertThat(deployment().run().exitCode()).isZero();
  }
}
