package dev.spannerpipe.compare;

import dev.spannerpipe.compare.GeneratedChangeSet.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Thinks up changes that make sense after those before. It keeps a small model of the database.
final class RandomChanges {
  private static final List<String> TYPES =
      List.of(
          "INT64",
          "STRING(40)",
          "STRING(MAX)",
          "FLOAT64",
          "BOOL",
          "DATE",
          "NUMERIC",
          "VARCHAR(30)",
          "BIGINT",
          "BOOLEAN",
          "CLOB");

  private final RandomGenerator random;
  private final Repository repository;
  private final List<Table> tables = new ArrayList<>();
  private int numbers;

  RandomChanges(RandomGenerator random, Repository repository) {
    this.random = random;
    this.repository = repository;
  }

  /// A table of the model: its key is `id`, and `n` is a whole number.
  private static final class Table {
    final String name;
    final Map<String, String> columns = new LinkedHashMap<>();
    final List<String> indexes = new ArrayList<>();
    final List<String> links = new ArrayList<>();
    boolean hasDefault;
    boolean used;
    int rows;

    Table(String name) {
      this.name = name;
    }
  }

  /// Returns a number that no other caller gets.
  int next() {
    return ++numbers;
  }

  /// Returns a change as SQL.
  Change sql() {
    if (tables.isEmpty() || random.nextInt(5) == 0) {
      Table table = newTable();
      return Change.sql(
          "CREATE TABLE %s (\n  id INT64 NOT NULL, -- the key; of all\n  n INT64,\n) PRIMARY KEY (id)"
              .formatted(table.name));
    }
    Table table = any(tables);
    return Change.sql(
        switch (random.nextInt(6)) {
          case 0, 1 ->
              "INSERT INTO %s (id, n) VALUES (%d, %d)"
                  .formatted(table.name, ++table.rows, random.nextInt(100));
          case 2 -> "UPDATE %s SET n = n + %d WHERE true".formatted(table.name, random.nextInt(9));
          case 3 -> "CREATE INDEX %s ON %s (n DESC)".formatted(newIndex(table), table.name);
          case 4 ->
              "ALTER TABLE %s ADD COLUMN %s STRING(MAX) DEFAULT ('a;b')"
                  .formatted(table.name, newColumn(table, "STRING(MAX)"));
          default -> "DELETE FROM %s WHERE n = %d".formatted(table.name, random.nextInt(100));
        });
  }

  /// Returns a change of another type.
  Change structured() {
    if (tables.isEmpty() || random.nextInt(5) == 0) {
      return createTable();
    }
    Table table = any(tables);
    return switch (random.nextInt(18)) {
      case 0 -> addColumn(table);
      case 1 -> createIndex(table);
      case 2 -> dropIndex(table);
      case 3 -> dropTable(table);
      case 4 -> sqlFile(table);
      case 5 -> load(table, false);
      case 6 -> load(table, true);
      case 7 -> update(table);
      case 8 -> change("delete", "tableName", table.name, "where", "n = " + random.nextInt(100));
      case 9 -> foreignKey(table);
      case 10 -> view(table);
      case 11 -> defaultValue(table);
      case 12 -> dropColumn(table);
      case 13 -> widen(table);
      case 14 -> other(table);
      default -> insert(table);
    };
  }

  /// From a column that nobody fills, so that no row is in its way.
  private Change foreignKey(Table table) {
    if (table.links.isEmpty()) {
      String link = "link" + next();
      table.links.add(link);
      return change(
          "addColumn",
          "tableName",
          table.name,
          "columns",
          List.of(map("name", link, "type", "INT64")));
    }
    Table parent = tables.getFirst();
    parent.used = true;
    return change(
        "addForeignKeyConstraint",
        "constraintName",
        "fk" + next(),
        "baseTableName",
        table.name,
        "baseColumnNames",
        table.links.getFirst(),
        "referencedTableName",
        parent.name,
        "referencedColumnNames",
        "id");
  }

  private Change view(Table table) {
    table.used = true;
    return change(
        "createView",
        "viewName",
        "v" + next(),
        "selectQuery",
        "SELECT t.id, t.n FROM %s AS t WHERE t.n < 5".formatted(table.name));
  }

  private Change defaultValue(Table table) {
    if (table.hasDefault) {
      table.hasDefault = false;
      return change(
          "dropDefaultValue",
          "tableName",
          table.name,
          "columnName",
          "n",
          "columnDataType",
          "INT64");
    }
    table.hasDefault = true;
    return change(
        "addDefaultValue",
        "tableName",
        table.name,
        "columnName",
        "n",
        "columnDataType",
        "INT64",
        "defaultValueNumeric",
        random.nextInt(99));
  }

  private Change dropColumn(Table table) {
    List<String> free = List.copyOf(table.columns.keySet());
    if (free.isEmpty()) {
      return insert(table);
    }
    String column = any(free);
    table.columns.remove(column);
    return change("dropColumn", "tableName", table.name, "columnName", column);
  }

  /// Only where there is no default, which Liquibase would lose.
  private Change widen(Table table) {
    for (Map.Entry<String, String> column : table.columns.entrySet()) {
      if (column.getValue().equals("VARCHAR(30)")) {
        column.setValue("STRING(90)");
        return change(
            "modifyDataType",
            "tableName",
            table.name,
            "columnName",
            column.getKey(),
            "newDataType",
            "STRING(90)");
      }
    }
    return addColumn(table);
  }

