package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Policies and claims for tests.
final class Policies {
  static final String WORKSPACE = "{11111111-1111-4111-8111-111111111111}";
  static final String REPOSITORY = "{22222222-2222-4222-8222-222222222222}";
  static final String ENVIRONMENT = "{33333333-3333-4333-8333-333333333333}";
  static final String STEP = "{44444444-4444-4444-8444-444444444444}";
  static final String ISSUER =
      "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
  static final String AUDIENCE =
      "ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111";
  static final String ORDERS = "spanner:projects/acme/instances/prod/databases/orders";

  /// What most policies of the tests begin with: six lines.
  static final String HEAD =
      """
      version: 1
      issuers:
        bitbucket:
          profile: bitbucket
          workspace: acme
          workspaceUuid: "%s"
          audiences: ["%s"]
      """
          .formatted(WORKSPACE, AUDIENCE);

  private Policies() {}

  static Policy of(String text) {
    return PolicyReader.parse(text, new Origin("policy.yaml", "0".repeat(64), false));
  }

  /// The head, and rules from line 9 on.
  static Policy withRules(String rules) {
    return of(HEAD + "rules:\n" + rules);
  }

  static Claims claims() {
    return claims("main");
  }

  static Claims claims(String branch) {
    return claims(
        Json.object()
            .with("iss", ISSUER)
            .with("sub", REPOSITORY + ":" + ENVIRONMENT + ":" + STEP)
            .with("workspaceUuid", WORKSPACE)
            .with("repositoryUuid", REPOSITORY)
            .with("deploymentEnvironmentUuid", ENVIRONMENT)
            .with("stepUuid", STEP)
            .with("branchName", branch));
  }

  static Claims claims(JsonObject all) {
    return new Claims(
        all.text("iss").orElseThrow(),
        all.text("sub").orElse(""),
        List.of(AUDIENCE),
        Instant.parse("2026-01-07T11:59:00Z"),
        Instant.parse("2026-01-07T12:59:00Z"),
        all);
  }

  static EvaluationContext circumstances() {
    return at("2026-01-07T12:00:00Z");
  }

  static EvaluationContext at(String now) {
    return new EvaluationContext(
        Instant.parse(now), false, List.of(), Optional.empty(), Optional.empty(), true);
  }
}
