package dev.spannerpipe.doctor.cel;

/// An expression is outside of what is understood here, or has no value for these claims.
public final class CelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean understood;

  private CelException(String message, boolean understood) {
    super(message);
    this.understood = understood;
  }

  /// It is outside of the subset that is understood here.
  static CelException unknown(String what) {
    return new CelException(what, false);
  }

  /// It has no value, for Google neither.
  static CelException noValue(String why) {
    return new CelException(why, true);
  }

  /// Returns whether Google would fail, too.
  public boolean isUnderstood() {
    return understood;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
