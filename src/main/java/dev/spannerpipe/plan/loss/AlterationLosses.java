package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the data that an `ALTER` statement may lose. A clause that this class does not understand
/// counts as a possible loss.
final class AlterationLosses {
  private static final Set<String> CLAUSES_OF_OTHERS =
      Set.of("set", "reset", "add", "drop", "alter", "rename");
  private static final Set<String> CLAUSES_OF_A_SEQUENCE =
      Set.of("set", "reset", "restart", "skip", "no", "rename");

  private final Dialect dialect;

  AlterationLosses(Dialect dialect) {
    this.dialect = dialect;
  }

  List<PossibleLoss> of(SchemaChange change) {
    return switch (change.type()) {
      case "table" ->
          clauses(change.rest()).stream()
              .flatMap(clause -> ofClause(change.name(), clause).stream())
              .toList();
      case "database" -> ofOptions(change, "version_retention_period", Set.of("set", "reset"));
      case "change stream" -> ofOptions(change, "retention_period", Set.of("set", "reset", "drop"));
      case "sequence" -> unlessKnown(change, CLAUSES_OF_A_SEQUENCE);
      case "proto bundle" -> change.has("delete") ? unknown(change) : List.of();
      default ->
          StatementLosses.holdsNone(change)
              ? unlessKnown(change, CLAUSES_OF_OTHERS)
              : unknown(change);
    };
  }

  private static List<PossibleLoss> unlessKnown(SchemaChange change, Set<String> clauses) {
    return clauses.contains(change.word(0)) ? List.of() : unknown(change);
  }

  private static List<PossibleLoss> unknown(SchemaChange change) {
    return List.of(unknown(change.type(), change.name()));
  }

  private static PossibleLoss unknown(String type, String name) {
    String object = ((type.isEmpty() ? "object" : type) + " " + name).strip();
    return PossibleLoss.of(
        DataLoss.Kind.ALTER_OTHER,
        type.isEmpty() ? "object" : type,
        name,
        "alters the " + object + " in a way that may lose data");
  }

  /// Returns the possible loss if the statement sets or removes this option, which is a retention
  /// period. If the statement removes the option, the new period counts as the shortest possible
  /// one.
  private static List<PossibleLoss> ofOptions(
      SchemaChange change, String option, Set<String> clauses) {
    if (!clauses.contains(change.word(0))) {
      return unknown(change);
    }
    for (int at = 0; at < change.rest().size(); at++) {
      if (isOption(change.rest().get(at), option)) {
        return List.of(
            new PossibleLoss(
                DataLoss.Kind.SHORTEN_RETENTION,
                change.type(),
                change.name(),
                period(change.rest(), at + 1),
                true,
                "shortens the retention period of the " + change.type() + " " + change.name()));
      }
    }
    return List.of();
  }

  private static boolean isOption(SqlToken token, String option) {
    return token.isName() && token.folded().equals(option);
  }

  private static String period(List<SqlToken> tokens, int from) {
    for (SqlToken token : tokens.subList(from, Math.min(from + 2, tokens.size()))) {
      if (token.kind() == SqlToken.Kind.STRING) {
        return token.text();
      }
    }
    return "";
  }

  private Optional<PossibleLoss> ofClause(String table, List<SqlToken> clause) {
    String first = word(clause, 0);
    if (expires(clause)) {
      return first.equals("drop")
          ? Optional.empty()
          : Optional.of(
              new PossibleLoss(
                  DataLoss.Kind.EXPIRE_ROWS,
                  "rows of",
                  table,
                  isAny(first, "replace", "alter") ? RowDeletion.text(clause) : "",
                  true,
                  "lets rows of " + table + " expire"));
    }
    return switch (first) {
      case "add" -> Optional.empty();
      case "drop" -> droppedColumn(table, clause);
      case "alter" -> ofColumn(table, clause);
      case "rename" -> isAny(word(clause, 1), "to", "with") ? Optional.empty() : other(table);
      case "set" ->
          isAny(word(clause, 1), "on", "interleave", "options", "locality")
                  || (clause.size() > 1 && clause.get(1).isSymbol('('))
              ? Optional.empty()
              : other(table);
      default -> other(table);
    };
  }

  private static Optional<PossibleLoss> other(String table) {
    return Optional.of(unknown("table", table));
  }

  /// Returns whether the clause is about the deletion of old rows. All three words of `ROW DELETION
  /// POLICY` must match, because in PostgreSQL, `DROP row` drops a column named `row`. In
  /// PostgreSQL, `TTL` without quotes is always the keyword, because a column with this name needs
  /// quotes.
  private boolean expires(List<SqlToken> clause) {
    boolean policy =
        isAny(word(clause, 1), "row")
            && isAny(word(clause, 2), "deletion")
            && isAny(word(clause, 3), "policy");
    return policy
        || (dialect == Dialect.POSTGRESQL
            && isAny(word(clause, 1), "ttl")
            && isAny(word(clause, 0), "add", "alter", "drop"));
  }

  private static Optional<PossibleLoss> droppedColumn(String table, List<SqlToken> clause) {
    if (isAny(word(clause, 1), "constraint", "synonym") && clause.size() > 2) {
      return Optional.empty();
    }
    int at = isAny(word(clause, 1), "column") && clause.size() > 2 ? 2 : 1;
    if (isAny(word(clause, at), "if") && isAny(word(clause, at + 1), "exists")) {
      at += 2;
    }
    String column = at < clause.size() ? clause.get(at).folded() : "";
    return Optional.of(
        new PossibleLoss(
            DataLoss.Kind.DROP_COLUMN,
            "table",
            table,
            column,
            clause.size() == at + 1,
            "drops the column " + column + " of " + table));
  }

  private static Optional<PossibleLoss> ofColumn(String table, List<SqlToken> clause) {
    AlteredColumn column = AlteredColumn.of(clause);
    String name = column.name();
    return switch (ColumnAlteration.of(column.rest())) {
      case ColumnAlteration.Keeps _ -> Optional.empty();
      case ColumnAlteration.Unknown _ ->
          Optional.of(
              PossibleLoss.of(
                  DataLoss.Kind.ALTER_OTHER,
                  "table",
                  table,
                  "alters the column %s of %s in a way that may lose data".formatted(name, table)));
      case ColumnAlteration.Retypes(String type) ->
          Optional.of(new PossibleLoss(DataLoss.Kind.ALTER_TYPE, "table", table, name, true, type));
    };
  }

  private static String word(List<SqlToken> clause, int at) {
    return at < clause.size() && clause.get(at).kind() == SqlToken.Kind.WORD
        ? clause.get(at).folded()
        : "";
  }

  private static boolean isAny(String word, String... words) {
    return List.of(words).contains(word);
  }

  /// Cuts the tokens into clauses, at each comma that is not inside parentheses or the angle
  /// brackets of a type. Spanner accepts several clauses only in few statements, but this class
  /// does not rely on knowing which statements these are.
  static List<List<SqlToken>> clauses(List<SqlToken> tokens) {
    List<List<SqlToken>> clauses = new ArrayList<>();
    int start = 0;
    int parentheses = 0;
    int brackets = 0;
    for (int at = 0; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      parentheses += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (parentheses == 0) {
        brackets += token.isSymbol('<') ? 1 : token.isSymbol('>') ? -1 : 0;
      }
      if (token.isSymbol(',') && parentheses == 0 && brackets <= 0) {
        clauses.add(tokens.subList(start, at));
        start = at + 1;
      }
    }
    clauses.add(tokens.subList(start, tokens.size()));
    return clauses;
  }
}
