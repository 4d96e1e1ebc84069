package dev.spannerpipe.spanner;

import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.Options;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Statement;
import dev.spannerpipe.sql.Dialect;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The first request to a database. It reads the dialect of the database and the columns of the
/// book-keeping tables. The query is valid in both dialects, because the pipe learns the dialect
/// only from the result.
final class DescriptionQuery {
  private static final Statement STATEMENT =
      Statement.of(
          "SELECT c.table_name, c.column_name, c.spanner_type FROM information_schema.columns AS c"
              + " JOIN information_schema.tables AS t"
              + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
              // The query ignores views. A view with the name of a book-keeping table then counts
              // as a missing table. The pipe then fails to create that table, which explains the
              // problem better than a query that fails.
              + " WHERE t.table_type = 'BASE TABLE' AND t.table_schema IN ('', 'public')"
              + " AND UPPER(t.table_name) IN ("
              + Arrays.stream(BookKeepingTable.values())
                  .map(table -> "'" + table + "'")
                  .collect(Collectors.joining(", "))
              + ") UNION ALL SELECT '', option_name, option_value"
              + " FROM information_schema.database_options"
              + " WHERE option_name = 'database_dialect'");

  private DescriptionQuery() {}

  static DatabaseDescription execute(DatabaseClient client, SpannerSettings settings) {
    Dialect dialect = Dialect.GOOGLE_STANDARD_SQL;
    Map<BookKeepingTable, TableShape> tables = new EnumMap<>(BookKeepingTable.class);
    try (ResultSet rows =
        client.singleUse().executeQuery(STATEMENT, Options.tag("spanner-pipe describe"))) {
      while (rows.next()) {
        if (rows.getString(0).isEmpty()) {
          dialect = dialect(rows.getString(2));
        } else {
          add(tables, rows.getString(0), rows.getString(1), rows.getString(2));
        }
      }
    }
    return new DatabaseDescription(dialect, settings.emulator(), Optional.empty(), tables);
  }

  private static void add(
      Map<BookKeepingTable, TableShape> tables, String table, String column, String type) {
    BookKeepingTable.named(table)
        .ifPresent(
            known ->
                tables.put(
                    known,
                    tables
                        .getOrDefault(known, new TableShape(table, Map.of()))
                        .with(column, type)));
  }

  private static Dialect dialect(String value) {
    return value.equals("POSTGRESQL") ? Dialect.POSTGRESQL : Dialect.GOOGLE_STANDARD_SQL;
  }
}
