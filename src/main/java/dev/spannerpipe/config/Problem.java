package dev.spannerpipe.config;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.text.SafeText;

/// One thing that is wrong with what was given.
///
/// @param description which variable, the value received, and what is wrong with it
/// @param action the one thing to do
record Problem(String description, String action) {
  private static final int LONGEST_VALUE = 100;

  /// Returns a problem of a variable as a whole.
  static Problem of(String variable, String what, String action) {
    return new Problem(variable + " " + what, action);
  }

  /// Returns a problem of a value, which is shown.
  static Problem ofValue(String variable, String value, String what, String action) {
    return new Problem(variable + " \"" + printable(value) + "\" " + what, action);
  }

  /// Returns the problem as a line of a list.
  String line() {
    return Failure.sentence(description) + " " + Failure.sentence(action);
  }

  private static String printable(String value) {
    return SafeText.line(value, LONGEST_VALUE);
  }
}
