package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.text.EditDistance;
import dev.spannerpipe.text.SafeText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A line that is, or may be meant as, an instruction for Liquibase: some marks and a word.
///
/// @param marks what stands in front of the word, such as `--`, without blanks around it
/// @param gap the blanks between marks and word
/// @param word letters, with hyphens and underscores
/// @param tail what follows the word
record SqlComment(String indent, String marks, String gap, String word, String tail) {
  /// What looks like a blank, and what nobody sees.
  private static final String BLANK = "[\\s\\p{Z}\\p{Cf}]";

  private static final Pattern LINE =
      Pattern.compile(
          "(?s)("
              + BLANK
              + "*)([-\u2010-\u2015\u2212#/*;]{0,3})("
              + BLANK
              + "*)(\\p{Alpha}[\\p{Alpha}_-]*)(.*)");

  /// Those that end a line for Java's patterns, but not for its readers.
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

  /// Returns whether a line begins with a dash, behind what Liquibase's patterns take for blanks: a
  /// file may have millions of lines that do not.
  static boolean beginsWithDash(String line) {
    int place = 0;
    while (place < line.length() && BLANKS.indexOf(line.charAt(place)) >= 0) {
      place++;
    }
    return place < line.length() && line.charAt(place) == '-';
  }

  /// Returns whether these are the two dashes of a comment.
  boolean isDashes() {
    return marks.equals("--");
  }

  /// Returns the word's letters alone.
  String letters() {
    return letters(word);
  }

  static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /// Returns how many letters the word is away from another.
  int distance(String other) {
    return EditDistance.between(letters(), letters(other));
  }

  /// Returns the first character because of which the line is not what it looks like.
  Optional<String> oddCharacter() {
    return Stream.concat(
            (indent + marks + gap).chars().boxed().filter(character -> character > 0x7E),
            tail.chars().boxed().filter(character -> SEPARATORS.indexOf(character) >= 0))
        .map("U+%04X"::formatted)
        .findFirst();
  }

  /// Returns a line as a message shows it.
  static String shown(String line) {
    String text = line.strip();
    return SafeText.shortened(text, LONGEST);
  }
}
