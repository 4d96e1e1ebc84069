package dev.spannerpipe.plan.loss;

import dev.spannerpipe.sql.SqlToken;
import java.util.List;
import java.util.Set;

/// The part of `ALTER COLUMN` after the column's name.
sealed interface ColumnAlteration {
  /// The column's values do not change.
  record Keeps() implements ColumnAlteration {}

  /// The clause is not understood.
  record Unknown() implements ColumnAlteration {}

  /// The clause states a type for the column.
  ///
  /// @param type the stated type in lower case, without white space: `string(10)`
  record Retypes(String type) implements ColumnAlteration {}

  /// Properties that can be set or dropped without changing a value.
  Set<String> PROPERTIES =
      Set.of("options", "default", "not", "on", "identity", "generated", "expression", "hidden");

  /// Reads the tokens after the column's name.
  static ColumnAlteration of(List<SqlToken> tokens) {
    if (tokens.isEmpty()) {
      return new Unknown();
    }
    SqlToken first = tokens.getFirst();
    SqlToken second = tokens.size() > 1 ? tokens.get(1) : new SqlToken(SqlToken.Kind.SYMBOL, "");
    if (first.is("type")) {
      return retypes(tokens, 1);
    }
    if (first.is("set") && second.is("data")) {
      return retypes(tokens, 3);
    }
    if (first.is("set") || first.is("drop")) {
      boolean known = PROPERTIES.contains(second.folded()) || second.folded().equals("(");
      return known ? new Keeps() : new Unknown();
    }
    if (first.is("alter") || first.is("add") || first.is("restart")) {
      boolean known = first.is("restart") || second.is("identity") || second.is("generated");
      return known ? new Keeps() : new Unknown();
    }
    return retypes(tokens, 0);
  }

  private static ColumnAlteration retypes(List<SqlToken> tokens, int from) {
    String type = type(tokens.subList(Math.min(from, tokens.size()), tokens.size()));
    return type.isEmpty() ? new Unknown() : new Retypes(type);
  }

  private static String type(List<SqlToken> tokens) {
    StringBuilder type = new StringBuilder();
    int depth = 0;
    for (SqlToken token : tokens) {
      if (depth == 0 && token.isName() && !type.isEmpty() && !belongs(type.toString(), token)) {
        break;
      }
      depth += opens(token) ? 1 : closes(token) ? -1 : 0;
      type.append(token.folded());
    }
    return type.toString();
  }

  /// Returns whether the token continues a type that has more than one word, such as `double
  /// precision`.
  private static boolean belongs(String type, SqlToken token) {
    return switch (type) {
      case "character" -> token.is("varying");
      case "double" -> token.is("precision");
      case "timestamp" -> token.is("with") || token.is("without");
      case "timestampwith", "timestampwithout" -> token.is("time");
      case "timestampwithtime", "timestampwithouttime" -> token.is("zone");
      default -> false;
    };
  }

  private static boolean opens(SqlToken token) {
    return token.isSymbol('(') || token.isSymbol('<');
  }

  private static boolean closes(SqlToken token) {
    return token.isSymbol(')') || token.isSymbol('>');
  }
}
