package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts the SQL text of a changelog into statements and takes its comments out, by the lexical
/// rules of the dialect. What a statement does is never changed by it: where that cannot be known,
/// the text is rejected.
public final class SqlSplitter {
  /// How a text is cut.
  ///
  /// @param split whether it may hold several statements
  /// @param stripComments whether comments are taken out; hints stay
  /// @param endDelimiter what separates statements, as Liquibase writes it; a semicolon, and `GO`
  ///   or `/` at the start of a line, where there is none
  public record Rules(boolean split, boolean stripComments, Optional<String> endDelimiter) {}

  /// A statement, without delimiter.
  ///
  /// @param source as written, from its first token on, so that it can be found again
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

  /// Returns the statements of a text in order; pieces without a token are left out. Throws
  /// [SqlRejection] where a literal or comment has no end, or a piece would be two statements.
  ///
  /// @param sql its line ends may be CR LF, which become LF
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

  /// Liquibase takes the delimiter off the end of a text that it does not split, too.
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
