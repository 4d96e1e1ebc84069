package dev.spannerpipe.access;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.record.AccessEvent.Refusal;
import dev.spannerpipe.record.AccessEvent.TokenRefused;
import dev.spannerpipe.record.AccessEvent.TokenVerified;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.Sha256;
import java.util.Optional;

/// Builds those events of the run's record that are about tokens and credentials. The events never
/// contain a token or a credential.
final class AccessEvents {
  private AccessEvents() {}

  static TokenVerified verified(VerifiedToken token) {
    Claims claims = token.claims();
    return new TokenVerified(
        token.sha256(),
        claims.issuer(),
        claims.subject(),
        claims.audience(),
        claims.issuedAt(),
        claims.expiresAt());
  }

  static TokenRefused refused(Secret token, AccessFailure failure) {
    return new TokenRefused(refusal(failure), Sha256.of(token.reveal()));
  }

  static Refusal refusal(Failure failure) {
    Optional<String> reason =
        failure instanceof AccessFailure access ? access.reason() : Optional.empty();
    return new Refusal(failure.description(), failure.action(), reason.orElse(null));
  }
}
