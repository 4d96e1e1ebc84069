package dev.spannerpipe.credentials;

import dev.spannerpipe.json.Json;

/// Reads what strangers wrote: a member of another type counts as missing.
final class Members {
  private Members() {}

  /// Returns the text, or an empty one.
  static String text(Json.Members members, String name) {
    return members.values().get(name) instanceof Json.Text(String value) ? value : "";
  }

  /// Returns the number, or -1.
  static long number(Json.Members members, String name) {
    return members.values().get(name) instanceof Json.Whole(long value) ? value : -1;
  }
}
