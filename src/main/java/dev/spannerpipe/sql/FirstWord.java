package dev.spannerpipe.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The words that a statement of Spanner can begin with, and what follows from them. Whatever
/// begins otherwise is no statement that Spanner or its JDBC driver accepts.
///
/// Source: `StatementParser` of the Java client library.
public final class FirstWord {
  private static final Set<String> SCHEMA_CHANGES =
      Set.of("create", "drop", "alter", "analyze", "grant", "revoke", "rename");
  private static final Set<String> DATA_CHANGES = Set.of("insert", "update", "delete");
  private static final Set<String> QUERIES =
      Set.of("select", "with", "show", "from", "graph", "call");

  private FirstWord() {}

  /// Returns what a statement is that begins with this word; empty where none does.
  public static Optional<StatementKind> kind(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    if (SCHEMA_CHANGES.contains(folded)) {
      return Optional.of(StatementKind.DDL);
    }
    if (DATA_CHANGES.contains(folded)) {
      return Optional.of(StatementKind.DML);
    }
    return QUERIES.contains(folded) ? Optional.of(StatementKind.QUERY) : Optional.empty();
  }
}
