package dev.spannerpipe.identity;

import java.util.Optional;

/// Checks the claims that only tokens of accounts have.
final class AccountCheck {
  private AccountCheck() {}

  /// An e-mail address that was not verified can belong to anybody.
  static void checkGoogle(Claims claims) {
    if (claims.all().values().containsKey("email")
        && !claims.flag("email_verified").equals(Optional.of(true))) {
      throw new TokenRejectedException(
          TokenRejectionReason.ACCOUNT_NOT_ALLOWED,
          "claim email_verified",
          RawToken.shown(claims.all(), "email_verified"),
          "true, as there is an email");
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
