package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;

/// Splits a statement into tokens. It recognizes the strings, comments and hints of both dialects,
/// but not their grammar. The server decides whether a statement is valid.
public final class SqlTokenizer {
  private SqlTokenizer() {}

  /// Returns the tokens of one or more statements.
  public static List<SqlToken> tokens(Dialect dialect, String sql) {
    return tokens(dialect, sql, false);
  }

  /// Returns the tokens up to the first that is not a symbol, and reads no further. A statement may
  /// have a million characters.
  static List<SqlToken> head(Dialect dialect, String sql) {
    return tokens(dialect, sql, true);
  }

  private static List<SqlToken> tokens(Dialect dialect, String sql, boolean onlyHead) {
    List<SqlToken> tokens = new ArrayList<>();
    SqlLexer lexer = new SqlLexer(dialect, sql);
    boolean hint = false;
    while (!(onlyHead && isHead(tokens)) && lexer.next()) {
      if (hint) {
        hint = !lexer.isSymbol('}');
      } else if (startsHint(dialect, tokens, lexer)) {
        tokens.removeLast();
        hint = true;
      } else if (!lexer.isIgnored() && lexer.kind() != SqlLexer.Kind.HINT) {
        tokens.add(token(sql, lexer));
      }
    }
    return List.copyOf(tokens);
  }

  private static boolean isHead(List<SqlToken> tokens) {
    return !tokens.isEmpty() && tokens.getLast().kind() != SqlToken.Kind.SYMBOL;
  }

  /// A GoogleSQL hint is `@{…}`. White space and comments may separate the two characters.
  private static boolean startsHint(Dialect dialect, List<SqlToken> tokens, SqlLexer lexer) {
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        && lexer.isSymbol('{')
        && !tokens.isEmpty()
        && tokens.getLast().isSymbol('@');
  }

  private static SqlToken token(String sql, SqlLexer lexer) {
    return switch (lexer.kind()) {
      case STRING -> new SqlToken(SqlToken.Kind.STRING, lexer.content());
      case QUOTED -> new SqlToken(SqlToken.Kind.QUOTED, lexer.content());
      case WORD -> new SqlToken(SqlToken.Kind.WORD, sql.substring(lexer.start(), lexer.end()));
      default -> new SqlToken(SqlToken.Kind.SYMBOL, sql.substring(lexer.start(), lexer.end()));
    };
  }

  /// Returns the tokens of each statement, without terminators and empty statements. The server
  /// accepts only one statement, but a guard must not rely on that.
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

  /// Returns the statement without its comments. Line breaks are kept.
  static String withoutComments(Dialect dialect, String sql) {
    StringBuilder text = new StringBuilder();
    SqlLexer lexer = new SqlLexer(dialect, sql);
    while (lexer.next()) {
      append(sql, lexer, text, true);
    }
    return text.toString();
  }

  /// Appends an element. A removed comment must not join the text around it. A block comment
  /// becomes a space. Only the line end of a line comment remains.
  static void append(String sql, SqlLexer lexer, StringBuilder text, boolean stripComments) {
    if (stripComments && lexer.kind() == SqlLexer.Kind.BLOCK_COMMENT) {
      text.append(' ');
    } else if (!stripComments || lexer.kind() != SqlLexer.Kind.LINE_COMMENT) {
      text.append(sql, lexer.start(), lexer.end());
    }
  }
}
