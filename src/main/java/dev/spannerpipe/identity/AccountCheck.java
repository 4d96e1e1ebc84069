package dev.spannerpipe.identity;

import java.util.Optional;

/// Checks the claims that are required only in tokens of Google or Okta accounts.
final class AccountCheck {
  private AccountCheck() {}

  /// Rejects a token with an email address that was not verified, because anybody could state such
  /// an address as their own.
  static void checkGoogle(Claims claims) {
    if (claims.all().values().containsKey("email")
        && !claims.flag("email_verified").equals(Optional.of(true))) {
      throw new TokenRejectedException(
          TokenRejectionReason.ACCOUNT_NOT_ALLOWED,
          "claim email_verified",
          RawToken.shown(claims.all(), "email_verified"),
          "true, because the claim email is present");
    }
  }

  static void checkOkta(Claims claims) {
    if (claims.text("jti").isEmpty()) {
      throw new TokenRejectedException(
          TokenRejectionReason.CLAIM_MISSING,
          "claim jti",
          RawToken.shown(claims.all(), "jti"),
          "the token's own id");
    }
  }
}
