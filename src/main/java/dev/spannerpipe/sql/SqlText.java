package dev.spannerpipe.sql;

import java.util.List;
import java.util.Set;

/// What can be told of a statement from its tokens.
public final class SqlText {
  private static final Set<String> DATA_CHANGES = Set.of("insert", "update", "delete");
  private static final Set<String> QUERIES =
      Set.of("select", "with", "from", "values", "graph", "show", "explain", "call", "table");

  private SqlText() {}

  /// Returns how the statement has to be sent. What begins with no known word counts as a schema
  /// change: the server then says what is wrong with it.
  public static StatementKind kind(Dialect dialect, String sql) {
    List<SqlToken> tokens = SqlTokenizer.tokens(dialect, sql);
    for (SqlToken token : tokens) {
      if (!token.isSymbol('(')) {
        return kind(token.folded(), tokens);
      }
    }
    return StatementKind.DDL;
  }

  private static StatementKind kind(String first, List<SqlToken> tokens) {
    if (DATA_CHANGES.contains(first)) {
      return StatementKind.DML;
    }
    if (!QUERIES.contains(first)) {
      return StatementKind.DDL;
    }
    return first.equals("with") && changesDataAfterWith(tokens)
        ? StatementKind.DML
        : StatementKind.QUERY;
  }

  private static boolean changesDataAfterWith(List<SqlToken> tokens) {
    int depth = 0;
    for (SqlToken token : tokens) {
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0
          && token.kind() == SqlToken.Kind.WORD
          && DATA_CHANGES.contains(token.folded())) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether there is nothing to execute: white space, comments and terminators only.
  public static boolean isBlank(Dialect dialect, String sql) {
    return SqlTokenizer.tokens(dialect, sql).stream().allMatch(token -> token.isSymbol(';'));
  }

  /// Returns the statement without comments; strings and hints stay as they are.
  public static String withoutComments(Dialect dialect, String sql) {
    return SqlTokenizer.withoutComments(dialect, sql).strip();
  }

  /// Returns whether it only marks a batch for the JDBC driver (`START BATCH DDL`, `START BATCH
  /// DML`, `RUN BATCH`, `ABORT BATCH`). Batches are cut by the plan, so a marker has nothing to say
  /// here.
  public static boolean isBatchMarker(Dialect dialect, String sql) {
    List<SqlToken> words =
        SqlTokenizer.tokens(dialect, sql).stream().filter(token -> !token.isSymbol(';')).toList();
    if (words.size() < 2 || !words.get(1).is("batch")) {
      return false;
    }
    return words.size() == 2
        ? words.getFirst().is("run") || words.getFirst().is("abort")
        : words.size() == 3
            && words.getFirst().is("start")
            && (words.get(2).is("ddl") || words.get(2).is("dml"));
  }

  /// Returns whether two statements say the same: equal but for white space, comments, case and a
  /// last terminator.
  public static boolean same(Dialect dialect, String one, String other) {
    return one.equals(other) || folded(dialect, one).equals(folded(dialect, other));
  }

  private static List<String> folded(Dialect dialect, String sql) {
    return SqlTokenizer.tokens(dialect, sql).stream()
        .filter(token -> !token.isSymbol(';'))
        .map(token -> token.kind() + " " + token.folded())
        .toList();
  }

  /// Returns the statement on one line, cut to the given number of characters.
  public static String shortened(String sql, int length) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() <= length ? line : line.substring(0, length - 1) + "…";
  }
}
