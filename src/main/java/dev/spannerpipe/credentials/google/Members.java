package dev.spannerpipe.credentials.google;

import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;

/// Reads members of JSON objects that come from services. A member of the wrong type counts as
/// missing.
final class Members {
  private Members() {}

  /// Returns the value of a string member; an empty string if the member is missing.
  static String text(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonString(String value) ? value : "";
  }

  /// Returns the value of a number member; -1 if the member is missing.
  static long number(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonNumber(long value) ? value : -1;
  }
}
