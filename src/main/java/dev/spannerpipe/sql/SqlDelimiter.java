package dev.spannerpipe.sql;

/// A separator of statements. A separator has no effect inside literals and comments.
///
/// Liquibase treats an `endDelimiter` of several characters as a regular expression, whose matches
/// depend on how Liquibase's own parser divides the text. The pipe accepts only delimiters that are
/// plain text, or plain text at the start of a line, as the usual ones are. It rejects all others.
sealed interface SqlDelimiter {
  /// Returns the length, in characters, of the delimiter that begins at the lexer's current
  /// element. The delimiter may include elements after the current one. Returns 0 if no delimiter
  /// begins there.
  int lengthAt(Dialect dialect, String sql, SqlLexer lexer);

  /// Parses an `endDelimiter`. Throws [SqlRejection] if it is not supported.
  static SqlDelimiter of(Dialect dialect, String written) {
    return SqlDelimiters.of(dialect, written);
  }

  /// The default separators: a semicolon, and `GO` or `/` at the start of a line.
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

  /// A fixed string; upper and lower case are equal.
  ///
  /// @param atLineStart whether the string separates statements only at the start of a line
  /// @param notFirst whether the string does not separate statements if it is at the very start of
  ///   the text
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

    /// Returns whether the delimiter ends where a word or symbol ends, and overlaps no literal or
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

  /// No separator: the whole text is one statement.
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
