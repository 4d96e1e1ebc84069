package dev.spannerpipe.sql;

import java.util.List;
import java.util.Set;

/// Decides whether a query reads only the schema of the database, and no data.
public final class CatalogQuery {
  /// The words that end a list of tables.
  private static final Set<String> AFTER_TABLES =
      Set.of(
          "where", "group", "order", "having", "limit", "union", "intersect", "except", "window");

  private CatalogQuery() {}

  /// Returns whether the query reads only tables of `INFORMATION_SCHEMA`. Returns false if that is
  /// not clear, for example because the query lists tables with commas or names a common table
  /// expression.
  public static boolean readsOnlySchema(Dialect dialect, String query) {
    List<SqlToken> tokens = SqlTokenizer.tokens(dialect, query);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      boolean table = tokens.get(i).is("from") || tokens.get(i).is("join");
      if (table && (!isSchemaOrNested(tokens.get(i + 1)) || hasComma(tokens, i + 1))) {
        return false;
      }
    }
    return tokens.isEmpty() || tokens.getFirst().is("select");
  }

  /// Returns whether the token after `FROM` or `JOIN` begins the name of a table of
  /// `INFORMATION_SCHEMA`, or a query in parentheses. The tables of a query in parentheses are
  /// checked when its own `FROM` is reached.
  private static boolean isSchemaOrNested(SqlToken token) {
    return token.isSymbol('(') || (token.isName() && token.folded().equals("information_schema"));
  }

  private static boolean hasComma(List<SqlToken> tokens, int from) {
    int depth = 0;
    for (int i = from; i < tokens.size() && depth >= 0; i++) {
      SqlToken token = tokens.get(i);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0
          && token.kind() == SqlToken.Kind.WORD
          && AFTER_TABLES.contains(token.folded())) {
        return false;
      }
      if (depth == 0 && token.isSymbol(',')) {
        return true;
      }
    }
    return false;
  }
}
