package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.secret.Secret;
import java.util.Optional;
import java.util.function.Function;
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
  ///
  /// @param idToken gives the runtime's ID token for an audience
  public static WebIdentity attached(Function<String, Secret> idToken, String audience) {
    return new WebIdentity(() -> idToken.apply(audience), Optional.empty(), audience);
  }
}
