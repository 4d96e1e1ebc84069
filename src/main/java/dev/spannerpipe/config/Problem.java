package dev.spannerpipe.config;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.text.SafeText;

/// A problem with the variables of a run.
///
/// @param description which variable, the value received, and what is wrong with it
/// @param action what to do next
record Problem(String description, String action) {
  private static final int LONGEST_VALUE = 100;

  /// Creates a problem with a variable, without showing its value.
  static Problem of(String variable, String what, String action) {
    return new Problem(variable + " " + what, action);
  }

  /// Creates a problem with a value and shows that value.
  static Problem ofValue(String variable, String value, String what, String action) {
    return new Problem(variable + " \"" + printable(value) + "\" " + what, action);
  }

  /// Returns the problem as one line of a list of problems.
  String line() {
    return Failure.sentence(description) + " " + Failure.sentence(action);
  }

  private static String printable(String value) {
    return SafeText.line(value, LONGEST_VALUE);
  }
}
