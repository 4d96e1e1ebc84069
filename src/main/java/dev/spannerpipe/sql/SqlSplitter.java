package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splits the SQL text of a changelog into statements by the lexical rules of the dialect, and
/// removes comments if required. Never changes what a statement does. If that cannot be guaranteed,
/// rejects the text.
public final class SqlSplitter {
  /// How a text is split.
  ///
  /// @param split whether the text may contain several statements
  /// @param stripComments whether comments are removed; hints are kept
  /// @param endDelimiter what separates statements, in Liquibase's notation; if empty and `split`
  ///   is true, a semicolon, and `GO` or `/` at the start of a line
  public record Rules(boolean split, boolean stripComments, Optional<String> endDelimiter) {}

  /// A statement, without the delimiter after it.
  ///
  /// @param source the statement as written in the changelog, from its first token on; this text
  ///   serves to find the statement in the file
  public record Statement(String text, String source) {}

  private final Dialect dialect;
  private final String sql;
  private final Rules rules;
  private final SqlDelimiter delimiter;
  private final SqlLexer lexer;
  private final List<Statement> statements = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int source = -1;
  private int ended = -1;

  private SqlSplitter(Dialect dialect, String sql, Rules rules) {
    this.dialect = dialect;
    this.sql = sql;
    this.rules = rules;
    this.delimiter =
        rules
            .endDelimiter()
            .<SqlDelimiter>map(written -> SqlDelimiter.of(dialect, written))
            .orElseGet(() -> rules.split() ? new SqlDelimiter.Usual() : new SqlDelimiter.None());
    this.lexer = new SqlLexer(dialect, sql);
  }

  /// Returns the statements of a text in order. Leaves out pieces that contain only white space and
  /// comments. Throws [SqlRejection] if a literal or comment has no end, or if the text between two
  /// delimiters contains two statements.
  ///
  /// @param sql the text; CR LF becomes LF
  public static List<Statement> split(Dialect dialect, String sql, Rules rules) {
    SqlSplitter splitter = new SqlSplitter(dialect, sql.replace("\r\n", "\n"), rules);
    splitter.run();
    return List.copyOf(splitter.statements);
  }

  private void run() {
    while (lexer.next()) {
      if (!lexer.isClosed()) {
        throw SqlRejection.unclosed(sql, lexer);
      }
      int length = delimiter.lengthAt(dialect, sql, lexer);
      if (length > 0 && (rules.split() || isLast(length))) {
        finish(lexer.start());
        lexer.skipTo(lexer.start() + length);
      } else {
        add();
      }
    }
    finish(sql.length());
  }

  /// Returns whether only white space and comments follow the delimiter. Then the delimiter is
  /// removed even from a text that is not split, as in Liquibase.
  private boolean isLast(int length) {
    SqlLexer ahead = new SqlLexer(dialect, sql, lexer.start() + length);
    while (ahead.next()) {
      if (!ahead.isIgnored()) {
        return false;
      }
    }
    return true;
  }

  private void add() {
    boolean token = !lexer.isIgnored() && lexer.kind() != SqlLexer.Kind.HINT;
    if (token && lexer.isSymbol(';')) {
      ended = source >= 0 && ended < 0 ? lexer.start() : ended;
    } else if (token) {
      if (ended >= 0) {
        throw SqlRejection.several(sql, lexer.start(), rules);
      }
      source = source < 0 ? lexer.start() : source;
    }
    SqlTokenizer.append(sql, lexer, text, rules.stripComments());
  }

  private void finish(int end) {
    if (source >= 0) {
      statements.add(
          new Statement(text.toString().strip(), sql.substring(source, end).stripTrailing()));
    }
    text.setLength(0);
    source = -1;
    ended = -1;
  }
}
