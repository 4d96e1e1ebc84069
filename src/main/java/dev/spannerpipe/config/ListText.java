package dev.spannerpipe.config;

import java.util.ArrayList;
import java.util.List;

/// Parses lists and removes quotes. Accepts the ways in which people write the value of a variable:
/// `a,b`, `[a, b]`, `["a", "b"]`, `'a'`.
final class ListText {
  private ListText() {}

  /// Splits a list at its commas, except for commas inside quotes. Returns the items without their
  /// quotes, and without blank items.
  static List<String> split(String text) {
    String inner =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    char quote = 0;
    for (int index = 0; index < inner.length(); index++) {
      char character = inner.charAt(index);
      if (character == ',' && quote == 0) {
        add(items, item);
        continue;
      }
      quote = quoteAfter(character, quote, item);
      item.append(character);
    }
    add(items, item);
    return items;
  }

  /// Returns the text without surrounding whitespace. If the text is in quotes, removes these
  /// quotes, too.
  static String unquote(String text) {
    String stripped = text.strip();
    boolean quoted = isBetween(stripped, "\"") || isBetween(stripped, "'");
    return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
  }

  private static boolean isBetween(String text, String quote) {
    return text.length() >= 2 && text.startsWith(quote) && text.endsWith(quote);
  }

  private static char quoteAfter(char character, char quote, StringBuilder before) {
    if (quote != 0) {
      return character == quote ? 0 : quote;
    }
    // Only the first character of an item can open a quote; a later `'` is an apostrophe.
    boolean opens = (character == '"' || character == '\'') && before.toString().isBlank();
    return opens ? character : 0;
  }

  private static void add(List<String> items, StringBuilder item) {
    String text = unquote(item.toString());
    if (!text.isBlank()) {
      items.add(text);
    }
    item.setLength(0);
  }
}
