package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.secret.Secret;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The ID token that a run presents to AWS.
///
/// @param token returns the token when it is needed
/// @param claims the token's claims; empty for a token of a Google runtime, which the pipe does not
///   read
/// @param audience the token's audience
public record WebIdentity(Supplier<Secret> token, Optional<Claims> claims, String audience) {
  /// Returns the identity of the step's own token.
  public static WebIdentity of(VerifiedToken token) {
    return new WebIdentity(
        token::token, Optional.of(token.claims()), token.claims().audience().getFirst());
  }

  /// Returns the attached identity of a Google runtime.
  ///
  /// @param idToken returns the runtime's ID token for an audience
  public static WebIdentity attached(Function<String, Secret> idToken, String audience) {
    return new WebIdentity(() -> idToken.apply(audience), Optional.empty(), audience);
  }
}
