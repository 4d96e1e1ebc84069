package dev.spannerpipe.changelog.source.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A word of a line: a sequence of characters without whitespace.
///
/// @param start the index of the word in the line, counted from 0
record SqlWord(String text, int start) {
  private static final Pattern WORD = Pattern.compile("\\S+");

  /// An attribute. It consists of up to three characters before the name, such as a quote; the
  /// name; at most one character after the name; and optionally the separator and the value.
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([^\\p{Alpha}:=]{0,3})(\\p{Alpha}[\\w-]*+)([^\\w:=]?)([:=].*)?");

  static List<SqlWord> of(String line) {
    List<SqlWord> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(new SqlWord(matcher.group(), matcher.start()));
    }
    return words;
  }

  int end() {
    return start + text.length();
  }

  /// A word that could be an attribute.
  ///
  /// @param exact whether the separator, or the end of the word, directly follows the name
  /// @param separator `:`, `=`, or empty
  /// @param value the text after the separator in the same word
  record Attribute(String name, boolean exact, String separator, String value) {}

  /// Returns the word as an attribute. If the word cannot be an attribute, the name is empty.
  Attribute attribute() {
    Matcher matcher = ATTRIBUTE.matcher(text);
    if (!matcher.matches()) {
      return new Attribute("", false, "", "");
    }
    String tail = matcher.group(4) == null ? "" : matcher.group(4);
    int length = 0;
    while (length < tail.length() && ":=".indexOf(tail.charAt(length)) >= 0 && length < 2) {
      length++;
    }
    // Everything after the first colon is the value.
    length = tail.startsWith(":") ? Math.min(length, 1) : length;
    return new Attribute(
        matcher.group(2),
        matcher.group(3).isEmpty(),
        tail.substring(0, length),
        tail.substring(length));
  }
}
