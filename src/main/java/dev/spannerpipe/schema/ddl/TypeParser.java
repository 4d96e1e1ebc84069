package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.sql.SourceToken;
import java.util.ArrayList;
import java.util.List;

/// Finds the end of a type.
final class TypeParser {
  private final TokenReader reader;
  private final List<SourceToken> tokens = new ArrayList<>();

  private TypeParser(TokenReader reader) {
    this.reader = reader;
  }

  /// Takes a type, without the length of a vector.
  static List<SourceToken> tokens(TokenReader reader) {
    TypeParser parser = new TypeParser(reader);
    if (reader.postgresql()) {
      parser.postgresql();
    } else {
      parser.googleSql();
    }
    return parser.tokens;
  }

  private void googleSql() {
    name();
    if (reader.isSymbol('<')) {
      int depth = 0;
      do {
        depth += reader.isSymbol('<') ? 1 : reader.isSymbol('>') ? -1 : 0;
        one();
      } while (depth > 0 && !reader.atEnd());
    } else if (reader.isSymbol('(')) {
      parentheses();
    }
  }

  private void postgresql() {
    String first = name();
    switch (first) {
      case "character", "bit" -> words("varying");
      case "double" -> words("precision");
      default -> {}
    }
    if (reader.isSymbol('(')) {
      parentheses();
    }
    if (first.equals("timestamp") || first.equals("time")) {
      words("with", "time", "zone");
      words("without", "time", "zone");
    }
    while (reader.isSymbol('[')) {
      do {
        one();
      } while (!reader.atEnd() && !reader.isSymbol(']'));
      one();
    }
  }

  /// Takes a name and returns its first word.
  private String name() {
    String first = reader.atEnd() ? "" : one().getFirst().token().folded();
    while (reader.isSymbol('.')) {
      one();
      one();
    }
    return first;
  }

  private void words(String... words) {
    if (reader.is(words)) {
      for (int i = 0; i < words.length; i++) {
        one();
      }
    }
  }

  private void parentheses() {
    tokens.addAll(reader.until(() -> true));
  }

  private List<SourceToken> one() {
    List<SourceToken> token = reader.one();
    tokens.addAll(token);
    return token;
  }
}
