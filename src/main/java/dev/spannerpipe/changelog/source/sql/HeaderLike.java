package dev.spannerpipe.changelog.source.sql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that is meant as the header of a change set, but that Liquibase reads as a comment or as
/// SQL.
///
/// @param name the author and id in the line, if they are readable
/// @param certain whether the line is certainly meant as a header, and is not a comment that only
///   mentions a change set
/// @param odd the code point of a deceptive character in the line, such as `U+2014` (a long dash);
///   empty if there is none
record HeaderLike(Optional<SqlHeader> name, boolean certain, Optional<String> odd) {
  private static final String WORD = "changeset";
  private static final Pattern NAME =
      Pattern.compile(
          "(?s)[\\s\\p{Z}\\p{Cf}:]+(\"[^\"]+\"|[^:\\s][^:]*):(\"[^\"]+\"|[^\\s:/]\\S*)(.*)");
  private static final Pattern ATTRIBUTES = Pattern.compile("(\\s+\\w+:\\S+)*\\s*");
  private static final Pattern TWO_WORDS =
      Pattern.compile("(?is)([^\\p{Alpha}]*change)\\s(sets?\\b.*)");
  private static final int LARGEST_DISTANCE = 2;

  /// Returns the header that the author of a line meant; empty if the line may be an ordinary
  /// comment.
  static Optional<HeaderLike> of(SqlLine line) {
    Matcher twoWords = TWO_WORDS.matcher(line.text());
    boolean apart = twoWords.matches();
    String text = apart ? twoWords.group(1) + "-" + twoWords.group(2) : line.text();
    return SqlComment.of(text).flatMap(comment -> of(comment, apart, line.number()));
  }

  private static Optional<HeaderLike> of(SqlComment comment, boolean apart, int line) {
    int distance = comment.distance(WORD);
    if (distance > LARGEST_DISTANCE || comment.letters().equals("changes")) {
      return Optional.empty();
    }
    Optional<SqlHeader> name = name(comment.tail(), line);
    boolean misspelt = distance > 0 && comment.letters().length() == comment.word().length();
    boolean noGap = comment.gap().isEmpty() && !apart && !comment.marks().isEmpty();
    // A line with a space after the comment marks is a header only if nothing but attributes
    // follows the id.
    boolean strict =
        name.filter(header -> isAttributes(header.rest())).isPresent()
            && !comment.tail().stripLeading().startsWith(":");
    boolean certain = misspelt || noGap;
    boolean named = name.isPresent() || (misspelt && noGap);
    boolean meant = certain ? named : strict;
    return meant
        ? Optional.of(new HeaderLike(name, certain, comment.oddCharacter()))
        : Optional.empty();
  }

  private static boolean isAttributes(String rest) {
    return ATTRIBUTES.matcher(rest).matches();
  }

  private static Optional<SqlHeader> name(String tail, int line) {
    Matcher matcher = NAME.matcher(tail);
    return matcher.matches()
        ? Optional.of(
            new SqlHeader(
                line,
                SqlHeader.unquoted(matcher.group(1).strip()),
                SqlHeader.unquoted(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }
}
