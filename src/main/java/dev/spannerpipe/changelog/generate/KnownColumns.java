package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The columns that the changelog itself has created so far, with their types. The types determine
/// the kind of literal for values of these columns. This class ignores statements that it cannot
/// parse reliably; the columns of such statements stay unknown.
final class KnownColumns {
  private static final String NAME = "[`\"]?[\\w.]+[`\"]?(?:\\.[`\"]?\\w+[`\"]?)?";
  private static final Pattern CREATE =
      Pattern.compile(
          "(?is)^\\s*create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(" + NAME + ")\\s*\\((.*)");
  private static final Pattern ADD =
      Pattern.compile(
          "(?is)^\\s*alter\\s+table\\s+("
              + NAME
              + ")\\s+add\\s+(?:column\\s+)?(?:if\\s+not\\s+exists\\s+)?(.*)");
  private static final Pattern DROP =
      Pattern.compile("(?is)^\\s*drop\\s+table\\s+(?:if\\s+exists\\s+)?(" + NAME + ")\\s*");
  private static final Pattern COLUMN =
      Pattern.compile("(?is)^\\s*[`\"]?(\\w+)[`\"]?\\s+([a-z]\\w*.*)");

  private static final List<String> NOT_COLUMNS =
      List.of("constraint", "primary", "foreign", "check", "unique", "synonym", "row", "ttl");

  private final Dialect dialect;
  private final Map<String, Map<String, String>> tables = new HashMap<>();

  KnownColumns(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Records which columns a schema change creates or drops. Ignores all other statements.
  void learn(String statement) {
    String sql = withoutComments(statement);
    Matcher create = CREATE.matcher(sql);
    Matcher add = ADD.matcher(sql);
    Matcher drop = DROP.matcher(sql);
    if (create.matches()) {
      Map<String, String> columns = new HashMap<>();
      pieces(create.group(2)).forEach(piece -> column(piece, columns));
      tables.put(folded(create.group(1)), columns);
    } else if (add.matches()) {
      column(add.group(2), tables.computeIfAbsent(folded(add.group(1)), _ -> new HashMap<>()));
    } else if (drop.matches()) {
      tables.remove(folded(drop.group(1)));
    }
  }

  /// Records the new type of a column.
  void retype(@Nullable String table, @Nullable String column, String type) {
    if (table != null && column != null) {
      tables.computeIfAbsent(folded(table), _ -> new HashMap<>()).put(folded(column), type);
    }
  }

  /// Returns the types of the known columns of a table; the key is the column name in lowercase.
  Map<String, String> columns(@Nullable String table) {
    return table == null ? Map.of() : tables.getOrDefault(folded(table), Map.of());
  }

  static @Nullable String type(Map<String, String> columns, String column) {
    return columns.get(folded(column));
  }

  private static String folded(String name) {
    return name.replaceAll("[`\"]", "").toLowerCase(Locale.ROOT);
  }

  private static void column(String piece, Map<String, String> columns) {
    Matcher column = COLUMN.matcher(piece);
    if (column.matches() && !NOT_COLUMNS.contains(folded(column.group(1)))) {
      columns.put(folded(column.group(1)), column.group(2).strip());
    }
  }

  /// Splits the part of a `CREATE TABLE` after its opening parenthesis at each comma between two
  /// columns or constraints. Stops at the closing parenthesis.
  private static List<String> pieces(String body) {
    List<String> pieces = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int index = 0; index < body.length(); index++) {
      char character = body.charAt(index);
      depth += character == '(' || character == '<' ? 1 : 0;
      if ((character == ')' || character == '>') && depth-- == 0) {
        pieces.add(body.substring(start, index));
        return pieces;
      }
      if (character == ',' && depth == 0) {
        pieces.add(body.substring(start, index));
        start = index + 1;
      }
    }
    return pieces;
  }

  private String withoutComments(String sql) {
    String lines = sql.replaceAll("--[^\n]*", " ").replaceAll("(?s)/\\*.*?\\*/", " ");
    return dialect == Dialect.GOOGLE_STANDARD_SQL ? lines.replaceAll("#[^\n]*", " ") : lines;
  }
}
