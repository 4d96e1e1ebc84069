package dev.spannerpipe.sql;

/// A separator of statements. It has no effect inside of literals and comments.
///
/// Liquibase treats an `endDelimiter` of several characters as a regular expression, and matches it
/// against two of its own tokens. The delimiters in common use are plain text, or plain text at the
/// start of a line. All others are rejected.
sealed interface SqlDelimiter {
  /// Returns the length of the delimiter that begins at the current element, in characters. The
  /// delimiter may include the elements after it. Returns 0 if no delimiter begins here.
  int lengthAt(Dialect dialect, String sql, SqlLexer lexer);

  /// Parses an `endDelimiter`. Throws [SqlRejection] if it is not supported.
  static SqlDelimiter of(Dialect dialect, String written) {
    return SqlDelimiters.of(dialect, written);
  }

  /// A semicolon, and `GO` or `/` at the start of a line.
  record Usual() implements SqlDelimiter {
    @Override
    public int lengthAt(Dialect dialect, String sql, SqlLexer lexer) {
      if (lexer.isSymbol(';')) {
        return 1;
      }
      if (!isLineStart(sql, lexer.start())) {
        return 0;
      }
      boolean go =
          lexer.kind() == SqlLexer.Kind.WORD
              && sql.substring(lexer.start(), lexer.end()).equalsIgnoreCase("go")
              && !sql.startsWith(".", lexer.end());
      return go ? 2 : lexer.isSymbol('/') ? 1 : 0;
    }
  }

  /// A fixed string, in upper or lower case.
  ///
  /// @param atLineStart whether the string separates statements only at the start of a line
  /// @param notFirst whether the string separates nothing at the start of the whole text
  record Literal(String text, boolean atLineStart, boolean notFirst) implements SqlDelimiter {
    @Override
    public int lengthAt(Dialect dialect, String sql, SqlLexer lexer) {
      int start = lexer.start();
      boolean found =
          sql.regionMatches(true, start, text, 0, text.length())
              && (!atLineStart || isLineStart(sql, start))
              && (!notFirst || start > 0)
              && isWhole(dialect, sql, start);
      return found ? text.length() : 0;
    }

    /// The delimiter must end where a word or symbol ends, and may not overlap a literal or
    /// comment.
    private boolean isWhole(Dialect dialect, String sql, int start) {
      SqlLexer ahead = new SqlLexer(dialect, sql, start);
      int end = start + text.length();
      while (ahead.end() < end && ahead.next()) {
        if (ahead.kind() != SqlLexer.Kind.WORD && ahead.kind() != SqlLexer.Kind.SYMBOL) {
          return false;
        }
      }
      return ahead.end() == end;
    }
  }

  /// Nothing separates statements.
  record None() implements SqlDelimiter {
    @Override
    public int lengthAt(Dialect dialect, String sql, SqlLexer lexer) {
      return 0;
    }
  }

  private static boolean isLineStart(String sql, int place) {
    return place == 0 || SqlLexer.isLineEnd(sql.charAt(place - 1));
  }
}
