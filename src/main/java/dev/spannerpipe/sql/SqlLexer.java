package dev.spannerpipe.sql;

import java.util.Locale;

/// Reads the lexical elements of a text one after another: words, literals, comments, white space.
/// Every character belongs to exactly one element.
///
/// Sources: [GoogleSQL lexical
/// structure](https://cloud.google.com/spanner/docs/reference/standard-sql/lexical), [PostgreSQL
/// lexical structure](https://www.postgresql.org/docs/current/sql-syntax-lexical.html).
final class SqlLexer {
  /// The kind of an element.
  enum Kind {
    /// White space, up to the next character that is not white space.
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
    /// A single character that belongs to no other kind.
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

  /// Starts in the middle of a text, at a position where an element begins.
  SqlLexer(Dialect dialect, String sql, int start) {
    this.googleSql = dialect == Dialect.GOOGLE_STANDARD_SQL;
    this.sql = sql;
    this.end = start;
  }

  /// Advances to the next element. Returns false if there is none.
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

  /// Continues at this position, where an element must begin.
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

  /// Returns whether the element has no effect on a statement: white space or a comment.
  boolean isIgnored() {
    return kind == Kind.SPACE || kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
  }

  /// Returns whether a literal or comment has an end. A one-line string with a line break counts as
  /// not closed.
  boolean isClosed() {
    return closed;
  }

  /// Returns the opening delimiter of a literal, a quoted identifier or a block comment, without
  /// the prefix of a literal (such as `r`). Returns an empty string for all other kinds.
  String delimiter() {
    return delimiter;
  }

  /// Returns whether a literal or quoted identifier with the current delimiter must end in the line
  /// in which it begins.
  boolean isOneLine() {
    return googleSql && delimiter.length() == 1;
  }

  /// Returns the text between the quotes.
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

  /// Every character that Unicode classifies as a space separates words, as it does in Spanner. So
  /// does every invisible character. Otherwise this lexer could see one unknown word where the
  /// server sees two words, and a check that looks for one of these two would not find it.
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

  /// In both dialects, a carriage return alone also ends a line.
  static boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }

  /// Block comments nest in PostgreSQL, but not in GoogleSQL.
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

  /// In PostgreSQL, every character outside ASCII that is not white space can be part of a word.
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

  /// Returns the length of `$tag$`; 0 if no such delimiter begins here.
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

  /// Returns the position of the closing quote. A quote after a backslash does not end a GoogleSQL
  /// string or a PostgreSQL `E'…'` string. This is also true for a raw GoogleSQL string, although a
  /// backslash in a raw string is an ordinary character.
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

  /// A PostgreSQL `E'…'` string continues in the next string if only white space and line comments,
  /// with at least one line end, separate the two. Returns the position of the next string; -1 if
  /// there is none.
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
