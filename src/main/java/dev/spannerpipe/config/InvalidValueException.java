package dev.spannerpipe.config;

/// A value that does not match its type. This exception never leaves the package.
final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String action;

  /// Creates the exception.
  ///
  /// @param what the problem, as the rest of a sentence that begins with the value, for example `is
  ///   not a date`; without a full stop
  /// @param action what the user should do, as a sentence without a full stop
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
