package dev.spannerpipe.doctor.finding;

/// Describes where two strings differ.
public final class Difference {
  private Difference() {}

  /// Returns a clause that can end a message about two different strings, for example: `they differ
  /// at character 5, "A" and "a", in letter case only`.
  public static String between(String wanted, String found) {
    int at = 0;
    int shorter = Math.min(wanted.length(), found.length());
    while (at < shorter && wanted.charAt(at) == found.charAt(at)) {
      at++;
    }
    String where =
        "they differ at character %d, %s and %s"
            .formatted(at + 1, character(wanted, at), character(found, at));
    return wanted.equalsIgnoreCase(found) ? where + ", in letter case only" : where;
  }

  private static String character(String text, int at) {
    return at < text.length() ? "\"%s\"".formatted(text.charAt(at)) : "the end";
  }
}
