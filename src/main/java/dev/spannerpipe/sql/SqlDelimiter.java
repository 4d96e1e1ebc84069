package dev.spannerpipe.sql;

/// What separates statements, outside of literals and comments.
///
/// Liquibase takes an `endDelimiter` of several characters for a regular expression that it matches
/// with two tokens of its own. Those that are in use mean a text, or a text at the start of a line;
/// every other one is rejected.
sealed interface SqlDelimiter {
  /// Returns how many characters of the element, and of those behind it, are the delimiter; 0 where
  /// it is none.
  int lengthAt(Dialect dialect, String sql, SqlLexer lexer);

  /// Reads an `endDelimiter`.
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

  /// A text in any case.
  ///
  /// @param atLineStart whether it counts only where a line begins
  /// @param notFirst whether it does not count where the whole text begins
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

    /// No word, literal or comment may begin within it and end behind it.
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
