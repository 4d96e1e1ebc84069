package dev.spannerpipe.changelog.source.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a line between blanks.
///
/// @param start where it begins in the line, from 0
record SqlWord(String text, int start) {
  private static final Pattern WORD = Pattern.compile("\\S+");

  /// A name, which may stand in quotes or behind a comma, and what follows it.
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
  /// @param exact whether nothing stands between the name and what follows it
  /// @param separator `:`, `=`, or nothing
  /// @param value what follows the separator in the same word
  record Attribute(String name, boolean exact, String separator, String value) {}

  /// Returns what it is as an attribute; its name is empty where it has none.
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
    // What follows a colon is the value, whatever it is.
    length = tail.startsWith(":") ? Math.min(length, 1) : length;
    return new Attribute(
        matcher.group(2),
        matcher.group(3).isEmpty(),
        tail.substring(0, length),
        tail.substring(length));
  }
}
