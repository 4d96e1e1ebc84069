package dev.spannerpipe.testing;

import java.util.HashMap;
import java.util.Map;

/// Lines are compared as they read, so runs in tests print them without colors.
public final class Uncolored {
  private Uncolored() {}

  /// Returns these variables of a run and `NO_COLOR`, unless they have it themselves.
  public static Map<String, String> variables(Map<String, String> variables) {
    Map<String, String> uncolored = new HashMap<>(variables);
    uncolored.putIfAbsent("NO_COLOR", "1");
    return uncolored;
  }
}
