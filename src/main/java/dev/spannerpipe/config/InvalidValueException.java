package dev.spannerpipe.config;

/// A value that is not of its type. Never leaves this package.
final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String action;

  /// Says what is wrong, to stand after the value, and what to do, both without a full stop.
  InvalidValueException(String what, String action) {
    super(what);
    this.action = action;
  }

  String what() {
    return String.valueOf(getMessage());
  }

  String action() {
    return action;
  }
}
