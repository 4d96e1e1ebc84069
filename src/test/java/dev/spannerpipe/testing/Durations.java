package dev.spannerpipe.testing;

import java.util.regex.Pattern;

/// How long a run took differs from one time to the next.
public final class Durations {
  private static final Pattern DURATION =
      Pattern.compile("( in |\\()(?:\\d+ s|\\d+ min(?: \\d+ s)?|\\d+ h(?: \\d+ min)?)(?=[),;:.])");

  private Durations() {}

  /// Returns a last line, or lines that end with one, with `<duration>` in place of how long the
  /// run took.
  public static String masked(String text) {
    return DURATION.matcher(text).replaceAll("$1<duration>");
  }
}
