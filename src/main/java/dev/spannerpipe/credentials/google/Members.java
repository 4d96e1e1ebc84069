package dev.spannerpipe.credentials.google;

import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;

/// Reads what strangers wrote: a member of another type counts as missing.
final class Members {
  private Members() {}

  /// Returns the text, or an empty one.
  static String text(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonString(String value) ? value : "";
  }

  /// Returns the number, or -1.
  static long number(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonNumber(long value) ? value : -1;
  }
}
