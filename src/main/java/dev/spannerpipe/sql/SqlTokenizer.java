package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a statement into tokens. It knows the strings, comments and hints of both dialects and
/// nothing of their grammar: whether a statement is right is for the server to judge.
///
/// Sources: [GoogleSQL lexical
/// structure](https://cloud.google.com/spanner/docs/reference/standard-sql/lexical), [PostgreSQL
/// lexical structure](https://cloud.google.com/spanner/docs/reference/postgresql/lexical).
public final class SqlTokenizer {
  private final String sql;
  private final Dialect dialect;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlTokenizer(Dialect dialect, String sql) {
    this.dialect = dialect;
    this.sql = sql;
  }

  /// Returns the tokens of a statement, or of several.
  public static List<SqlToken> tokens(Dialect dialect, String sql) {
    SqlTokenizer tokenizer = new SqlTokenizer(dialect, sql);
    while (tokenizer.at < sql.length()) {
      tokenizer.next();
    }
    return List.copyOf(tokenizer.tokens);
  }

  /// Returns the tokens of each statement, without terminators; empty statements are left out. The
  /// server accepts one statement only, and a guard must not rely on that.
  public static List<List<SqlToken>> statements(Dialect dialect, String sql) {
    List<List<SqlToken>> statements = new ArrayList<>();
    List<SqlToken> statement = new ArrayList<>();
    for (SqlToken token : tokens(dialect, sql)) {
      if (!token.isSymbol(';')) {
        statement.add(token);
      } else if (!statement.isEmpty()) {
        statements.add(List.copyOf(statement));
        statement.clear();
      }
    }
    if (!statement.isEmpty()) {
      statements.add(List.copyOf(statement));
    }
    return statements;
  }

  /// Returns the statement with its comments taken out; a line stays a line.
  static String withoutComments(Dialect dialect, String sql) {
    SqlTokenizer tokenizer = new SqlTokenizer(dialect, sql);
    StringBuilder text = new StringBuilder();
    while (tokenizer.at < sql.length()) {
      int start = tokenizer.at;
      boolean comment = tokenizer.startsComment();
      tokenizer.next();
      if (!comment) {
        text.append(sql, start, tokenizer.at);
      } else {
        text.append(sql.startsWith("/*", start) ? ' ' : '\n');
      }
    }
    return text.toString();
  }

  private void next() {
    char character = sql.charAt(at);
    if (isWhiteSpace(character)) {
      at++;
    } else if (startsComment()) {
      skipComment();
    } else if (isGoogleSql() && sql.startsWith("@{", at)) {
      skipHint();
    } else if (isWordStart(character)) {
      word();
    } else if (character == '\'' || character == '"' || character == '`' || startsDollarQuote()) {
      quoted(false);
    } else {
      tokens.add(new SqlToken(SqlToken.Kind.SYMBOL, String.valueOf(character)));
      at++;
    }
  }

  /// Everything that Unicode calls a space separates words, as it does for Spanner; so does what
  /// nobody can see. A guard that sees one word where the server sees two would let both through.
  private static boolean isWhiteSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private boolean isGoogleSql() {
    return dialect == Dialect.GOOGLE_STANDARD_SQL;
  }

  private boolean startsComment() {
    return sql.startsWith("--", at)
        || sql.startsWith("/*", at)
        || (isGoogleSql() && sql.charAt(at) == '#');
  }

  private void skipComment() {
    if (sql.startsWith("/*", at)) {
      skipBlockComment();
    } else {
      while (at < sql.length() && !isLineEnd(sql.charAt(at))) {
        at++;
      }
      at = Math.min(at + 1, sql.length());
    }
  }

  /// A carriage return alone ends a comment, too, in both dialects.
  private static boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }

  /// PostgreSQL's block comments nest, GoogleSQL's do not.
  private void skipBlockComment() {
    int depth = 1;
    at += 2;
    while (at < sql.length() && depth > 0) {
      if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (!isGoogleSql() && sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else {
        at++;
      }
    }
  }

  private void skipHint() {
    int kept = tokens.size();
    at += 2;
    while (at < sql.length() && sql.charAt(at) != '}') {
      next();
    }
    at = Math.min(at + 1, sql.length());
    tokens.subList(kept, tokens.size()).clear();
  }

  private static boolean isWordStart(char character) {
    return Character.isLetter(character) || character == '_';
  }

  private void word() {
    int start = at;
    while (at < sql.length()
        && (isWordStart(sql.charAt(at))
            || Character.isDigit(sql.charAt(at))
            || sql.charAt(at) == '$')) {
      at++;
    }
    String word = sql.substring(start, at);
    boolean quoteFollows =
        at < sql.length() && (sql.charAt(at) == '\'' || (isGoogleSql() && sql.charAt(at) == '"'));
    if (quoteFollows && isStringPrefix(word)) {
      quoted(!isGoogleSql() && word.equalsIgnoreCase("e"));
    } else {
      tokens.add(new SqlToken(SqlToken.Kind.WORD, word));
    }
  }

  private boolean isStringPrefix(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "r", "b", "rb", "br" -> isGoogleSql();
      case "e", "x", "u" -> !isGoogleSql();
      default -> false;
    };
  }

  private boolean startsDollarQuote() {
    return !isGoogleSql() && dollarDelimiter() != null;
  }

  private @org.jspecify.annotations.Nullable String dollarDelimiter() {
    if (sql.charAt(at) != '$') {
      return null;
    }
    int end = at + 1;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
      end++;
    }
    boolean tag = end == at + 1 || !Character.isDigit(sql.charAt(at + 1));
    return end < sql.length() && sql.charAt(end) == '$' && tag ? sql.substring(at, end + 1) : null;
  }

  private void quoted(boolean postgresEscapes) {
    String delimiter = delimiter();
    int start = at + delimiter.length();
    at = start;
    boolean backslash = delimiter.charAt(0) != '$' && (isGoogleSql() || postgresEscapes);
    while (at < sql.length() && !sql.startsWith(delimiter, at)) {
      at += backslash && sql.charAt(at) == '\\' ? 2 : 1;
    }
    int end = Math.min(at, sql.length());
    at = Math.min(end + delimiter.length(), sql.length());
    // A doubled quote inside reads as two neighbouring strings, which changes nothing for anyone
    // who asks here.
    tokens.add(new SqlToken(kindOf(delimiter), sql.substring(Math.min(start, end), end)));
  }

  private String delimiter() {
    String dollar = isGoogleSql() ? null : dollarDelimiter();
    if (dollar != null) {
      return dollar;
    }
    String quote = sql.substring(at, at + 1);
    return isGoogleSql() && !quote.equals("`") && sql.startsWith(quote.repeat(3), at)
        ? quote.repeat(3)
        : quote;
  }

  private SqlToken.Kind kindOf(String delimiter) {
    boolean identifier = delimiter.equals("`") || (!isGoogleSql() && delimiter.equals("\""));
    return identifier ? SqlToken.Kind.QUOTED : SqlToken.Kind.STRING;
  }
}
