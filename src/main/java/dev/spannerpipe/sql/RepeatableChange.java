package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Decides from the text of a data change whether a second execution on the same row changes
/// nothing. The pipe needs to know this because partitioned DML may execute a statement more than
/// once.
///
/// Source: [partitioned DML](https://cloud.google.com/spanner/docs/dml-partitioned).
public final class RepeatableChange {
  /// Words of expressions whose value can differ between executions. `default` is one of these
  /// words, because the default value of a column can contain any of the other words.
  private static final Set<String> VOLATILE =
      Set.of(
          "rand",
          "random",
          "setseed",
          "now",
          "timeofday",
          "localtime",
          "localtimestamp",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "pending_commit_timestamp",
          "generate_uuid",
          "gen_random_uuid",
          "new_uuid",
          "uuid_generate_v4",
          "nextval",
          "lastval",
          "currval",
          "get_next_sequence_value",
          "get_internal_sequence_state",
          "default",
          "select");

  private final List<SqlToken> tokens;

  private RepeatableChange(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /// Returns whether the statement is a `DELETE`, or an `UPDATE` that is safe to repeat: its new
  /// values depend neither on a column that it sets nor on anything that can differ between
  /// executions.
  public static boolean isRepeatable(Dialect dialect, String sql) {
    List<SqlToken> tokens =
        SqlTokenizer.tokens(dialect, sql).stream().filter(token -> !token.isSymbol(';')).toList();
    if (tokens.isEmpty() || tokens.getFirst().is("delete")) {
      return !tokens.isEmpty();
    }
    return tokens.getFirst().is("update") && new RepeatableChange(tokens).isRepeatable();
  }

  private boolean isRepeatable() {
    if (tokens.stream().anyMatch(RepeatableChange::isVolatile)) {
      return false;
    }
    Set<String> assigned = new TreeSet<>();
    List<List<SqlToken>> values = new ArrayList<>();
    for (List<SqlToken> assignment : assignments()) {
      int equals = place(assignment, 0, token -> token.isSymbol('='));
      if (equals < 1 || !assignment.get(equals - 1).isName()) {
        // A target of this form is not supported, for example `(a, b) = (…)`.
        return false;
      }
      assigned.add(column(assignment.subList(0, equals)));
      values.add(assignment.subList(equals + 1, assignment.size()));
    }
    return !values.isEmpty()
        && values.stream()
            .flatMap(List::stream)
            .noneMatch(token -> token.isName() && assigned.contains(token.folded()));
  }

  /// Returns the column that an assignment sets. Its target is written as `column`, `table.column`
  /// or `alias.column`, possibly followed by a field of the column.
  private String column(List<SqlToken> target) {
    List<String> names = target.stream().filter(SqlToken::isName).map(SqlToken::folded).toList();
    boolean ofTable =
        names.size() > 1
            && tokens.subList(1, place(tokens, 0, token -> token.is("set"))).stream()
                .anyMatch(token -> token.isName() && token.folded().equals(names.getFirst()));
    return names.get(ofTable ? 1 : 0);
  }

  private static boolean isVolatile(SqlToken token) {
    String word = token.text().toLowerCase(Locale.ROOT);
    return token.isName() && (VOLATILE.contains(word) || word.startsWith("current_"));
  }

  /// Returns the assignments: the list after `SET`, split at its commas.
  private List<List<SqlToken>> assignments() {
    int from = place(tokens, 0, token -> token.is("set")) + 1;
    int to =
        place(
            tokens,
            from,
            token ->
                token.is("where") || token.is("from") || token.is("then") || token.is("returning"));
    List<List<SqlToken>> assignments = new ArrayList<>();
    for (int start = from; start < to; ) {
      int comma = Math.min(to, place(tokens, start, token -> token.isSymbol(',')));
      assignments.add(tokens.subList(start, comma));
      start = comma + 1;
    }
    return assignments;
  }

  /// Returns the index of the first matching token outside of parentheses, or the number of tokens.
  private static int place(List<SqlToken> tokens, int from, Predicate<SqlToken> wanted) {
    int depth = 0;
    for (int at = from; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      if (depth == 0 && wanted.test(token)) {
        return at;
      }
      depth += opens(token) ? 1 : closes(token) ? -1 : 0;
    }
    return tokens.size();
  }

  private static boolean opens(SqlToken token) {
    return token.isSymbol('(') || token.isSymbol('[') || token.isSymbol('{') || token.is("case");
  }

  private static boolean closes(SqlToken token) {
    return token.isSymbol(')') || token.isSymbol(']') || token.isSymbol('}') || token.is("end");
  }
}
