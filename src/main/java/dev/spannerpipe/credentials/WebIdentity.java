package dev.spannerpipe.credentials;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/// The ID token that a run shows to AWS.
///
/// @param token gives the token when it is needed
/// @param claims what it says; empty where another service makes it, unread
/// @param audience whom it is for
public record WebIdentity(Supplier<Secret> token, Optional<Claims> claims, String audience) {
  /// Returns the step's own token.
  public static WebIdentity of(VerifiedToken token) {
    return new WebIdentity(
        token::token, Optional.of(token.claims()), token.claims().audience().getFirst());
  }

  /// Returns the attached identity of a Google runtime.
  public static WebIdentity attached(MetadataServer server, String audience) {
    return new WebIdentity(() -> server.idToken(audience), Optional.empty(), audience);
  }
}
