package dev.spannerpipe.identity;

/// Ends the checks of a token at the first check that fails.
final class TokenRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient TokenRejection refusal;

  TokenRejectedException(TokenRejectionReason reason, String what, String actual, String expected) {
    super(reason.code());
    this.refusal = new TokenRejection(reason, what, actual, expected);
  }

  TokenRejection refusal() {
    return refusal;
  }
}
