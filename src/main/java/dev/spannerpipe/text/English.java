package dev.spannerpipe.text;

import java.util.List;
import java.util.stream.Collectors;

/// Formats counts and lists in English.
public final class English {
  private English() {}

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
    return list(items, "and");
  }

  /// Returns `a`, `a or b`, or `a, b or c`.
  ///
  /// @param last the word before the last item
  public static String list(List<String> items, String last) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    return items.subList(0, items.size() - 1).stream().collect(Collectors.joining(", "))
        + " "
        + last
        + " "
        + items.getLast();
  }
}
