package dev.spannerpipe.sqltext;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// Writes a text as a literal of the dialect, in one of all the ways that it has.
final class RandomLiteral {
  private final RandomText random;
  private final Dialect dialect;

  RandomLiteral(RandomText random, Dialect dialect) {
    this.random = random;
    this.dialect = dialect;
  }

  /// Returns an expression that has this value.
  String of(String meaning) {
    Optional<String> literal = Optional.empty();
    while (literal.isEmpty()) {
      literal = dialect == Dialect.POSTGRESQL ? postgresql(meaning) : googleSql(meaning);
    }
    return literal.get();
  }

  private Optional<String> googleSql(String meaning) {
    String quote = random.one(List.of("'", "\""));
    return switch (random.below(6)) {
      case 0 -> Optional.of(quote + escaped(meaning, quote, false) + quote);
      case 1 -> Optional.of(triple(quote, escaped(meaning, quote, true)));
      case 2 -> Optional.of(bytes(random.one(List.of("b", "B")) + quote, meaning, quote));
      case 3 -> raw(random.one(List.of("r", "R")), quote, meaning);
      case 4 -> raw(random.one(List.of("r", "R")), quote.repeat(3), meaning);
      default ->
          raw(random.one(List.of("rb", "bR", "Br")), quote.repeat(3), meaning)
              .map(bytes -> "CAST(" + bytes + " AS STRING)");
    };
  }

  private static String triple(String quote, String inside) {
    return quote.repeat(3) + inside + quote.repeat(3);
  }

  private String bytes(String begin, String meaning, String quote) {
    return "CAST(" + begin + escaped(meaning, quote, false) + quote + " AS STRING)";
  }

  /// In a literal of several lines, a quote may be written as it is where it does not end it.
  private String escaped(String meaning, String quote, boolean lines) {
    StringBuilder text = new StringBuilder();
    for (int place = 0; place < meaning.length(); place++) {
      char character = meaning.charAt(place);
      boolean plainQuote =
          lines
              && place + 1 < meaning.length()
              && !text.toString().endsWith(quote)
              && random.chance(0.8);
      text.append(
          switch (character) {
            case '\\' -> "\\\\";
            case '\n' -> lines && random.chance(0.8) ? "\n" : "\\n";
            case '\'', '"' ->
                quote.charAt(0) != character || plainQuote ? character : "\\" + character;
            case ';' -> random.chance(0.1) ? "\\x3b" : ";";
            default -> character;
          });
    }
    return text.toString();
  }

  /// A raw literal holds what is written; not everything can be.
  private static Optional<String> raw(String prefix, String quotes, String meaning) {
    int place = 0;
    while (place < meaning.length()) {
      boolean lineEnd = quotes.length() == 1 && meaning.charAt(place) == '\n';
      if (lineEnd || meaning.startsWith(quotes, place)) {
        return Optional.empty();
      }
      if (meaning.charAt(place) == '\\') {
        place++;
        if (quotes.length() == 1 && meaning.startsWith("\n", place)) {
          return Optional.empty();
        }
      }
      place++;
    }
    boolean endsInQuote = meaning.endsWith(quotes.substring(0, 1)) && quotes.length() == 3;
    return place > meaning.length() || endsInQuote
        ? Optional.empty()
        : Optional.of(prefix + quotes + meaning + quotes);
  }

  private Optional<String> postgresql(String meaning) {
    return switch (random.below(4)) {
      case 0 -> Optional.of(standard(meaning));
      case 1 -> Optional.of(random.one(List.of("E", "e")) + "'" + escapes(meaning) + "'");
      case 2 -> Optional.of(continued(meaning));
      default -> dollars(random.one(List.of("$$", "$a$", "$_é1$", "$END$")), meaning);
    };
  }

  private static String standard(String meaning) {
    return "'" + meaning.replace("'", "''") + "'";
  }

  private String escapes(String meaning) {
    StringBuilder text = new StringBuilder();
    for (int place = 0; place < meaning.length(); place++) {
      char character = meaning.charAt(place);
      text.append(
          switch (character) {
            case '\\' -> "\\\\";
            case '\n' -> random.chance(0.7) ? "\n" : "\\n";
            case '\'' -> random.chance(0.5) ? "''" : "\\'";
            default -> character;
          });
    }
    return text.toString();
  }

  /// Strings that only a line end separates are one.
  private String continued(String meaning) {
    int cut = random.below(meaning.length() + 1);
    if (cut > 0 && cut < meaning.length() && Character.isLowSurrogate(meaning.charAt(cut))) {
      cut--;
    }
    String gap = random.one(List.of("\n", " \n\t", " -- it's; \n"));
    String one = meaning.substring(0, cut);
    String other = meaning.substring(cut);
    return random.chance(0.5)
        ? standard(one) + gap + standard(other)
        : "E'" + escapes(one) + "'" + gap + "'" + escapes(other) + "'";
  }

  private static Optional<String> dollars(String delimiter, String meaning) {
    return (meaning + delimiter).indexOf(delimiter) == meaning.length()
        ? Optional.of(delimiter + meaning + delimiter)
        : Optional.empty();
  }
}
