package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells which statements lose data.
public final class Destruction {
  private static final Set<String> HOLDS_DATA =
      Set.of("table", "schema", "sequence", "change stream", "database");

  private Destruction() {}

  /// Returns what a statement loses, in a few words; empty where it loses nothing. Whether a
  /// changed column type loses something only the live schema tells: [#changedColumn] says which
  /// column to look at.
  public static Optional<String> of(Dialect dialect, String sql) {
    SchemaChange change = SchemaChange.of(dialect, sql);
    return switch (change.verb()) {
      case "drop" ->
          HOLDS_DATA.contains(change.type())
              ? Optional.of("drops the " + change.type() + " " + change.name())
              : Optional.empty();
      case "alter" -> change.type().equals("table") ? ofAlteration(change) : Optional.empty();
      case "delete", "truncate" -> Optional.of("deletes rows");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofAlteration(SchemaChange change) {
    boolean policy = change.has("row", "deletion", "policy") || change.word(1).equals("ttl");
    return switch (change.word(0)) {
      case "drop" ->
          dropsColumn(change)
              ? Optional.of("drops a column of " + change.name())
              : Optional.empty();
      case "add", "replace", "alter" ->
          policy ? Optional.of("lets rows of " + change.name() + " expire") : Optional.empty();
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
