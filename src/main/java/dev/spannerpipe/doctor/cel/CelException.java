package dev.spannerpipe.doctor.cel;

/// Reports that an expression is not supported here, or that it has no value for the token's
/// claims.
public final class CelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean understood;

  private CelException(String message, boolean understood) {
    super(message);
    this.understood = understood;
  }

  /// Returns the exception for an expression outside of the supported subset.
  ///
  /// @param what the unsupported part, as the object of "the condition has"
  static CelException unknown(String what) {
    return new CelException(what, false);
  }

  /// Returns the exception for an expression without a value, which Google cannot evaluate either.
  static CelException noValue(String why) {
    return new CelException(why, true);
  }

  /// Returns whether Google cannot evaluate the expression either. Returns false if only the pipe
  /// does not support the expression.
  public boolean isUnderstood() {
    return understood;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
