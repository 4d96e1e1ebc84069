package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells which statements lose data.
public final class Destruction {
  private static final Map<String, Kind> HOLDS_DATA =
      Map.of(
          "table", Kind.DROP_TABLE,
          "schema", Kind.DROP_SCHEMA,
          "sequence", Kind.DROP_SEQUENCE,
          "change stream", Kind.DROP_CHANGE_STREAM,
          "database", Kind.DROP_DATABASE);

  private static final Loss DELETION = new Loss(Kind.DELETE_ROWS, "deletes rows");

  private Destruction() {}

  /// How data is lost. The names are those that a policy uses.
  public enum Kind {
    /// A table goes, with its rows.
    DROP_TABLE,
    /// A named schema goes.
    DROP_SCHEMA,
    /// A sequence goes, with what it has counted.
    DROP_SEQUENCE,
    /// A change stream goes, with what nobody has read yet.
    DROP_CHANGE_STREAM,
    /// The database goes.
    DROP_DATABASE,
    /// A column goes, with its values.
    DROP_COLUMN,
    /// A column's type becomes narrower.
    ALTER_TYPE,
    /// Rows expire from now on.
    EXPIRE_ROWS,
    /// Rows are deleted.
    DELETE_ROWS
  }

  /// What a statement loses.
  ///
  /// @param text a few words that can follow the change set's name: `drops the table singers`
  public record Loss(Kind kind, String text) {}

  /// Returns what a statement loses, in a few words; empty where it loses nothing. Whether a
  /// changed column type loses something only the live schema tells: [#changedColumn] says which
  /// column to look at.
  public static Optional<String> of(Dialect dialect, String sql) {
    return loss(dialect, sql).map(Loss::text);
  }

  /// Returns what a statement loses, and how; as [#of].
  public static Optional<Loss> loss(Dialect dialect, String sql) {
    SchemaChange change = SchemaChange.of(dialect, sql);
    return switch (change.verb()) {
      case "drop" ->
          Optional.ofNullable(HOLDS_DATA.get(change.type()))
              .map(kind -> new Loss(kind, "drops the " + change.type() + " " + change.name()));
      case "alter" -> change.type().equals("table") ? ofAlteration(change) : Optional.empty();
      case "delete", "truncate" -> Optional.of(DELETION);
      default -> hidesDeletion(dialect, sql) ? Optional.of(DELETION) : Optional.empty();
    };
  }

  /// Whether the statement is wrapped, as in `WITH … DELETE` or `(DELETE …)`, and the word is
  /// anywhere in it: better one question too many.
  private static boolean hidesDeletion(Dialect dialect, String sql) {
    List<SqlToken> tokens = SqlTokenizer.tokens(dialect, sql);
    boolean wrapped =
        !tokens.isEmpty() && (tokens.getFirst().is("with") || tokens.getFirst().isSymbol('('));
    return wrapped && tokens.stream().anyMatch(token -> token.is("delete"));
  }

  private static Optional<Loss> ofAlteration(SchemaChange change) {
    boolean policy = change.has("row", "deletion", "policy") || change.word(1).equals("ttl");
    return switch (change.word(0)) {
      case "drop" ->
          dropsColumn(change)
              ? Optional.of(new Loss(Kind.DROP_COLUMN, "drops a column of " + change.name()))
              : Optional.empty();
      case "add", "replace", "alter" ->
          policy
              ? Optional.of(new Loss(Kind.EXPIRE_ROWS, "lets rows of " + change.name() + " expire"))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean dropsColumn(SchemaChange change) {
    return switch (change.word(1)) {
      case "constraint", "row", "synonym", "ttl" -> false;
      default -> true;
    };
  }

  /// A column that a statement gives another type.
  ///
  /// @param table the table, folded, with its schema where one is written
  /// @param column the column, folded
  /// @param type the new type, folded, without white space: `string(10)`
  public record ChangedColumn(String table, String column, String type) {}

  /// Returns which column gets which type by this statement, if it is about that.
  public static Optional<ChangedColumn> changedColumn(Dialect dialect, String sql) {
    SchemaChange change = SchemaChange.of(dialect, sql);
    if (!change.is("alter", "table") || !change.word(0).equals("alter")) {
      return Optional.empty();
    }
    int column = change.word(1).equals("column") ? 2 : 1;
    int type =
        column
            + 1
            + (change.word(column + 1).equals("type")
                ? 1
                : change.word(column + 2).equals("data") ? 3 : 0);
    String text = type(change.rest(), type);
    return text.isEmpty() || Set.of("set", "drop", "alter").contains(text)
        ? Optional.empty()
        : Optional.of(new ChangedColumn(change.name(), change.word(column), text));
  }

  private static String type(List<SqlToken> tokens, int from) {
    StringBuilder type = new StringBuilder();
    int depth = 0;
    for (SqlToken token : tokens.subList(Math.min(from, tokens.size()), tokens.size())) {
      if (depth == 0 && token.isName() && !type.isEmpty()) {
        break;
      }
      depth += opens(token) ? 1 : closes(token) ? -1 : 0;
      if (token.isSymbol(';')) {
        break;
      }
      type.append(token.folded());
    }
    return type.toString();
  }

  private static boolean opens(SqlToken token) {
    return token.isSymbol('(') || token.isSymbol('<');
  }

  private static boolean closes(SqlToken token) {
    return token.isSymbol(')') || token.isSymbol('>');
  }

  /// Returns whether a column of the old type may hold what the new one cannot. Only lengths can
  /// shrink in Spanner; any other pair that differs counts as narrowing, since nothing is known of
  /// it.
  public static boolean narrows(String oldType, String newType) {
    String from = fold(oldType);
    String to = fold(newType);
    if (from.equals(to)) {
      return false;
    }
    return !base(from).equals(base(to)) || length(to) < length(from);
  }

  private static String fold(String type) {
    String folded = type.toLowerCase(java.util.Locale.ROOT).replaceAll("\\s+", "");
    return folded.replace("charactervarying", "varchar").replace("0x", "");
  }

  private static String base(String type) {
    return type.replaceAll("\\((max|\\d+)\\)", "").replace("text", "varchar");
  }

  private static long length(String type) {
    java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("\\((\\d+)\\)").matcher(type);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }
}
