package dev.spannerpipe.compare;

import dev.spannerpipe.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a tool made of a database: everything that two tools have to agree on.
///
/// @param schema the statements of `GetDatabaseDdl`, without book-keeping tables
/// @param rows the rows of each table of the user's
/// @param history the rows of `DATABASECHANGELOG` in their order, without times and deployment ids
public record DatabaseState(
    List<String> schema, Map<String, List<String>> rows, List<List<String>> history) {
  private static final String HISTORY =
      """
      SELECT ORDEREXECUTED, ID, AUTHOR, FILENAME, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, TAG,
        LIQUIBASE, CONTEXTS, LABELS
      FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED""";
  private static final String TABLES =
      """
      SELECT table_schema, table_name FROM information_schema.tables
      WHERE table_schema NOT IN ('INFORMATION_SCHEMA', 'SPANNER_SYS', 'information_schema', 'spanner_sys', 'pg_catalog')
        AND table_type = 'BASE TABLE'""";

  /// Reads all of it.
  public static DatabaseState of(TestDatabase database) {
    return new DatabaseState(schema(database), rows(database), database.rows(HISTORY));
  }

  /// Reads the schema alone. Sorted: an emulator lists the indexes of a table in no fixed order.
  static List<String> schema(TestDatabase database) {
    return database.ddl().stream()
        .filter(statement -> !isBookKeeping(statement.replaceFirst("(?i)^create table ", "")))
        .sorted()
        .toList();
  }

  private static boolean isBookKeeping(String name) {
    String upper = name.replaceAll("^[`\"]", "").toUpperCase(Locale.ROOT);
    return upper.startsWith("DATABASECHANGELOG") || upper.startsWith("SPANNER_PIPE_");
  }

  private static Map<String, List<String>> rows(TestDatabase database) {
    String quote = database.either("`", "\"");
    Map<String, List<String>> rows = new TreeMap<>();
    for (List<String> table : database.rows(TABLES)) {
      if (!isBookKeeping(table.get(1))) {
        String schema = table.getFirst().isEmpty() ? "" : table.getFirst() + ".";
        List<String> found = new ArrayList<>();
        database
            .rows("SELECT * FROM " + schema + quote + table.get(1) + quote)
            .forEach(row -> found.add(row.toString()));
        rows.put(schema + table.get(1), found.stream().sorted().toList());
      }
    }
    return rows;
  }

  /// Returns all of it as lines, so that a difference shows as one.
  List<String> lines() {
    List<String> lines = new ArrayList<>(schema);
    rows.forEach((table, found) -> found.forEach(row -> lines.add(table + ": " + row)));
    history.forEach(row -> lines.add("history: " + row));
    return lines;
  }

  /// Returns what is only in this state and what is only in the other one, or both in full where
  /// only the order differs; nothing if they are the same.
  public String differenceFrom(DatabaseState other) {
    List<String> here = lines();
    List<String> there = other.lines();
    if (here.equals(there)) {
      return "";
    }
    List<String> onlyHere = here.stream().filter(line -> !there.contains(line)).toList();
    List<String> onlyThere = there.stream().filter(line -> !here.contains(line)).toList();
    return onlyHere.isEmpty() && onlyThere.isEmpty()
        ? shown(here, there)
        : shown(onlyHere, onlyThere);
  }

  private static String shown(List<String> here, List<String> there) {
    return String.join("\n", here) + "\n--- instead of ---\n" + String.join("\n", there);
  }
}
