package dev.spannerpipe.changelog.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.util.csv.CSVReader;
import org.jspecify.annotations.Nullable;

/// Converts `loadData` and `loadUpdateData` to statements with literals. Liquibase would instead
/// send one prepared statement per row, and would guess the types of the values.
final class LoadData {
  /// The maximum number of values per statement. With this maximum, a file needs few round trips,
  /// and a statement stays far below the limit of mutations.
  private static final int VALUES_PER_STATEMENT = 5_000;

  /// The maximum size of the values per statement, in bytes. Spanner accepts 1 MiB per statement.
  /// The difference leaves room for the head of the statement and the separators between rows.
  private static final int BYTES_PER_STATEMENT = 900_000;

  private final Dialect dialect;
  private final Names names;
  private final CsvCell cells;
  private final KnownColumns known;

  LoadData(Dialect dialect, Names names, CsvCell cells, KnownColumns known) {
    this.dialect = dialect;
    this.names = names;
    this.cells = cells;
    this.known = known;
  }

  /// A row of the file.
  ///
  /// @param line the number of the first line, counted from 1
  /// @param values the literal of each value; the key is the column name
  private record Row(int line, Map<String, String> values) {
    /// Returns the number of bytes that the row needs in a statement, including separators.
    int bytes() {
      int bytes = 4;
      for (String value : values.values()) {
        bytes += value.getBytes(UTF_8).length + 2;
      }
      return bytes;
    }
  }

  List<GeneratedStatement> write(LoadDataChange change) {
    List<Row> rows = read(change);
    List<GeneratedStatement> drafts = new ArrayList<>();
    int start = 0;
    while (start < rows.size()) {
      int end = end(rows, start);
      List<Row> chunk = rows.subList(start, end);
      if (change instanceof LoadUpdateDataChange update) {
        drafts.addAll(update(update, chunk));
      } else {
        drafts.add(draft(change, chunk, insert("INSERT INTO ", "", change, chunk)));
      }
      start = end;
    }
    return drafts;
  }

  /// Returns the index after the last row of the statement that begins with the row at `start`. A
  /// statement has at least one row, and otherwise no more than the limits for values and bytes
  /// allow.
  private static int end(List<Row> rows, int start) {
    int values = rows.get(start).values().size();
    int bytes = rows.get(start).bytes();
    int end = start + 1;
    while (end < rows.size()
        && values + rows.get(end).values().size() <= VALUES_PER_STATEMENT
        && bytes + rows.get(end).bytes() <= BYTES_PER_STATEMENT) {
      values += rows.get(end).values().size();
      bytes += rows.get(end).bytes();
      end++;
    }
    return end;
  }

  /// Returns a statement with its location. The location includes the lines of all rows in the
  /// statement, because Spanner does not report which row of a statement it rejects.
  private static GeneratedStatement draft(LoadDataChange change, List<Row> rows, String sql) {
    GeneratedStatement.Place place =
        new GeneratedStatement.Place(
            CsvFile.path(change), rows.getFirst().line(), rows.getLast().line());
    return new GeneratedStatement.Sql(sql, Optional.empty(), Optional.of(place));
  }

  private String insert(String verb, String ending, LoadDataChange change, List<Row> rows) {
    List<String> columns = List.copyOf(rows.getFirst().values().keySet());
    if (columns.isEmpty()) {
      throw new UnsupportedChangeException(
          "its file has no columns to load", "Name the columns in the first line");
    }
    return verb
        + names.table(change.getSchemaName(), change.getTableName())
        + " ("
        + names.columns(columns)
        + ") VALUES "
        + rows.stream()
            .map(row -> "(" + String.join(", ", row.values().values()) + ")")
            .collect(Collectors.joining(",\n"))
        + ending;
  }

