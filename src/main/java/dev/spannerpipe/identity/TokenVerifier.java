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

/// Judges OIDC tokens: from form to signature to claims, in this order, and the first thing that is
/// wrong is the answer. It asks the issuer for its keys once, and trusts nothing in a token that
/// says where to ask. Not thread-safe.
public final class TokenVerifier {
  private final TrustedIssuer issuer;
  private final IdentitySettings.Step step;
  private final IssuerKeys keys;
  private final Time time;

  /// Trusts this issuer's tokens in this step.
  public TokenVerifier(
      TrustedIssuer issuer, IdentitySettings.Step step, Http http, Retry retry, Time time) {
    this.issuer = issuer;
    this.step = step;
    this.keys = new IssuerKeys(http, retry, issuer);
    this.time = time;
  }

  /// Verifies the token that the settings give. Throws an `AccessFailure` that names the check that
  /// failed, what was found and what was expected; never the token.
  public static VerifiedToken verify(IdentitySettings settings, Http http, Retry retry, Time time) {
    Secret token =
        settings
            .token()
            .orElseThrow(
                () ->
                    new TokenRejection(
                            TokenRejectionReason.TOKEN_MISSING,
                            "it",
                            "not there",
                            "the token of the step")
                        .failure());
    return new TokenVerifier(TrustedIssuer.of(settings), settings.step(), http, retry, time)
        .verify(token);
  }

  /// Returns what the token says, or throws an `AccessFailure`.
  public VerifiedToken verify(Secret token) {
    return switch (check(token)) {
      case TokenResult.Accepted(VerifiedToken verified) -> verified;
      case TokenResult.Refused(TokenRejection refusal) -> throw refusal.failure();
    };
  }

  /// Returns what the token says, or why it is not trusted.
  public TokenResult check(Secret token) {
    try {
      Claims claims = claims(RawToken.parse(token.reveal()));
      return new TokenResult.Accepted(new VerifiedToken(token, claims, Sha256.of(token.reveal())));
    } catch (TokenRejectedException refused) {
      return new TokenResult.Refused(refused.refusal());
    }
  }

  /// Returns the payload of a token that may be anybody's, for people who look for what is wrong
  /// with it; empty where it cannot be read.
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
        // No more is known about its tokens.
      }
    }
  }
}
