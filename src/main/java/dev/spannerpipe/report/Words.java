package dev.spannerpipe.report;

import java.util.List;
import java.util.stream.Collectors;

/// Small pieces of English.
public final class Words {
  private static final String UNPRINTABLE =
      "[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]";

  private Words() {}

  /// Returns the number with its noun: `1 statement`, `2 statements`.
  public static String count(long number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    return number
        + " "
        + (noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
  }

  /// Returns `a`, `a and b`, or `a, b and c`.
  public static String list(List<String> items) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    return items.subList(0, items.size() - 1).stream().collect(Collectors.joining(", "))
        + " and "
        + items.getLast();
  }

  /// Returns the text on one line and without control characters, line separators and marks that
  /// turn the direction of writing: what comes from outside must not forge lines of a log.
  public static String oneLine(String text) {
    return text.replaceAll("\\R|\t", " ").replaceAll(UNPRINTABLE, "\uFFFD");
  }

  /// Returns the text without control characters, but with its line breaks and tabs.
  static String printable(String text) {
    return text.replaceAll("\\R", "\n").replaceAll("(?![\n\t])" + UNPRINTABLE, "\uFFFD");
  }
}
