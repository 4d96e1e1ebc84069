package dev.spannerpipe.identity;

/// What became of a token.
public sealed interface Verdict {
  /// It passed every check.
  record Accepted(VerifiedToken token) implements Verdict {}

  /// It failed one, after which no other was made.
  record Refused(Refusal refusal) implements Verdict {}
}
