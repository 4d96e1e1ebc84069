package dev.spannerpipe.changelog.source.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The value of an attribute such as `context`, `labels` or `dbms`, if Liquibase reads only a part
/// of it. Liquibase stops reading at the first space, or after a closing double quote.
///
/// @param read the part that Liquibase reads
/// @param written the whole value as it is written in the line, with one space between its words
record CutValue(String read, String written) {
  private static final Set<String> OPERATORS = Set.of("and", "or", "not");
  private static final String QUOTES = "\"'“”„‘’";

  /// Returns the value if Liquibase reads only a part of it; empty if Liquibase reads all of it.
  ///
  /// @param first the part of the value that directly follows `name:`, up to the first space
  /// @param rest the words after `first`, up to the end of the line
  /// @param known the attributes that the line may have; the value ends where one of them begins
  static Optional<CutValue> of(String first, List<SqlWord> rest, List<SqlAttribute> known) {
    boolean quoted = !first.isEmpty() && isQuote(first.charAt(0));
    int inQuotes = quoted ? wordsInQuotes(first, rest) : 0;
    StringBuilder written = new StringBuilder(first);
    rest.subList(0, inQuotes).forEach(word -> written.append(' ').append(word.text()));
    boolean whole = !quoted || isReadToItsEnd(written.toString(), inQuotes);
    String read = whole ? readPart(written.toString(), quoted) : first;
    int words = inQuotes;
    while (words < rest.size() && continues(written.toString(), rest, words, known)) {
      written.append(' ').append(rest.get(words++).text());
    }
    return whole && words == inQuotes
        ? Optional.empty()
        : Optional.of(new CutValue(read, written.toString()));
  }

  private static boolean isQuote(int character) {
    return QUOTES.indexOf(character) >= 0;
  }

  private static int wordsInQuotes(String first, List<SqlWord> rest) {
    boolean closed = first.substring(1).chars().anyMatch(CutValue::isQuote);
    int words = 0;
    while (!closed && words < rest.size()) {
      closed = rest.get(words++).text().chars().anyMatch(CutValue::isQuote);
    }
    return words;
  }

  /// Returns whether Liquibase reads a quoted value up to its closing quote. Liquibase accepts
  /// spaces between double quotes, but not between single quotes. It treats no other character as a
  /// quote.
  private static boolean isReadToItsEnd(String written, int words) {
    char quote = written.charAt(0);
    return (quote == '"' || (quote == '\'' && words == 0)) && written.indexOf(quote, 1) > 0;
  }

  private static String readPart(String written, boolean quoted) {
    return quoted ? written.substring(0, written.indexOf(written.charAt(0), 1) + 1) : written;
  }

  private static boolean continues(
      String written, List<SqlWord> rest, int index, List<SqlAttribute> known) {
    String next = rest.get(index).text();
    if (isAttribute(next, known)) {
      return false;
    }
    if (isOperator(next)) {
      return index + 1 < rest.size() && !isAttribute(rest.get(index + 1).text(), known);
    }
    String last = written.substring(written.lastIndexOf(' ') + 1);
    return isOperator(last)
        || last.endsWith(",")
        || last.endsWith("!")
        || last.endsWith("(")
        || next.startsWith(",")
        || next.startsWith(")")
        || count(written, '(') > count(written, ')');
  }

  private static boolean isOperator(String word) {
    return OPERATORS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isAttribute(String word, List<SqlAttribute> known) {
    SqlWord.Attribute attribute = new SqlWord(word, 0).attribute();
    return !attribute.separator().isEmpty()
        && SqlAttribute.named(attribute.name(), known).isPresent();
  }

  private static long count(String text, char character) {
    return text.chars().filter(each -> each == character).count();
  }

  /// Returns the whole value in a form that Liquibase reads to its end: in double quotes if the
  /// value contains a space.
  String asExpression() {
    String text = names(written);
    return text.contains(" ") ? '"' + text + '"' : text;
  }

  /// Returns a value without quotes, and without spaces around commas.
  static String names(String value) {
    return value
        .replaceAll("[" + QUOTES + "]", "")
        .replaceAll("\\s*,\\s*", ",")
        .replaceAll("^,|,$", "")
        .strip();
  }
}
