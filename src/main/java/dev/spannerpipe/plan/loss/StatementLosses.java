package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what a statement may lose. In doubt, a statement counts as a loss. A `DROP` or `ALTER`
/// statement that this class does not understand always counts. Any other unknown statement counts
/// if it contains one of the words `DELETE`, `TRUNCATE`, `DROP` and `ALTER`; a `WITH` statement
/// counts only for the first two words.
final class StatementLosses {
  private static final Map<String, DataLoss.Kind> HOLDS_DATA =
      Map.of(
          "table", DataLoss.Kind.DROP_TABLE,
          "schema", DataLoss.Kind.DROP_SCHEMA,
          "sequence", DataLoss.Kind.DROP_SEQUENCE,
          "change stream", DataLoss.Kind.DROP_CHANGE_STREAM,
          "database", DataLoss.Kind.DROP_DATABASE);

  /// Kinds of objects that hold no data of their own.
  private static final Set<ObjectKind> HOLDS_NONE =
      Set.of(
          ObjectKind.INDEX,
          ObjectKind.SEARCH_INDEX,
          ObjectKind.VECTOR_INDEX,
          ObjectKind.VIEW,
          ObjectKind.CONSTRAINT,
          ObjectKind.SYNONYM,
          ObjectKind.ROLE,
          ObjectKind.PROPERTY_GRAPH,
          ObjectKind.FUNCTION,
          ObjectKind.MODEL,
          ObjectKind.LOCALITY_GROUP,
          ObjectKind.PLACEMENT,
          ObjectKind.STATISTICS);

  /// The first words of statements that never count as data loss.
  private static final Set<String> HARMLESS =
      Set.of(
          "create", "grant", "revoke", "analyze", "rename", "insert", "update", "select", "from",
          "values", "graph", "show", "table", "set");

  private final Dialect dialect;

  StatementLosses(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Returns what an SQL text may lose, in the order of its statements. Spanner would execute only
  /// one statement, but if the text has several, each of them counts.
  List<PossibleLoss> of(String sql) {
    List<PossibleLoss> losses = new ArrayList<>();
    for (List<SqlToken> statement : SqlTokenizer.statements(dialect, sql)) {
      losses.addAll(of(statement));
    }
    return losses;
  }

  private List<PossibleLoss> of(List<SqlToken> tokens) {
    SchemaChange change = SchemaChange.of(dialect, tokens);
    return switch (change.verb()) {
      case "drop" -> ofDrop(change).stream().toList();
      case "alter" -> new AlterationLosses(dialect).of(change);
      case "delete", "truncate" -> List.of(deletion(tokens));
      case String verb when HARMLESS.contains(verb) -> List.of();
      default -> ofUnknown(tokens).stream().toList();
    };
  }

  /// Returns whether the statement is about an object of a kind that holds no data of its own. A
  /// word after the object's name may mean that the kind has one word more, and is not known.
  static boolean holdsNone(SchemaChange change) {
    boolean further =
        change.verb().equals("drop")
            && !change.word(0).isEmpty()
            && !change.has("cascade")
            && !change.has("restrict");
    return !further && change.kind().filter(HOLDS_NONE::contains).isPresent();
  }

  private static Optional<PossibleLoss> ofDrop(SchemaChange change) {
    if (holdsNone(change)) {
      return Optional.empty();
    }
    String type = change.type().isEmpty() ? "object" : change.type();
    return Optional.of(
        new PossibleLoss(
            HOLDS_DATA.getOrDefault(change.type(), DataLoss.Kind.DROP_OTHER),
            type,
            change.name(),
            "",
            change.rest().isEmpty(),
            ("drops the " + type + " " + change.name()).strip()));
  }

  private PossibleLoss deletion(List<SqlToken> tokens) {
    String table = target(tokens);
    return PossibleLoss.of(
        DataLoss.Kind.DELETE_ROWS,
        "rows of",
        table,
        table.isEmpty() ? "deletes rows" : "deletes rows of " + table);
  }

  /// Returns the table after the only `DELETE [FROM]`; empty if there is no `DELETE`, or more than
  /// one.
  private String target(List<SqlToken> tokens) {
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at < tokens.size(); at++) {
      if (tokens.get(at).is("delete")) {
        places.add(at);
      }
    }
    if (places.size() != 1) {
      return "";
    }
    int name = places.getFirst() + 1;
    while (name < tokens.size() && (tokens.get(name).is("from") || tokens.get(name).is("only"))) {
      name++;
    }
    return SchemaChange.name(dialect, tokens.subList(name, tokens.size()));
  }

  /// Returns the possible loss of a statement whose first word does not decide, such as `WITH …
  /// DELETE` or `EXPLAIN ANALYZE DELETE`. The words `DELETE`, `TRUNCATE`, `DROP` and `ALTER` count
  /// anywhere in the statement, because a false alarm is better than a missed loss. If the
  /// statement begins with `WITH`, only `DELETE` and `TRUNCATE` count.
  private Optional<PossibleLoss> ofUnknown(List<SqlToken> tokens) {
    if (has(tokens, "delete") || has(tokens, "truncate")) {
      return Optional.of(deletion(tokens));
    }
    boolean query = tokens.getFirst().is("with");
    if (!query && has(tokens, "drop")) {
      return Optional.of(other(DataLoss.Kind.DROP_OTHER, "may drop something"));
    }
    return !query && has(tokens, "alter")
        ? Optional.of(other(DataLoss.Kind.ALTER_OTHER, "may alter something"))
        : Optional.empty();
  }

  private static boolean has(List<SqlToken> tokens, String word) {
    return tokens.stream().anyMatch(token -> token.is(word));
  }

  private static PossibleLoss other(DataLoss.Kind kind, String clause) {
    return new PossibleLoss(kind, "object", "", "", false, clause);
  }
}
