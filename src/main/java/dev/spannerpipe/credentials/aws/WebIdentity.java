package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.secret.Secret;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The ID token with which a run assumes its AWS role.
///
/// @param token returns the token when it is needed
/// @param claims the token's claims; empty for a token of a Google runtime, such as Cloud Run,
///   because the pipe does not read the claims of such a token
/// @param audience the token's audience
public record WebIdentity(Supplier<Secret> token, Optional<Claims> claims, String audience) {
  /// Returns the identity for the OIDC token of the step.
  public static WebIdentity of(VerifiedToken token) {
    return new WebIdentity(
        token::token, Optional.of(token.claims()), token.claims().audience().getFirst());
  }

  /// Returns the identity that Google attaches to a runtime, such as the service account of a job
  /// in Cloud Run.
  ///
  /// @param idToken returns the runtime's ID token for an audience
  public static WebIdentity attached(Function<String, Secret> idToken, String audience) {
    return new WebIdentity(() -> idToken.apply(audience), Optional.empty(), audience);
  }
}
