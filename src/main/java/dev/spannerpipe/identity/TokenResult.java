package dev.spannerpipe.identity;

/// What became of a token.
public sealed interface TokenResult {
  /// It passed every check.
  record Accepted(VerifiedToken token) implements TokenResult {}

  /// It failed one, after which no other was made.
  record Refused(TokenRejection refusal) implements TokenResult {}
}