  /// Updates existing rows, then inserts the missing ones. An upsert would do both in one
  /// statement, but would also overwrite columns that `allowUpdate` excludes.
  private List<GeneratedStatement> update(LoadUpdateDataChange change, List<Row> rows) {
    List<String> keys =
        Arrays.stream(Names.required("primaryKey", change.getPrimaryKey()).split(","))
            .map(String::strip)
            .toList();
    Set<String> kept = kept(change);
    List<GeneratedStatement> drafts = new ArrayList<>();
    for (Row row : rows) {
      update(change, keys, kept, row)
          .ifPresent(sql -> drafts.add(draft(change, List.of(row), sql)));
    }
    if (!Boolean.TRUE.equals(change.getOnlyUpdate())) {
      boolean googleSql = dialect == Dialect.GOOGLE_STANDARD_SQL;
      String verb = googleSql ? "INSERT OR IGNORE INTO " : "INSERT INTO ";
      String ending = googleSql ? "" : " ON CONFLICT (" + names.columns(keys) + ") DO NOTHING";
      List<Row> repeated = repeated(rows, keys);
      List<Row> first = rows.stream().filter(row -> !repeated.contains(row)).toList();
      drafts.add(draft(change, first, insert(verb, ending, change, first)));
      for (Row row : repeated) {
        update(change, keys, kept, row)
            .ifPresent(sql -> drafts.add(draft(change, List.of(row), sql)));
      }
    }
    return drafts;
  }

  /// Returns the rows whose key already occurs in an earlier row. The caller applies these rows
  /// last, so that for each key the last row takes effect.
  private static List<Row> repeated(List<Row> rows, List<String> keys) {
    Set<List<@Nullable String>> seen = new HashSet<>();
    return rows.stream()
        .filter(row -> !seen.add(keys.stream().map(row.values()::get).toList()))
        .toList();
  }

  private static Set<String> kept(LoadDataChange change) {
    return change.getColumns().stream()
        .filter(column -> Boolean.FALSE.equals(column.getAllowUpdate()))
        .map(LoadDataColumnConfig::getName)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Optional<String> update(
      LoadDataChange change, List<String> keys, Set<String> kept, Row row) {
    String assignments =
        row.values().entrySet().stream()
            .filter(value -> !keys.contains(value.getKey()) && !kept.contains(value.getKey()))
            .map(value -> names.column(value.getKey()) + " = " + value.getValue())
            .collect(Collectors.joining(", "));
    if (assignments.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "UPDATE "
            + names.table(change.getSchemaName(), change.getTableName())
            + " SET "
            + assignments
            + " WHERE "
            + keys.stream().map(key -> equal(key, row)).collect(Collectors.joining(" AND ")));
  }

  private String equal(String key, Row row) {
    String value = row.values().get(key);
    if (value == null) {
      throw new UnsupportedChangeException(
          "its file has no column " + key, "Load the primary key's columns");
    }
    return names.column(key) + (value.equals("NULL") ? " IS NULL" : " = " + value);
  }

  // An interruption while the file is closed is handled like every other checked exception.
  @SuppressWarnings("try")
  private List<Row> read(LoadDataChange change) {
    String file = CsvFile.path(change);
    Map<String, String> types = known.columns(change.getTableName());
    List<Row> rows = new ArrayList<>();
    try (CSVReader reader = change.getCSVReader()) {
      CsvFile csv = CsvFile.open(change, reader, file);
      for (CsvFile.Line line = csv.next(); line != null; line = csv.next()) {
        rows.add(row(change, csv, types, line));
      }
      return rows;
    } catch (UnsupportedChangeException | RepositoryFiles.Rejected refused) {
      throw refused;
    } catch (Exception unreadable) {
      Optional<String> encoding = LiquibaseErrors.unknownEncoding(unreadable);
      if (encoding.isPresent()) {
        throw new UnsupportedChangeException(
            "its encoding " + encoding.get() + " is unknown",
            "Write encoding: UTF-8, or the encoding's name in Java");
      }
      throw new UnsupportedChangeException(
          "its file " + file + " could not be read: " + LiquibaseErrors.text(unreadable),
          "Correct the file");
    }
  }

  private Row row(
      LoadDataChange change, CsvFile csv, Map<String, String> types, CsvFile.Line line) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int index = 0; index < csv.headers().size(); index++) {
      LoadDataColumnConfig column = csv.column(index);
      if (!"skip".equalsIgnoreCase(column.getType())) {
        String name = csv.name(index);
        values.put(
            name,
            value(change, column, types.get(name.toLowerCase(Locale.ROOT)), csv, line, index));
      }
    }
    return new Row(line.number(), values);
  }

  private String value(
      LoadDataChange change,
      LoadDataColumnConfig column,
      @Nullable String type,
      CsvFile csv,
      CsvFile.Line line,
      int index) {
    try {
      return cells.value(change, column, type, line.cells().get(index));
    } catch (UnsupportedChangeException refused) {
      throw new UnsupportedChangeException(
          csv.file()
              + ":"
              + line.number()
              + ", column "
              + csv.name(index)
              + ": "
              + refused.reason(),
          refused.action());
    }
  }
}
