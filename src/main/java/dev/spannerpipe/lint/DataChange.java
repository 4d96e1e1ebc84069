package dev.spannerpipe.lint;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A data change, as far as its size depends on its text.
///
/// @param verb `insert`, `update`, `delete` or another first word
/// @param table the table that it changes
/// @param columns the columns that an `INSERT` names
/// @param rest the tokens after these
record DataChange(String verb, Name table, List<Name> columns, List<SqlToken> rest) {
  private static final Set<String> BEFORE_NAME = Set.of("or", "ignore", "update", "into", "from");

  static DataChange of(Dialect dialect, String sql) {
    List<SqlToken> tokens = SqlTokenizer.tokens(dialect, sql);
    int at = 0;
    while (at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.SYMBOL) {
      at++;
    }
    String verb = at < tokens.size() ? tokens.get(at).folded() : "";
    at++;
    while (at < tokens.size() && isBeforeName(dialect, tokens.get(at))) {
      at++;
    }
    int end = endOfName(tokens, at);
    Name table = name(dialect, tokens, at);
    List<Name> columns = new ArrayList<>();
    if (verb.equals("insert")) {
      int closing = closing(tokens, end);
      for (SqlToken token : tokens.subList(end, closing)) {
        if (token.isName()) {
          columns.add(name(dialect, List.of(token), 0));
        }
      }
      end = closing;
    }
    return new DataChange(verb, table, columns, tokens.subList(end, tokens.size()));
  }

  /// Returns the name that begins at this index.
  static Name name(Dialect dialect, List<SqlToken> tokens, int from) {
    int start = Math.min(from, tokens.size());
    return Name.of(dialect, SchemaChange.name(dialect, tokens.subList(start, tokens.size())));
  }

  private static boolean isBeforeName(Dialect dialect, SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD
        && (BEFORE_NAME.contains(token.folded())
            || (dialect == Dialect.POSTGRESQL && token.is("only")));
  }

  private static int endOfName(List<SqlToken> tokens, int from) {
    int end = Math.min(from + 1, tokens.size());
    while (end + 1 < tokens.size() && tokens.get(end).isSymbol('.')) {
      end += 2;
    }
    return end;
  }

  /// Returns the index after the list of columns that begins here; the same index if there is none.
  private static int closing(List<SqlToken> tokens, int from) {
    if (from >= tokens.size()
        || !tokens.get(from).isSymbol('(')
        || (from + 1 < tokens.size() && tokens.get(from + 1).is("select"))) {
      return from;
    }
    int at = from;
    while (at < tokens.size() && !tokens.get(at).isSymbol(')')) {
      at++;
    }
    return Math.min(at + 1, tokens.size());
  }

  /// Returns the number of rows that an `INSERT … VALUES` has; 0 for any other statement.
  int rows() {
    if (!verb.equals("insert") || rest.isEmpty() || !rest.getFirst().is("values")) {
      return 0;
    }
    int rows = 0;
    int depth = 0;
    for (SqlToken token : rest.subList(1, rest.size())) {
      if (depth == 0 && !token.isSymbol('(') && !token.isSymbol(',')) {
        break;
      }
      rows += depth == 0 && token.isSymbol('(') ? 1 : 0;
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
    }
    return rows;
  }

  /// Returns whether it is an `INSERT` of the rows that a query returns.
  boolean insertsFromQuery() {
    return verb.equals("insert") && rest.stream().anyMatch(token -> token.is("from"));
  }

  /// Returns whether the query has a limit.
  boolean hasLimit() {
    return rest.stream().anyMatch(token -> token.is("limit"));
  }

  /// Returns the condition after `WHERE`; empty if there is none, or if it is always true.
  List<SqlToken> condition() {
    int depth = 0;
    for (int at = 0; at < rest.size(); at++) {
      if (depth == 0 && rest.get(at).is("where")) {
        List<SqlToken> condition = rest.subList(at + 1, rest.size());
        return isAlwaysTrue(condition) ? List.of() : condition;
      }
      depth += rest.get(at).isSymbol('(') ? 1 : rest.get(at).isSymbol(')') ? -1 : 0;
    }
    return List.of();
  }

  private static boolean isAlwaysTrue(List<SqlToken> condition) {
    String text =
        String.join("", condition.stream().map(SqlToken::folded).toList()).replaceAll("[();]", "");
    return text.equals("true") || text.equals("1=1");
  }

  /// Returns whether a condition selects rows by this column: `c = 1`, `c IN (1, 2)`.
  static boolean selects(List<SqlToken> condition, Name column, Dialect dialect) {
    for (int at = 0; at + 2 < condition.size(); at++) {
      if (condition.get(at).isName()
          && name(dialect, List.of(condition.get(at)), 0).equals(column)) {
        SqlToken next = condition.get(at + 1);
        SqlToken value = condition.get(at + 2);
        boolean list =
            next.is("in")
                && value.isSymbol('(')
                && at + 3 < condition.size()
                && !condition.get(at + 3).is("select");
        if (list || (next.isSymbol('=') && !value.isName())) {
          return true;
        }
      }
    }
    return false;
  }
}
