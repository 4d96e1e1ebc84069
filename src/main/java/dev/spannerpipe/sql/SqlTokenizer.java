package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;

/// Splits a statement into tokens. Recognizes the strings, comments and hints of both dialects, but
/// not the dialects' grammar. The server decides whether a statement is valid.
public final class SqlTokenizer {
  private SqlTokenizer() {}

  /// Returns the tokens of one or more statements.
  public static List<SqlToken> tokens(Dialect dialect, String sql) {
    return tokens(dialect, sql, false);
  }

  /// Returns the same tokens with their positions in the text.
  public static List<LocatedToken> located(Dialect dialect, String sql) {
    return located(dialect, sql, false);
  }

  /// Returns the tokens up to the first that is not a symbol, and including that token. Reads no
  /// further, because a statement may have a million characters.
  static List<SqlToken> head(Dialect dialect, String sql) {
    return tokens(dialect, sql, true);
  }

  private static List<SqlToken> tokens(Dialect dialect, String sql, boolean onlyHead) {
    return located(dialect, sql, onlyHead).stream().map(LocatedToken::token).toList();
  }

  private static List<LocatedToken> located(Dialect dialect, String sql, boolean onlyHead) {
    List<LocatedToken> tokens = new ArrayList<>();
    SqlLexer lexer = new SqlLexer(dialect, sql);
    boolean hint = false;
    while (!(onlyHead && isHead(tokens)) && lexer.next()) {
      if (hint) {
        hint = !lexer.isSymbol('}');
      } else if (startsHint(dialect, tokens, lexer)) {
        tokens.removeLast();
        hint = true;
      } else if (!lexer.isIgnored() && lexer.kind() != SqlLexer.Kind.HINT) {
        tokens.add(new LocatedToken(token(sql, lexer), lexer.start(), lexer.end()));
      }
    }
    return List.copyOf(tokens);
  }

  private static boolean isHead(List<LocatedToken> tokens) {
    return !tokens.isEmpty() && tokens.getLast().token().kind() != SqlToken.Kind.SYMBOL;
  }

  /// Returns whether the lexer is at the `{` of a GoogleSQL hint: `@{…}`. White space and comments
  /// may separate the `@` from the `{`.
  private static boolean startsHint(Dialect dialect, List<LocatedToken> tokens, SqlLexer lexer) {
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        && lexer.isSymbol('{')
        && !tokens.isEmpty()
        && tokens.getLast().token().isSymbol('@');
  }

  /// Returns the tokens of a statement with their source. Hints of GoogleSQL are tokens here, since
  /// they belong to the text.
  public static List<SourceToken> sourceTokens(Dialect dialect, String sql) {
    List<SourceToken> tokens = new ArrayList<>();
    SqlLexer lexer = new SqlLexer(dialect, sql);
    boolean spaced = false;
    while (lexer.next()) {
      if (lexer.isIgnored()) {
        spaced = true;
      } else {
        tokens.add(
            new SourceToken(token(sql, lexer), sql.substring(lexer.start(), lexer.end()), spaced));
        spaced = false;
      }
    }
    return List.copyOf(tokens);
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
  /// accepts only one statement at a time, but code that checks statements must not rely on that.
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

  /// Appends the lexer's current element. If comments are stripped, a block comment becomes a
  /// space, and nothing but the line end remains of a line comment. So the text before a comment is
  /// never joined to the text after it.
  static void append(String sql, SqlLexer lexer, StringBuilder text, boolean stripComments) {
    if (stripComments && lexer.kind() == SqlLexer.Kind.BLOCK_COMMENT) {
      text.append(' ');
    } else if (!stripComments || lexer.kind() != SqlLexer.Kind.LINE_COMMENT) {
      text.append(sql, lexer.start(), lexer.end());
    }
  }
}
