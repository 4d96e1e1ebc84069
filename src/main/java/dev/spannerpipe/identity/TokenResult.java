package dev.spannerpipe.identity;

/// The outcome of checking a token.
public sealed interface TokenResult {
  /// The token passed every check.
  record Accepted(VerifiedToken token) implements TokenResult {}

  /// The token failed a check, and no further check was made.
  record Refused(TokenRejection refusal) implements TokenResult {}
}
