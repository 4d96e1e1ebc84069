package dev.spannerpipe.access;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.Sha256;
import java.time.Instant;
import java.util.Optional;

/// What the record keeps of tokens: never one itself.
final class TokenDetail {
  private TokenDetail() {}

  static JsonObject of(VerifiedToken token) {
    Claims claims = token.claims();
    return Json.object()
        .with("sha256", token.sha256())
        .with("issuer", claims.issuer())
        .with("subject", claims.subject())
        .with("audience", Json.texts(claims.audience()))
        .with("issuedAt", claims.issuedAt().toString())
        .with("expiresAt", claims.expiresAt().toString());
  }

  /// What is known of credentials.
  static JsonObject of(String identity, CredentialLifetime horizon, Instant now) {
    return Json.object()
        .with("identity", identity)
        .with("horizon", horizon.sentence(now))
        .with("until", horizon.until().map(Instant::toString).orElse(null));
  }

  static JsonObject of(Secret token, AccessFailure refusal) {
    return of(refusal).with("sha256", Sha256.of(token.reveal()));
  }

  static JsonObject of(Failure refusal) {
    Optional<String> reason =
        refusal instanceof AccessFailure access ? access.reason() : Optional.empty();
    JsonObject detail =
        Json.object().with("message", refusal.description()).with("action", refusal.action());
    return reason.map(code -> detail.with("reason", code)).orElse(detail);
  }
}
