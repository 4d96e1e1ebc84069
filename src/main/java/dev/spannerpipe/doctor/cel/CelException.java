package dev.spannerpipe.doctor.cel;

/// An expression is not supported here, or has no value for these claims.
public final class CelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean understood;

  private CelException(String message, boolean understood) {
    super(message);
    this.understood = understood;
  }

  /// The expression is outside of the supported subset.
  static CelException unknown(String what) {
    return new CelException(what, false);
  }

  /// The expression has no value, and Google cannot evaluate it either.
  static CelException noValue(String why) {
    return new CelException(why, true);
  }

  /// Returns whether Google would fail, too. If not, the expression is only not supported here.
  public boolean isUnderstood() {
    return understood;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
