package dev.spannerpipe.identity;

import java.util.Collection;
import java.util.stream.Collectors;

/// Makes what stands in a token safe to print: nothing in it moves the cursor, hides, or looks like
/// something else, and it has a bounded length.
final class Shown {
  private static final int LONGEST = 120;

  private Shown() {}

  /// Returns the text in quotation marks.
  static String quoted(String text) {
    StringBuilder shown = new StringBuilder("\"");
    for (int index = 0; index < text.length(); index++) {
      if (shown.length() > LONGEST) {
        return shown.append("…\" (").append(text.length()).append(" characters)").toString();
      }
      append(text.charAt(index), shown);
    }
    return shown.append('"').toString();
  }

  private static void append(char character, StringBuilder shown) {
    if (character == '"' || character == '\\') {
      shown.append('\\').append(character);
    } else if (character >= ' ' && character <= '~') {
      shown.append(character);
    } else {
      shown.append("\\u%04x".formatted((int) character));
    }
  }

  /// Returns the texts, each in quotation marks.
  static String quoted(Collection<String> texts) {
    return texts.stream().map(Shown::quoted).collect(Collectors.joining(" or "));
  }

  /// Says where a text that is nearly right begins to be wrong.
  static String difference(String actual, String expected) {
    int length = Math.min(actual.length(), expected.length());
    int index = 0;
    while (index < length && actual.charAt(index) == expected.charAt(index)) {
      index++;
    }
    return index == 0 ? "" : ", from which it differs at character " + (index + 1);
  }
}
