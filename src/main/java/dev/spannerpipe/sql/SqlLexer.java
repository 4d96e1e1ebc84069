package dev.spannerpipe.sql;

import java.util.Locale;

/// Reads the lexical elements of a text one after another: words, literals, comments, white space.
/// Every character belongs to exactly one of them.
///
/// Sources: [GoogleSQL lexical
/// structure](https://cloud.google.com/spanner/docs/reference/standard-sql/lexical), [PostgreSQL
/// lexical structure](https://www.postgresql.org/docs/current/sql-syntax-lexical.html).
final class SqlLexer {
  /// What an element is.
  enum Kind {
    /// White space, as much as there is.
    SPACE,
    /// A comment up to the end of its line, without the line end.
    LINE_COMMENT,
    /// A comment from `/*` to `*/`.
    BLOCK_COMMENT,
    /// A hint of the PostgreSQL dialect, in the form of a comment: `/*@ … */`.
    HINT,
    /// A keyword or a plain identifier.
    WORD,
    /// A quoted identifier.
    QUOTED,
    /// A string or bytes literal with its prefix.
    STRING,
    /// Any other character.
    SYMBOL
  }

  private final String sql;
  private final boolean googleSql;
  private Kind kind = Kind.SPACE;
  private String delimiter = "";
  private int start;
  private int end;
  private boolean closed = true;
  private int contentStart;
  private int contentEnd;

  SqlLexer(Dialect dialect, String sql) {
    this(dialect, sql, 0);
  }

  /// Begins in the middle of a text, where an element begins.
  SqlLexer(Dialect dialect, String sql, int start) {
    this.googleSql = dialect == Dialect.GOOGLE_STANDARD_SQL;
    this.sql = sql;
    this.end = start;
  }

  /// Goes to the next element; returns false where there is none.
  boolean next() {
    if (end >= sql.length()) {
      return false;
    }
    start = end;
    closed = true;
    delimiter = "";
    char character = sql.charAt(start);
    if (isWhiteSpace(character)) {
      whiteSpace();
    } else if (startsLineComment()) {
      lineComment();
    } else if (sql.startsWith("/*", start)) {
      blockComment();
    } else if (isWordStart(character)) {
      word();
    } else if (isQuote(character) || dollarDelimiterLength() > 0) {
      quoted(start, false);
    } else {
      kind = Kind.SYMBOL;
      end = start + 1;
    }
    return true;
  }

