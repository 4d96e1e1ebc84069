package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.time.Instant;

/// Tokens for tests.
public final class Tokens {
  public static final String REPOSITORY = "{22222222-2222-4222-8222-222222222222}";
  public static final String ENVIRONMENT = "{33333333-3333-4333-8333-333333333333}";
  static final String STEP = "{44444444-4444-4444-8444-444444444444}";
  public static final Instant NOW = Instant.parse("2026-01-07T12:00:00Z");

  private Tokens() {}

  public static JsonObject claims() {
    return Json.object()
        .with("iss", "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc")
        .with("sub", "%s:%s:%s".formatted(REPOSITORY, ENVIRONMENT, STEP))
        .with("aud", "ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111")
        .with("iat", NOW.minusSeconds(60).getEpochSecond())
        .with("exp", NOW.plusSeconds(3540).getEpochSecond())
        .with("workspaceUuid", "{11111111-1111-4111-8111-111111111111}")
        .with("repositoryUuid", REPOSITORY)
        .with("deploymentEnvironmentUuid", ENVIRONMENT)
        .with("stepUuid", STEP)
        .with("branchName", "main");
  }

  public static DecodedToken bitbucket() {
    return new DecodedToken(claims(), true);
  }
}
