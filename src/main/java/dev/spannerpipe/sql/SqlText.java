package dev.spannerpipe.sql;

import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Determines properties of a statement from its tokens.
public final class SqlText {
  private SqlText() {}

  /// Returns how the statement must be sent. A statement that begins with an unknown word is sent
  /// as a schema change. The server then reports what is wrong with the statement.
  public static StatementKind kind(Dialect dialect, String sql) {
    return knownKind(dialect, sql).orElse(StatementKind.DDL);
  }

  /// Returns how the statement must be sent; empty if no Spanner statement begins with its first
  /// word.
  public static Optional<StatementKind> knownKind(Dialect dialect, String sql) {
    return first(dialect, sql)
        .flatMap(first -> FirstWord.kind(first.text()))
        .map(kind -> changesDataAfterWith(dialect, sql) ? StatementKind.DML : kind);
  }

  /// Returns the first token that is not an opening parenthesis; empty if this token is not a word.
  private static Optional<SqlToken> first(Dialect dialect, String sql) {
    return SqlTokenizer.head(dialect, sql).stream()
        .filter(token -> !token.isSymbol('('))
        .findFirst()
        .filter(token -> token.kind() == SqlToken.Kind.WORD);
  }

  private static boolean changesDataAfterWith(Dialect dialect, String sql) {
    return first(dialect, sql).filter(first -> first.is("with")).isPresent()
        && changesDataAfterWith(SqlTokenizer.tokens(dialect, sql));
  }

  private static boolean changesDataAfterWith(List<SqlToken> tokens) {
    int depth = 0;
    for (SqlToken token : tokens) {
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0
          && token.kind() == SqlToken.Kind.WORD
          && FirstWord.kind(token.text()).filter(StatementKind.DML::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether the statement inserts rows.
  public static boolean isInsert(Dialect dialect, String sql) {
    return first(dialect, sql).filter(first -> first.is("insert")).isPresent();
  }

  /// Returns whether the text contains only white space, comments and terminators, so that there is
  /// nothing to execute.
  public static boolean isBlank(Dialect dialect, String sql) {
    return SqlTokenizer.head(dialect, sql).stream().allMatch(token -> token.isSymbol(';'));
  }

  /// Returns the statement without comments. Strings and hints do not change.
  public static String withoutComments(Dialect dialect, String sql) {
    return SqlTokenizer.withoutComments(dialect, sql).strip();
  }

  /// Returns the comments that are the first element of their line, without the leading `--` or, in
  /// GoogleSQL, `#`. Text inside a literal or a block comment is not such a comment.
  public static List<String> commentLines(Dialect dialect, String sql) {
    List<String> comments = new ArrayList<>();
    SqlLexer lexer = new SqlLexer(dialect, sql);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.LINE_COMMENT && startsItsLine(sql, lexer.start())) {
        int text = lexer.start() + (sql.charAt(lexer.start()) == '#' ? 1 : 2);
        comments.add(sql.substring(text, lexer.end()));
      }
    }
    return List.copyOf(comments);
  }

  private static boolean startsItsLine(String sql, int place) {
    int before = place - 1;
    while (before >= 0 && Character.isWhitespace(sql.charAt(before))) {
      if (SqlLexer.isLineEnd(sql.charAt(before))) {
        return true;
      }
      before--;
    }
    return before < 0;
  }

  /// Returns whether two statements are equal except for white space, comments, case and
  /// terminators.
  public static boolean same(Dialect dialect, String one, String other) {
    return one.equals(other) || folded(dialect, one).equals(folded(dialect, other));
  }

  private static List<String> folded(Dialect dialect, String sql) {
    return SqlTokenizer.tokens(dialect, sql).stream()
        .filter(token -> !token.isSymbol(';'))
        .map(token -> token.kind() + " " + token.folded())
        .toList();
  }

  /// Returns the statement on one line, shortened to the given number of characters.
  public static String shortened(String sql, int length) {
    return SafeText.shortened(sql.strip().replaceAll("\\s+", " "), length);
  }
}
