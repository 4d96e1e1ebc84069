package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Reply;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs that are not let in: each says which claim or setting it is and the smallest mend, asks
/// Spanner nothing, and leaves its refusal on record in its files.
@Concurrent
class RefusedIdentityIT extends CloudStep {
  private void assertRefused(Result result, String event, String reason, String message) {
    assertThat(told(result)).endsWith("✖ " + message + "\n");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).matches("[ -~…✖\n]*");
    assertThat(gate.calls()).isEmpty();
    List<JsonObject> run = workspace.lastRun(database.name());
    assertThat(run)
        .filteredOn(step -> step.text("name").orElseThrow().equals(event))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.text("outcome")).hasValue("failed");
              JsonObject detail = (JsonObject) step.find("detail").orElseThrow();
              assertThat(detail.text("reason")).hasValue(reason);
              assertThat(detail.canonical()).matches("[ -~…]*");
            });
    after(result).onRecordInFiles();
  }

  /// Whoever would get the token, or say what the run may do, is not asked.
  private void assertTokenRefused(Result result, String reason, String words, String mend) {
    assertRefused(
        result,
        "tokenRefused",
        reason,
        "Could not trust the OIDC token: " + words + " (" + reason + "). " + mend + ".");
    assertThat(google.sts().requests()).isEmpty();
    assertThat(google.iam().requests()).isEmpty();
    assertThat(google.issuer().requests())
        .isSubsetOf("/.well-known/openid-configuration", "/keys.json");
  }

  /// Returns the token of the step with another header or payload, signed by its issuer.
  private String signed(String header, UnaryOperator<String> payload) {
    Map<String, Object> claims = google.step().claims(Instant.now());
    claims.put("iss", google.issuer().issuer());
    return google.issuer().sign(header, payload.apply(JSONObjectUtils.toJSONString(claims)));
  }

  @Test
  void refusesATokenThatNobodySigned() {
    Result result =
        deployment(signed("{\"alg\":\"none\",\"kid\":\"key-0\"}", payload -> payload)).run();

    assertTokenRefused(
        result,
        "algorithm_not_allowed",
        "header alg is \"none\", expected \"RS256\"",
        "Find out where this token comes from: the issuer does not sign this way");
  }

  @Test
  void refusesATokenThatSaysWhereItsKeyIs() {
    String header =
        "{\"alg\":\"RS256\",\"kid\":\"key-0\",\"jku\":\"http://127.0.0.1:1/keys.json\"}";
    Result result = deployment(signed(header, payload -> payload)).run();

    assertTokenRefused(
        result,
        "header_not_allowed",
        "header jku is present, expected absent",
        "Find out where this token comes from: the issuer does not issue such tokens");
  }

  @Test
  void refusesAClaimThatIsThereTwice() {
    Result result =
        deployment(
                signed(
                    google.issuer().header(),
                    payload -> payload.replaceFirst("\\{", "{\"branchName\":\"release\",")))
            .run();

    assertTokenRefused(
        result,
        "payload_malformed",
        "its payload is malformed: it has an object with a duplicate member, expected a JSON object",
        "Take the token from the step, or from an issuer that keeps to RFC 7519");
  }

  @Test
  void refusesAMegabyteOfPayload() {
    String token = token(Map.of("note", "x".repeat(1_000_000)));

    assertTokenRefused(
        deployment(token).run(),
        "token_size",
        "its length is " + token.length() + " characters, expected 64 to 16384",
        "Pass the token of the step unchanged");
  }

  @Test
  void refusesAndEscapesWhatDeceivesTheEye() {
    Result result = deployment(token(Map.of("branchName", "main\u202e\u001b[31m\r\u0000"))).run();

    assertTokenRefused(
        result,
        "claim_unprintable",
        "claim \"branchName\" is \"main\\u202e\\u001b[31m\\u000d\\u0000\", expected a string without invisible characters, in Unicode's normal form C",
        "Give the branch, or whatever the claim names, a name without invisible characters");
  }

  @Test
  void refusesATokenThatAnotherKeySigned() {
    String[] parts = token(Map.of()).split("\\.", -1);
    String foreign =
        OidcIssuer.sign(
            google.issuer().header(), new Base64URL(parts[1]).decode(), OidcIssuer.key(9, 2048));

    assertTokenRefused(
        deployment(foreign).run(),
        "signature_invalid",
        "its signature is invalid, expected a signature by the issuer's key",
        "Find out who changed the token: it is not what the issuer signed");
  }

  @Test
  void asksForTheTokenOfTheStep() {
    Result result = deployment().without("BITBUCKET_STEP_OIDC_TOKEN").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "✖ GOOGLE_WORKLOAD_IDENTITY_PROVIDER is given, but there is no OIDC token to exchange."
                + " Set oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN.\n");
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

    assertTokenRefused(
        result,
        "token_expired",
        "claim exp is <time>, expected later than <time>",
        "Run the step again: a token cannot be renewed inside a step");
  }

  @ParameterizedTest
  @CsvSource({
    "BITBUCKET_WORKSPACE_UUID,workspaceUuid,workspace_mismatch,"
        + "'Use the token of this workspace; if the workspace was renamed, correct the settings that name it'",
    "BITBUCKET_REPO_UUID,repositoryUuid,repository_mismatch,"
        + "'Use the token of this step, and do not set or change BITBUCKET_REPO_UUID'",
    "BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID,deploymentEnvironmentUuid,environment_mismatch,"
        + "'Let nothing change BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID, and use the token of this step'",
    "BITBUCKET_STEP_UUID,stepUuid,step_mismatch,"
        + "'Use the token of this step: each step and each re-run has its own'"
  })
  void refusesATamperedEnvironment(String variable, String claim, String reason, String mend) {
    String other = "{00000000-0000-4000-8000-000000000009}";
    String audience = google.step().audience();

    Result result = deployment().with("OIDC_AUDIENCE", audience).with(variable, other).run();

    assertTokenRefused(
        result,
        reason,
        "%s is \"%s\", expected \"%s\", the token's claim %s"
            .formatted(variable, other, google.step().claims(Instant.now()).get(claim), claim),
        mend);
  }

  @Test
  void refusesATokenOutsideOfAStep() {
    assertTokenRefused(
        deployment().without("BITBUCKET_STEP_UUID").run(),
        "step_unknown",
        "BITBUCKET_STEP_UUID is not given, expected \""
            + google.step().stepUuid()
            + "\", the token's claim stepUuid",
        "Run the pipe in a step, which sets BITBUCKET_STEP_UUID");
  }

  @Test
  void refusesATokenForSomebodyElse() {
    assertTokenRefused(
        deployment(token(Map.of("aud", "somebody"))).run(),
        "audience_mismatch",
        "claim aud is \"somebody\", expected"
            + " \"ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001\"",
        "Give the step this audience under oidc: audiences, or correct OIDC_AUDIENCE");
  }

  @Test
  void saysThatTheRuntimeHasNoAccount() {
    google.metadata().fail(1, Reply.html(404).with("Metadata-Flavor", "Google"));

    assertRefused(
        attached().run(),
        "credentialsIssued",
        "no_attached_identity",
        "Could not get a token of the attached identity at the metadata server <metadata>: HTTP 404,"
            + " a response that is not the service's. Attach a service account to the job, for example with gcloud run jobs update <job> --service-account=<account>.");
  }

  @Test
  void saysWhichConditionTheProviderHas() {
    google.sts().setUp(google.provider().withCondition("assertion.branchName=='release'"));

    assertRefused(
        deployment().run(),
        "credentialsIssued",
        "condition_not_met",
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
        "credentialsIssued",
        "impersonation_denied",
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
