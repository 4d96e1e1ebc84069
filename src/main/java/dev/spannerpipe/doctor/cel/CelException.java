package dev.spannerpipe.doctor.cel;

/// Reports that `doctor` does not support an expression, or that the expression has no value for
/// the claims of the token.
public final class CelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean understood;

  private CelException(String message, boolean understood) {
    super(message);
    this.understood = understood;
  }

  /// Creates the exception for an expression that `doctor` does not support.
  ///
  /// @param what the unsupported part, as a phrase that can follow "the condition has"
  static CelException unknown(String what) {
    return new CelException(what, false);
  }

  /// Creates the exception for an expression without a value, which Google cannot evaluate either.
  static CelException noValue(String why) {
    return new CelException(why, true);
  }

  /// Returns whether the expression has no value, so that Google cannot evaluate it either. Returns
  /// false if only `doctor` does not support the expression.
  public boolean isUnderstood() {
    return understood;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