  private Change other(Table table) {
    return switch (random.nextInt(4)) {
      case 0 -> change("createSequence", "sequenceName", "s" + next(), "startValue", next());
      case 1 -> change("empty");
      case 2 -> change("output", "message", "a line", "target", "STDERR");
      default ->
          change(
              "sql",
              "sql",
              "UPDATE %s SET n = 1 WHERE id = 1 // UPDATE %s SET n = n + 1 WHERE id = 1"
                  .formatted(table.name, table.name),
              "endDelimiter",
              "//");
    };
  }

  private Change createTable() {
    Table table = newTable();
    List<Object> columns = new ArrayList<>();
    columns.add(
        map(
            "name",
            "id",
            "type",
            "INT64",
            "constraints",
            map("primaryKey", true, "nullable", false)));
    columns.add(map("name", "n", "type", "BIGINT"));
    for (int i = random.nextInt(4); i > 0; i--) {
      String type = any(TYPES);
      columns.add(map("name", newColumn(table, type), "type", type));
    }
    return change("createTable", "tableName", table.name, "columns", columns);
  }

  private Change addColumn(Table table) {
    String type = any(TYPES);
    Map<String, Object> column = map("name", newColumn(table, type), "type", type);
    if (type.startsWith("STRING") && random.nextBoolean()) {
      column.put("defaultValue", "it is; " + next());
    }
    return change("addColumn", "tableName", table.name, "columns", List.of(column));
  }

  private Change createIndex(Table table) {
    List<Object> columns =
        List.of(map("name", "n", "descending", random.nextBoolean()), map("name", "id"));
    return change(
        "createIndex",
        "indexName",
        newIndex(table),
        "tableName",
        table.name,
        "unique",
        random.nextBoolean(),
        "columns",
        columns);
  }

  private Change dropIndex(Table table) {
    return table.indexes.isEmpty()
        ? insert(table)
        : change("dropIndex", "indexName", table.indexes.removeLast(), "tableName", table.name);
  }

  private Change dropTable(Table table) {
    if (tables.size() < 3 || table.used || !table.indexes.isEmpty()) {
      return insert(table);
    }
    tables.remove(table);
    return change("dropTable", "tableName", table.name);
  }

  private Change sqlFile(Table table) {
    String file = "files/statements" + next() + ".sql";
    repository.write(
        file,
        "INSERT INTO %s (id, n) VALUES (%d, 1); -- the first\nUPDATE %s SET n = 2 WHERE id = %d;\n"
            .formatted(table.name, ++table.rows, table.name, table.rows));
    return change("sqlFile", "path", file);
  }

  private Change load(Table table, boolean update) {
    String file = "files/rows" + next() + ".csv";
    StringBuilder rows = new StringBuilder("id,n\n");
    for (int i = random.nextInt(4) + 1; i > 0; i--) {
      rows.append(++table.rows).append(',').append(random.nextInt(50)).append('\n');
    }
    if (update) {
      rows.append("1,77\n");
    }
    repository.write(file, rows.toString());
    List<Object> columns =
        List.of(map("name", "id", "type", "NUMERIC"), map("name", "n", "type", "NUMERIC"));
    return update
        ? change(
            "loadUpdateData",
            "tableName",
            table.name,
            "file",
            file,
            "primaryKey",
            "id",
            "columns",
            columns)
        : change("loadData", "tableName", table.name, "file", file, "columns", columns);
  }

  private Change update(Table table) {
    return change(
        "update",
        "tableName",
        table.name,
        "columns",
        List.of(map("name", "n", "valueNumeric", random.nextInt(100))),
        "where",
        "id < " + random.nextInt(5));
  }

  private Change insert(Table table) {
    List<Object> columns = new ArrayList<>();
    columns.add(map("name", "id", "valueNumeric", ++table.rows));
    columns.add(map("name", "n", "valueNumeric", random.nextInt(100)));
    table.columns.forEach(
        (name, type) -> {
          if (random.nextBoolean()) {
            columns.add(value(name, type));
          }
        });
    return change("insert", "tableName", table.name, "columns", columns);
  }

  private Map<String, Object> value(String column, String type) {
    return switch (type) {
      case "INT64", "BIGINT" -> map("name", column, "valueNumeric", random.nextInt());
      case "FLOAT64" -> map("name", column, "valueNumeric", random.nextInt(1000) / 8.0);
      case "NUMERIC" -> map("name", column, "valueNumeric", random.nextInt(1000) / 4.0);
      case "BOOL", "BOOLEAN" -> map("name", column, "valueBoolean", random.nextBoolean());
      case "DATE" -> map("name", column, "valueDate", "2026-03-" + (10 + random.nextInt(20)));
      default -> map("name", column, "value", "'größer' \"" + random.nextInt(99) + "\"; ${given}");
    };
  }

  private Table newTable() {
    Table table = new Table("t" + next());
    tables.add(table);
    return table;
  }

  private String newColumn(Table table, String type) {
    String name = "c" + next();
    table.columns.put(name, type);
    return name;
  }

  private String newIndex(Table table) {
    String name = "i" + next();
    table.indexes.add(name);
    return name;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static Change change(String type, Object... attributes) {
    return new Change(type, map(attributes));
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
