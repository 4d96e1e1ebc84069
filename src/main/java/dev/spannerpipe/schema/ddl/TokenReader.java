package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SourceToken;
import dev.spannerpipe.sql.SqlFragment;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Reads the tokens of a statement from left to right. Every method can be called anywhere: at the
/// end, there is nothing to take.
final class TokenReader {
  private final Dialect dialect;
  private final List<SourceToken> tokens;
  private int at;

  TokenReader(Dialect dialect, List<SourceToken> tokens) {
    this.dialect = dialect;
    this.tokens = tokens;
  }

  /// Reads a statement, without what follows a semicolon.
  static TokenReader of(Dialect dialect, String sql) {
    List<SourceToken> tokens = SqlTokenizer.sourceTokens(dialect, sql);
    int end = 0;
    while (end < tokens.size() && !tokens.get(end).isSymbol(';')) {
      end++;
    }
    return new TokenReader(dialect, tokens.subList(0, end));
  }

  Dialect dialect() {
    return dialect;
  }

  boolean postgresql() {
    return dialect == Dialect.POSTGRESQL;
  }

  boolean atEnd() {
    return at >= tokens.size();
  }

  /// Returns whether these words are next.
  boolean is(String... words) {
    return isAt(at, words);
  }

  private boolean isAt(int place, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (place + i >= tokens.size() || !tokens.get(place + i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  /// Returns whether one of these words is next.
  boolean isAny(String... words) {
    for (String word : words) {
      if (is(word)) {
        return true;
      }
    }
    return false;
  }

  boolean isSymbol(char symbol) {
    return at < tokens.size() && tokens.get(at).isSymbol(symbol);
  }

  /// Returns whether this word and then a parenthesis are next.
  boolean opens(String... words) {
    int place = at + words.length;
    return is(words) && place < tokens.size() && tokens.get(place).isSymbol('(');
  }

  /// Takes these words, if they are next.
  boolean take(String... words) {
    boolean found = is(words);
    at += found ? words.length : 0;
    return found;
  }

  boolean takeSymbol(char symbol) {
    boolean found = isSymbol(symbol);
    at += found ? 1 : 0;
    return found;
  }

  /// Takes `IF EXISTS` or `IF NOT EXISTS`, and what PostgreSQL has beside it.
  boolean takeCondition() {
    boolean found = take("if", "not", "exists") || take("if", "exists");
    if (postgresql() && (take("only") || take("concurrently"))) {
      found |= takeCondition();
    }
    return found;
  }

  /// Skips a token.
  void skip() {
    at = Math.min(at + 1, tokens.size());
  }

  /// Takes a token, as a list; empty at the end.
  List<SourceToken> one() {
    int from = at;
    skip();
    return tokens.subList(from, at);
  }

  /// Takes a word or quoted name as text; empty if none is next.
  String word() {
    return at < tokens.size() && tokens.get(at).isName() ? tokens.get(at++).token().folded() : "";
  }

  /// Takes a name such as `a` or `a.b`; none if there is no name.
  Name name() {
    StringBuilder name = new StringBuilder(part());
    while (isSymbol('.') && at + 1 < tokens.size() && tokens.get(at + 1).isName()) {
      at++;
      name.append('.').append(part());
    }
    String whole = name.toString();
    boolean standard = postgresql() && whole.startsWith("public.");
    return Name.of(dialect, standard ? whole.substring("public.".length()) : whole);
  }

  private String part() {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      return "";
    }
    SqlToken token = tokens.get(at++).token();
    return !postgresql()
        ? token.text()
        : token.kind() == SqlToken.Kind.QUOTED
            ? token.text().replace("\"\"", "\"")
            : token.folded();
  }

  /// Takes a string, word or number as text; a string without its quotes.
  String value() {
    StringBuilder value = new StringBuilder();
    boolean number = isSymbol('-') || (at < tokens.size() && tokens.get(at).isDigit());
    do {
      if (atEnd()) {
        break;
      }
      value.append(tokens.get(at++).token().text());
    } while (number && at < tokens.size() && !tokens.get(at).spaced() && isOfNumber());
    return value.toString();
  }

  private boolean isOfNumber() {
    SourceToken token = tokens.get(at);
    return token.isDigit() || token.isSymbol('.') || token.token().kind() == SqlToken.Kind.WORD;
  }

  /// Takes what is in the parentheses that are next; nothing if there are none.
  List<SourceToken> parentheses() {
    if (!isSymbol('(')) {
      return List.of();
    }
    int from = at + 1;
    int to = closing();
    at = Math.min(to + 1, tokens.size());
    return tokens.subList(from, Math.max(from, to));
  }

  private int closing() {
    int depth = 0;
    for (int place = at; place < tokens.size(); place++) {
      depth += tokens.get(place).isSymbol('(') ? 1 : tokens.get(place).isSymbol(')') ? -1 : 0;
      if (depth == 0) {
        return place;
      }
    }
    return tokens.size();
  }

  /// Takes tokens up to the first outside of parentheses at which the condition holds. The
  /// condition is evaluated with the reader at that token. At least one token is taken.
  List<SourceToken> until(BooleanSupplier end) {
    int from = at;
    do {
      if (isSymbol('(')) {
        parentheses();
      } else {
        skip();
      }
    } while (!atEnd() && !end.getAsBoolean());
    return tokens.subList(Math.min(from, at), at);
  }

  /// Takes all that is left.
  List<SourceToken> rest() {
    List<SourceToken> rest = tokens.subList(at, tokens.size());
    at = tokens.size();
    return rest;
  }

  /// Returns all that is left, and does not take it.
  List<SourceToken> tail() {
    return tokens.subList(at, tokens.size());
  }

  /// Returns whether the token that was taken last is this word.
  boolean wasAfter(String word) {
    return at > 0 && tokens.get(at - 1).is(word);
  }

  SqlFragment fragment(List<SourceToken> of) {
    return SqlFragment.of(dialect, of);
  }

  TokenReader over(List<SourceToken> part) {
    return new TokenReader(dialect, part);
  }

  /// Takes a list of names in parentheses.
  List<Name> names() {
    return split(parentheses()).stream().map(part -> over(part).name()).toList();
  }

  /// Cuts at the commas outside of parentheses and, in GoogleSQL, of the angle brackets of a type.
  List<List<SourceToken>> split(List<SourceToken> list) {
    List<List<SourceToken>> parts = new ArrayList<>();
    int from = 0;
    int depth = 0;
    int brackets = 0;
    for (int place = 0; place < list.size(); place++) {
      SourceToken token = list.get(place);
      depth += opensGroup(token) ? 1 : closesGroup(token) ? -1 : 0;
      if (depth == 0 && !postgresql()) {
        brackets += token.isSymbol('<') ? 1 : token.isSymbol('>') ? -1 : 0;
      }
      if (token.isSymbol(',') && depth == 0 && brackets <= 0) {
        parts.add(list.subList(from, place));
        from = place + 1;
      }
    }
    parts.add(list.subList(from, list.size()));
    return parts.stream().filter(part -> !part.isEmpty()).toList();
  }

  private static boolean opensGroup(SourceToken token) {
    return token.isSymbol('(') || token.isSymbol('[') || token.isSymbol('{');
  }

  private static boolean closesGroup(SourceToken token) {
    return token.isSymbol(')') || token.isSymbol(']') || token.isSymbol('}');
  }
}
