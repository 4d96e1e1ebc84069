package dev.spannerpipe.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The words that a Spanner statement can begin with, and the kind of statement that each one
/// begins. Spanner and its JDBC driver accept no other first word.
///
/// Source: `StatementParser` of the Java client library.
public final class FirstWord {
  private static final Set<String> SCHEMA_CHANGES =
      Set.of("create", "drop", "alter", "analyze", "grant", "revoke", "rename");
  private static final Set<String> DATA_CHANGES = Set.of("insert", "update", "delete");
  private static final Set<String> QUERIES =
      Set.of("select", "with", "show", "from", "graph", "call");

  private FirstWord() {}

  /// Returns the kind of statement that begins with this word; empty if there is no such statement.
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
