package dev.spannerpipe.access;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.identity.IdentitySettings;
import dev.spannerpipe.identity.TokenRejection;
import dev.spannerpipe.identity.TokenRejectionReason;
import dev.spannerpipe.identity.TokenVerifier;
import dev.spannerpipe.identity.TrustedIssuer;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.policy.Issuer;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Verifies the OIDC token that proves the identity of the run. The policy names the trusted
/// issuers of tokens. Without a policy, the settings name one trusted issuer.
///
/// @param policy the policy, if there is one; then only the issuers that it names are trusted
public record Identification(IdentitySettings settings, Optional<Policy> policy) {
  /// Returns the verified token. Throws an [AccessFailure] if the token is not trusted.
  public VerifiedToken verify(Secret token, Services services) {
    Optional<Issuer> issuer = policy.map(trusted -> issuer(trusted, token));
    TrustedIssuer whom = issuer.map(Identification::trusted).orElseGet(this::ofSettings);
    VerifiedToken verified =
        new TokenVerifier(whom, settings.step(), services.http(), services.retry(), services.time())
            .verify(token);
    issuer.ifPresent(each -> checkAge(each, verified));
    return verified;
  }

  private TrustedIssuer ofSettings() {
    return TrustedIssuer.of(settings);
  }

  /// Returns the policy's issuer for a token. The unverified claim `iss` only selects among the
  /// trusted issuers. If `iss` names no trusted issuer, returns the first trusted issuer; the
  /// verification then rejects the token.
  private static Issuer issuer(Policy policy, Secret token) {
    Optional<String> claimed =
        TokenVerifier.unverified(token)
            .flatMap(payload -> payload.find("iss"))
            .filter(JsonString.class::isInstance)
            .map(issuer -> ((JsonString) issuer).value());
    List<Issuer> issuers = policy.issuers();
    return issuers.stream()
        .filter(issuer -> claimed.filter(issuer.address()::equals).isPresent())
        .findFirst()
        .orElseGet(issuers::getFirst);
  }

  private static TrustedIssuer trusted(Issuer issuer) {
    TrustedIssuer known =
        TrustedIssuer.of(URI.create(issuer.address()), Set.copyOf(issuer.audiences()));
    return new TrustedIssuer(
        profile(issuer, known.profile()),
        known.issuer(),
        known.audiences(),
        Set.copyOf(issuer.algorithms()),
        known.keyHosts());
  }

  /// Returns the profile, which determines the checks of a token. The policy's profile `OIDC`
  /// stands for the profile that the issuer's address determines. Any other profile in the policy
  /// takes precedence over the address.
  private static TrustedIssuer.Profile profile(Issuer issuer, TrustedIssuer.Profile byAddress) {
    return switch (issuer.profile()) {
      case BITBUCKET -> TrustedIssuer.Profile.BITBUCKET;
      case OKTA -> TrustedIssuer.Profile.OKTA;
      case GOOGLE -> TrustedIssuer.Profile.GOOGLE;
      case OIDC -> byAddress;
    };
  }

  private static void checkAge(Issuer issuer, VerifiedToken token) {
    Duration life = Duration.between(token.claims().issuedAt(), token.claims().expiresAt());
    Optional<Duration> most = issuer.maxAge().filter(longest -> life.compareTo(longest) > 0);
    if (most.isPresent()) {
      TokenRejection refusal =
          new TokenRejection(
              TokenRejectionReason.LIFETIME_NOT_ALLOWED,
              "its lifetime from iat to exp",
              life.toSeconds() + " s",
              "at most %d s".formatted(most.get().toSeconds()));
      throw new AccessFailure(
          refusal.reason().code(),
          refusal.description(),
          "Let the issuer issue tokens with a shorter lifetime, or raise maxAge of issuer %s in the policy"
              .formatted(issuer.name()));
    }
  }
}
