package dev.spannerpipe.identity;

/// Ends the checks at the first that fails.
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Reason reason, String what, String actual, String expected) {
    super(reason.code());
    this.refusal = new Refusal(reason, what, actual, expected);
  }

  Refusal refusal() {
    return refusal;
  }
}
