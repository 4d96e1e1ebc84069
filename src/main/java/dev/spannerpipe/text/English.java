package dev.spannerpipe.text;

import java.util.List;
import java.util.stream.Collectors;

/// Formats counts and lists in English.
public final class English {
  private English() {}

  /// Returns a number with a noun: `1 statement`, `2 statements`, `2 entries`, `2 losses`.
  public static String count(long number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    return number + " " + plural(noun);
  }

  private static String plural(String noun) {
    if (noun.endsWith("y")) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun.endsWith("s") ? noun + "es" : noun + "s";
  }

  /// Returns the items as a list in a sentence: `a`, `a and b`, or `a, b and c`.
  public static String list(List<String> items) {
    return list(items, "and");
  }

  /// Returns the items as a list in a sentence. With the conjunction `or`, the result looks like
  /// `a`, `a or b`, or `a, b or c`.
  ///
  /// @param conjunction the word before the last item
  public static String list(List<String> items, String conjunction) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    return items.subList(0, items.size() - 1).stream().collect(Collectors.joining(", "))
        + " "
        + conjunction
        + " "
        + items.getLast();
  }
}
