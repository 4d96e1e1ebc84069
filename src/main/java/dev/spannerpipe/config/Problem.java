package dev.spannerpipe.config;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.text.SafeText;

/// A problem with the variables of a run.
///
/// @param description the name of the variable, the value, and what is wrong with the value
/// @param action what the user should do next
record Problem(String description, String action) {
  private static final int LONGEST_VALUE = 100;

  /// Creates a problem that names a variable but does not show the value.
  static Problem of(String variable, String what, String action) {
    return new Problem(variable + " " + what, action);
  }

  /// Creates a problem that names a variable and shows the value.
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
