package dev.spannerpipe.config;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.text.SafeText;

/// A problem with the variables of a run.
///
/// @param description a clause that begins with the name of the variable and says what is wrong;
///   never contains a secret value
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

  /// Returns the description and the action as two sentences on one line.
  String line() {
    return Failure.sentence(description) + " " + Failure.sentence(action);
  }

  private static String printable(String value) {
    return SafeText.line(value, LONGEST_VALUE);
  }
}
