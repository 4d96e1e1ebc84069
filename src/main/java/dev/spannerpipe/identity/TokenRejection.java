package dev.spannerpipe.identity;

import dev.spannerpipe.failure.AccessFailure;

/// The reason why a token is not trusted.
///
/// @param what what was checked: a part of the token, such as `claim exp`, or a value outside of
///   the token, such as an environment variable or a key of the issuer
/// @param actual the actual value, safe to print
/// @param expected the expected value, safe to print
public record TokenRejection(
    TokenRejectionReason reason, String what, String actual, String expected) {
  /// Returns a description of the failed check, without a period at the end.
  public String description() {
    return "Could not trust the OIDC token: "
        + what
        + " is "
        + actual
        + ", expected "
        + expected
        + " ("
        + reason.code()
        + ")";
  }

  /// Returns the failure that ends the run.
  public AccessFailure failure() {
    return new AccessFailure(reason.code(), description(), reason.action());
  }
}
