package dev.spannerpipe.identity;

import dev.spannerpipe.failure.AccessFailure;

/// Why one token is not trusted.
///
/// @param what what was looked at, as in `claim exp`
/// @param actual what it is, safe to print
/// @param expected what it must be, safe to print
public record TokenRejection(
    TokenRejectionReason reason, String what, String actual, String expected) {
  /// Returns what happened, as a sentence without a full stop.
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

  /// Returns the failure to end the run with.
  public AccessFailure failure() {
    return new AccessFailure(reason.code(), description(), reason.action());
  }
}
