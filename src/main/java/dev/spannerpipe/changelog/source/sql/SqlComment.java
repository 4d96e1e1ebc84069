package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.text.EditDistance;
import dev.spannerpipe.text.SafeText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A line split into comment marks, a word and the rest. The word may be the name of an instruction
/// for Liquibase.
///
/// @param indent the whitespace before the marks
/// @param marks the comment marks before the word, such as `--`, without surrounding whitespace;
///   may be empty
/// @param gap the whitespace between the marks and the word
/// @param word the word: letters, hyphens and underscores
/// @param tail the text after the word
record SqlComment(String indent, String marks, String gap, String word, String tail) {
  /// Whitespace and invisible format characters.
  private static final String BLANK = "[\\s\\p{Z}\\p{Cf}]";

  private static final Pattern LINE =
      Pattern.compile(
          "(?s)("
              + BLANK
              + "*)([-\u2010-\u2015\u2212#/*;]{0,3})("
              + BLANK
              + "*)(\\p{Alpha}[\\p{Alpha}_-]*)(.*)");

  /// Characters that end a line for Java's regular expressions, but not for `BufferedReader`.
  private static final String SEPARATORS = "\u0085\u2028\u2029";

  private static final String BLANKS = " \t\n\u000B\f\r";

  private static final int LONGEST = 60;

  static Optional<SqlComment> of(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new SqlComment(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                matcher.group(5)))
        : Optional.empty();
  }

  /// Returns whether a line begins with a dash after the whitespace that Liquibase's patterns skip.
  /// This cheap check precedes the regular expressions, because a file may have millions of lines
  /// without a dash.
  static boolean beginsWithDash(String line) {
    int place = 0;
    while (place < line.length() && BLANKS.indexOf(line.charAt(place)) >= 0) {
      place++;
    }
    return place < line.length() && line.charAt(place) == '-';
  }

  /// Returns whether the marks are `--`, the start of an SQL comment.
  boolean isDashes() {
    return marks.equals("--");
  }

  /// Returns the letters of the word in lowercase, without hyphens and underscores.
  String letters() {
    return letters(word);
  }

  static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /// Returns the edit distance between the word of this line and another word, counting letters
  /// only.
  int distance(String other) {
    return EditDistance.between(letters(), letters(other));
  }

  /// Returns the code point, such as `U+2014`, of the first deceptive character: a non-ASCII
  /// character before the word, or a hidden line separator after the word.
  Optional<String> oddCharacter() {
    return Stream.concat(
            (indent + marks + gap).chars().boxed().filter(character -> character > 0x7E),
            tail.chars().boxed().filter(character -> SEPARATORS.indexOf(character) >= 0))
        .map("U+%04X"::formatted)
        .findFirst();
  }

  /// Returns a line without surrounding whitespace, shortened for messages.
  static String shown(String line) {
    String text = line.strip();
    return SafeText.shortened(text, LONGEST);
  }
}
