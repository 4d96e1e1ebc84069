package dev.spannerpipe.credentials.google;

import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;

/// Reads JSON from outside, so a member of the wrong type counts as missing.
final class Members {
  private Members() {}

  /// Returns the text, or empty text if it is missing.
  static String text(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonString(String value) ? value : "";
  }

  /// Returns the number, or -1 if it is missing.
  static long number(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonNumber(long value) ? value : -1;
  }
}
