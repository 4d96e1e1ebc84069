package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlToken;
import java.util.List;
import java.util.Set;

/// The heads and clauses of schema changes that the emulator and this pipe know. If a statement has
/// any other clause, the emulator may reject it for that clause alone.
final class KnownWords {
  private static final Set<String> TYPES =
      Set.of(
          "table",
          "index",
          "view",
          "sequence",
          "change stream",
          "schema",
          "search index",
          "database");

  /// The words of clauses in both dialects.
  private static final Set<String> WORDS =
      Set.of(
          "action",
          "add",
          "all",
          "alter",
          "always",
          "as",
          "asc",
          "bit_reversed_positive",
          "by",
          "cascade",
          "check",
          "column",
          "constraint",
          "counter",
          "default",
          "delete",
          "deletion",
          "desc",
          "drop",
          "exists",
          "for",
          "foreign",
          "generated",
          "hidden",
          "identity",
          "if",
          "in",
          "index",
          "interleave",
          "key",
          "no",
          "not",
          "null",
          "on",
          "options",
          "parent",
          "policy",
          "primary",
          "range",
          "references",
          "rename",
          "replace",
          "restart",
          "row",
          "set",
          "skip",
          "start",
          "stored",
          "storing",
          "synonym",
          "to",
          "unique",
          "with");

  private static final Set<String> POSTGRESQL =
      Set.of(
          "always",
          "cascade",
          "double",
          "first",
          "include",
          "interval",
          "last",
          "length",
          "nulls",
          "precision",
          "restrict",
          "time",
          "ttl",
          "type",
          "using",
          "varying",
          "vector",
          "virtual",
          "without",
          "zone");

  /// The words after which a name or an expression follows.
  private static final Set<String> BEFORE_NAMES =
      Set.of(
          "column",
          "constraint",
          "references",
          "parent",
          "in",
          "to",
          "synonym",
          "exists",
          "default",
          "type",
          "on",
          "add",
          "using");

  private KnownWords() {}

  /// Returns whether the head and all words of clauses in the statement are known.
  static boolean are(DdlText statement) {
    String type = statement.head().type();
    if (!TYPES.contains(type)
        || !Set.of("create", "alter", "drop").contains(statement.head().verb())) {
      return false;
    }
    if (type.equals("view")) {
      return true;
    }
    return statement.columns() < 0
        ? areKnown(statement, new Range(statement.afterHead(), statement.size()))
        : elementsAreKnown(statement);
  }

  private static boolean elementsAreKnown(DdlText statement) {
    int behind = statement.afterClosing(statement.columns());
    return statement.elements().stream()
            .map(element -> withoutColumn(statement, element))
            .allMatch(range -> areKnown(statement, range))
        && areKnown(statement, new Range(behind, statement.size()));
  }

  /// Leaves out the name and the type of a column.
  private static Range withoutColumn(DdlText statement, Range element) {
    List<String> constraints = List.of("constraint", "foreign", "primary", "check", "synonym");
    boolean isColumn = constraints.stream().noneMatch(word -> statement.is(element.from(), word));
    return isColumn ? new Range(element.from() + 2, element.to()) : element;
  }

  /// Words in parentheses are names, expressions and options.
  private static boolean areKnown(DdlText statement, Range range) {
    int depth = 0;
    for (int i = range.from(); i < range.to(); i++) {
      SqlToken token = statement.at(i);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && statement.is(i, "where")) {
        return true;
      }
      if (depth == 0 && token.kind() == SqlToken.Kind.WORD && !isKnown(statement, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(DdlText statement, int position) {
    String word = statement.at(position).folded();
    SqlToken before = statement.at(position - 1);
    return WORDS.contains(word)
        || (statement.dialect() == Dialect.POSTGRESQL && POSTGRESQL.contains(word))
        || before.isSymbol('.')
        || before.isSymbol(':')
        || before.isSymbol('<')
        || (before.kind() == SqlToken.Kind.WORD && BEFORE_NAMES.contains(before.folded()))
        || isTypeOfColumn(statement, position);
  }

  /// `ADD COLUMN name type`, `ALTER COLUMN name type`.
  private static boolean isTypeOfColumn(DdlText statement, int position) {
    return statement.at(position - 1).isName()
        && (statement.is(position - 2, "column") || statement.is(position - 2, "exists"));
  }
}
