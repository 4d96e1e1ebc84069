package dev.spannerpipe.identity;

/// Reports that a check of a token failed. No further check is made.
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