  /// Goes on behind this place, where an element begins.
  void skipTo(int place) {
    end = place;
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /// Returns whether it is nothing that a statement does: white space or a comment.
  boolean isIgnored() {
    return kind == Kind.SPACE || kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
  }

  /// Returns whether a literal or comment has its end; a string that goes over lines without being
  /// allowed to has none.
  boolean isClosed() {
    return closed;
  }

  /// Returns what a literal or comment begins with, without prefix; empty for everything else.
  String delimiter() {
    return delimiter;
  }

  /// Returns whether a literal with this delimiter may not go over lines.
  boolean isOneLine() {
    return googleSql && delimiter.length() == 1;
  }

  /// Returns what is between the quotes.
  String content() {
    return sql.substring(contentStart, contentEnd);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && sql.charAt(start) == symbol;
  }

  private void whiteSpace() {
    kind = Kind.SPACE;
    end = start;
    while (end < sql.length() && isWhiteSpace(sql.charAt(end))) {
      end++;
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

  private boolean startsLineComment() {
    return sql.startsWith("--", start) || (googleSql && sql.charAt(start) == '#');
  }

  private void lineComment() {
    kind = Kind.LINE_COMMENT;
    end = lineEnd(start);
  }

  private int lineEnd(int from) {
    int place = from;
    while (place < sql.length() && !isLineEnd(sql.charAt(place))) {
      place++;
    }
    return place;
  }

  /// A carriage return alone ends a line, too, in both dialects.
  static boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }

  /// PostgreSQL's block comments nest, GoogleSQL's do not.
  private void blockComment() {
    kind = !googleSql && sql.startsWith("/*@", start) ? Kind.HINT : Kind.BLOCK_COMMENT;
    delimiter = "/*";
    int depth = 1;
    end = start + 2;
    while (end < sql.length() && depth > 0) {
      if (sql.startsWith("*/", end)) {
        depth--;
        end += 2;
      } else if (!googleSql && sql.startsWith("/*", end)) {
        depth++;
        end += 2;
      } else {
        end++;
      }
    }
    closed = depth == 0;
  }

  /// In PostgreSQL, all that is not ASCII is a part of a word.
  private boolean isWordStart(char character) {
    boolean other = !googleSql && character >= 0x80 && !isWhiteSpace(character);
    return Character.isLetter(character) || character == '_' || other;
  }

  private boolean isWordPart(char character) {
    return isWordStart(character) || Character.isDigit(character) || character == '$';
  }

  private void word() {
    kind = Kind.WORD;
    end = start;
    while (end < sql.length() && isWordPart(sql.charAt(end))) {
      end++;
    }
    boolean quoteFollows =
        end < sql.length() && (sql.charAt(end) == '\'' || (googleSql && sql.charAt(end) == '"'));
    if (quoteFollows) {
      String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
      if (isStringPrefix(word)) {
        quoted(end, word.equals("e"));
      }
    }
  }

  private boolean isStringPrefix(String word) {
    return switch (word) {
      case "b" -> true;
      case "r", "rb", "br" -> googleSql;
      case "e", "x", "n" -> !googleSql;
      default -> false;
    };
  }

  private static boolean isQuote(char character) {
    return character == '\'' || character == '"' || character == '`';
  }

  /// Returns the length of `$tag$`; 0 where none begins here.
  private int dollarDelimiterLength() {
    if (googleSql || sql.charAt(start) != '$') {
      return 0;
    }
    int place = start + 1;
    while (place < sql.length() && sql.charAt(place) != '$' && isWordPart(sql.charAt(place))) {
      place++;
    }
    boolean tag = place == start + 1 || !Character.isDigit(sql.charAt(start + 1));
    return tag && place < sql.length() && sql.charAt(place) == '$' ? place + 1 - start : 0;
  }

  private void quoted(int quote, boolean escapeString) {
    delimiter = delimiterAt(quote);
    boolean identifier = delimiter.equals("`") || (!googleSql && delimiter.equals("\""));
    kind = identifier ? Kind.QUOTED : Kind.STRING;
    contentStart = quote + delimiter.length();
    int place = skipQuoted(contentStart, escapeString);
    while (escapeString && closed && continuation(place + 1) >= 0) {
      place = skipQuoted(continuation(place + 1) + 1, true);
    }
    contentEnd = Math.min(place, sql.length());
    end = Math.min(contentEnd + delimiter.length(), sql.length());
    if (place >= sql.length()) {
      closed = false;
    }
  }

  private String delimiterAt(int quote) {
    int dollars = sql.charAt(quote) == '$' ? dollarDelimiterLength() : 1;
    String one = sql.substring(quote, quote + dollars);
    boolean triple = googleSql && !one.equals("`") && sql.startsWith(one.repeat(3), quote);
    return triple ? one.repeat(3) : one;
  }

  /// Returns where the closing quote is. A raw string of GoogleSQL keeps its backslashes, and a
  /// quote behind one does not end it either.
  private int skipQuoted(int from, boolean escapeString) {
    boolean backslash = googleSql || escapeString;
    boolean doubled = !googleSql && delimiter.length() == 1;
    int place = from;
    while (place < sql.length()) {
      char character = sql.charAt(place);
      if (sql.startsWith(delimiter, place)) {
        if (!doubled || !sql.startsWith(delimiter, place + 1)) {
          return place;
        }
        place += 2;
      } else if (backslash && character == '\\') {
        place += 2;
      } else {
        if (isOneLine() && isLineEnd(character)) {
          closed = false;
        }
        place++;
      }
    }
    closed = false;
    return place;
  }

  /// An `E'…'` of PostgreSQL goes on in a string that is separated by a line end only. Returns
  /// where that one begins, -1 where there is none.
  private int continuation(int from) {
    boolean lineEnd = false;
    int place = from;
    while (place < sql.length()) {
      char character = sql.charAt(place);
      if (sql.startsWith("--", place)) {
        place = lineEnd(place);
      } else if (isWhiteSpace(character)) {
        lineEnd |= isLineEnd(character);
        place++;
      } else {
        return lineEnd && character == '\'' ? place : -1;
      }
    }
    return -1;
  }
}
