package dev.spannerpipe.simulation;

import com.google.errorprone.annotations.FormatMethod;

/// Something happened that a guarantee rules out. Nobody may catch it on the way.
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }

  @FormatMethod
  static void unless(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new Violation(message.formatted(arguments));
    }
  }
}
