package dev.spannerpipe.identity;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.SafeText;
import dev.spannerpipe.text.Sha256;
import java.util.Optional;
import java.util.Set;

/// Verifies OIDC tokens: form, header, issuer, signature and claims, in this order. The first check
/// that fails determines the result. The issuer's keys are read once and then kept; they are read
/// again only if a token names an unknown key. Nothing in a token can influence the address from
/// which keys are read. Not thread-safe.
public final class TokenVerifier {
  private final TrustedIssuer issuer;
  private final IdentitySettings.Step step;
  private final IssuerKeys keys;
  private final Time time;

  /// Creates a verifier for tokens of this issuer.
  public TokenVerifier(
      TrustedIssuer issuer, IdentitySettings.Step step, Http http, Retry retry, Time time) {
    this.issuer = issuer;
    this.step = step;
    this.keys = new IssuerKeys(http, retry, issuer);
    this.time = time;
  }

  /// Verifies the token in the settings. Throws an `AccessFailure` that names the failed check, the
  /// actual value and the expected value, but never the token.
  public static VerifiedToken verify(IdentitySettings settings, Http http, Retry retry, Time time) {
    Secret token =
        settings
            .token()
            .orElseThrow(
                () ->
                    new TokenRejection(
                            TokenRejectionReason.TOKEN_MISSING,
                            "it",
                            "missing",
                            "the token of the step")
                        .failure());
    return new TokenVerifier(TrustedIssuer.of(settings), settings.step(), http, retry, time)
        .verify(token);
  }

  /// Returns the verified token, or throws an `AccessFailure`.
  public VerifiedToken verify(Secret token) {
    return switch (check(token)) {
      case TokenResult.Accepted(VerifiedToken verified) -> verified;
      case TokenResult.Refused(TokenRejection refusal) -> throw refusal.failure();
    };
  }

  /// Returns the verified token, or the reason why the token is not trusted.
  public TokenResult check(Secret token) {
    try {
      Claims claims = claims(RawToken.parse(token.reveal()));
      return new TokenResult.Accepted(new VerifiedToken(token, claims, Sha256.of(token.reveal())));
    } catch (TokenRejectedException refused) {
      return new TokenResult.Refused(refused.refusal());
    }
  }

  /// Returns the payload of a token without verifying the token, so that people can find out what
  /// is wrong with it. Returns empty if the token cannot be decoded.
  public static Optional<JsonObject> unverified(Secret token) {
    try {
      return Optional.of(RawToken.parse(token.reveal()).payload());
    } catch (TokenRejectedException _) {
      return Optional.empty();
    }
  }

  private Claims claims(RawToken token) {
    HeaderCheck.check(token.header(), issuer.algorithms());
    ClaimCheck check = new ClaimCheck(token.payload());
    check.checkIssuer(issuer.issuer());
    SignatureCheck.check(token, keys.find(token.header().text("kid").orElse("")));
    Claims claims = check.claims();
    check.checkTimes(claims, time.now());
    checkAudience(claims);
    checkProfile(claims);
    check.checkPrintable();
    return claims;
  }

  private void checkAudience(Claims claims) {
    Set<String> expected =
        issuer.audiences().isEmpty()
            ? new BitbucketCheck(claims, step).audiences()
            : issuer.audiences();
    if (claims.audience().stream().noneMatch(expected::contains)) {
      throw new TokenRejectedException(
          TokenRejectionReason.AUDIENCE_MISMATCH,
          "claim aud",
          SafeText.quoted(claims.audience()),
          SafeText.quoted(expected));
    }
  }

  private void checkProfile(Claims claims) {
    switch (issuer.profile()) {
      case BITBUCKET -> new BitbucketCheck(claims, step).check(issuer);
      case OKTA -> AccountCheck.checkOkta(claims);
      case GOOGLE -> AccountCheck.checkGoogle(claims);
      case GENERIC -> {
        // No further claims are known for the tokens of other issuers.
      }
    }
  }
}
