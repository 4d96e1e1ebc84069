package dev.spannerpipe.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Schema and data of the model: tables of whole numbers with the key `Id`, and indexes.
final class ToyTables {
  private record Index(String table, String column, boolean unique) {}

  private static final class Table {
    final Set<String> columns = new TreeSet<>();
    final TreeMap<Long, TreeMap<String, Long>> rows = new TreeMap<>();

    Table copy() {
      Table copy = new Table();
      copy.columns.addAll(columns);
      rows.forEach((id, row) -> copy.rows.put(id, new TreeMap<>(row)));
      return copy;
    }
  }

  /// A statement cannot be executed.
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean byData;

    Refusal(String message, boolean byData) {
      super(message, null, false, false);
      this.byData = byData;
    }

    /// Returns whether it takes a look at the data to see it.
    boolean byData() {
      return byData;
    }
  }

  private final TreeMap<String, Table> tables = new TreeMap<>();
  private final TreeMap<String, Index> indexes = new TreeMap<>();

  ToyTables copy() {
    ToyTables copy = new ToyTables();
    tables.forEach((name, table) -> copy.tables.put(name, table.copy()));
    copy.indexes.putAll(indexes);
    return copy;
  }

  /// Executes a statement, and returns how many rows it touched.
  ///
  /// @throws Refusal if it cannot be executed; then nothing changed
  long execute(ToyStatement statement) {
    return switch (statement) {
      case ToyStatement.CreateTable create -> createTable(create);
      case ToyStatement.DropTable(String name) -> dropTable(name);
      case ToyStatement.AddColumn(String table, String column) -> addColumn(table, column);
      case ToyStatement.DropColumn(String table, String column) -> dropColumn(table, column);
      case ToyStatement.CreateIndex create -> createIndex(create);
      case ToyStatement.DropIndex(String name, boolean ifExists) -> dropIndex(name, ifExists);
      case ToyStatement.Insert insert -> insert(insert);
      case ToyStatement.Increase increase -> increase(increase);
      case ToyStatement.Fill fill -> fill(fill);
      case ToyStatement.Delete(String table, long id) ->
          table(table).rows.remove(id) == null ? 0 : 1;
      case ToyStatement.CountRows(String table) -> table(table).rows.size();
      case ToyStatement.CountTables(String table) -> tables.containsKey(table) ? 1 : 0;
      case ToyStatement.CountColumns(String table, String column) ->
          tables.containsKey(table) && table(table).columns.contains(column) ? 1 : 0;
      case ToyStatement.Nonsense(String text) -> throw new Refusal("Syntax error: " + text, false);
    };
  }

  private Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new Refusal("Table not found: " + name, false);
    }
    return table;
  }

  private static void column(Table table, String name) {
    if (!table.columns.contains(name)) {
      throw new Refusal("Column not found: " + name, false);
    }
  }

  private static void refuseTaken(boolean taken, String name) {
    if (taken) {
      throw new Refusal("Duplicate name in schema: " + name, false);
    }
  }

  private long createTable(ToyStatement.CreateTable create) {
    refuseTaken(
        tables.containsKey(create.table()) || indexes.containsKey(create.table()), create.table());
    Table table = new Table();
    table.columns.addAll(create.columns());
    tables.put(create.table(), table);
    return 0;
  }

  private long dropTable(String name) {
    table(name);
    if (indexes.values().stream().anyMatch(index -> index.table().equals(name))) {
      throw new Refusal("Cannot drop table with indices: " + name, false);
    }
    tables.remove(name);
    return 0;
  }

  private long addColumn(String table, String column) {
    refuseTaken(!table(table).columns.add(column), column);
    return 0;
  }

  private long dropColumn(String table, String column) {
    column(table(table), column);
    if (indexes.values().stream()
        .anyMatch(index -> index.table().equals(table) && index.column().equals(column))) {
      throw new Refusal("Cannot drop a column that an index uses: " + column, false);
    }
    table(table).columns.remove(column);
    table(table).rows.values().forEach(row -> row.remove(column));
    return 0;
  }

  private long createIndex(ToyStatement.CreateIndex create) {
    refuseTaken(
        tables.containsKey(create.index()) || indexes.containsKey(create.index()), create.index());
    column(table(create.table()), create.column());
    if (create.unique()) {
      refuseRepeated(create.table(), create.column());
    }
    indexes.put(create.index(), new Index(create.table(), create.column(), create.unique()));
    return 0;
  }

  private void refuseRepeated(String table, String column) {
    Set<Long> seen = new HashSet<>();
    for (TreeMap<String, Long> row : table(table).rows.values()) {
      if (!seen.add(row.get(column))) {
        throw new Refusal("Found uniqueness violation on " + column, true);
      }
    }
  }

  private long dropIndex(String name, boolean ifExists) {
    if (indexes.remove(name) == null && !ifExists) {
      throw new Refusal("Index not found: " + name, false);
    }
    return 0;
  }

  private long insert(ToyStatement.Insert insert) {
    Table table = table(insert.table());
    insert.columns().forEach(column -> column(table, column));
    TreeMap<String, Long> row = new TreeMap<>();
    for (int i = 0; i < insert.columns().size(); i++) {
      row.put(insert.columns().get(i), insert.values().get(i));
    }
    Long id = row.get("Id");
    if (id == null || table.rows.containsKey(id)) {
      throw new Refusal("Row already exists: " + id, true);
    }
    table.rows.put(id, row);
    try {
      refuseBrokenIndexes(insert.table());
    } catch (Refusal refusal) {
      table.rows.remove(id);
      throw refusal;
    }
    return 1;
  }

  private void refuseBrokenIndexes(String table) {
    for (Index index : indexes.values()) {
      if (index.unique() && index.table().equals(table)) {
        refuseRepeated(table, index.column());
      }
    }
  }

  private long increase(ToyStatement.Increase increase) {
    Table table = table(increase.table());
    column(table, increase.column());
    TreeMap<String, Long> row = table.rows.get(increase.id());
    if (row == null || row.get(increase.column()) == null) {
      return row == null ? 0 : 1;
    }
    row.merge(increase.column(), increase.by(), Long::sum);
    return 1;
  }

  private long fill(ToyStatement.Fill fill) {
    Table table = table(fill.table());
    column(table, fill.column());
    long count = 0;
    for (TreeMap<String, Long> row : table.rows.values()) {
      if (row.putIfAbsent(fill.column(), fill.value()) == null) {
        count++;
      }
    }
    return count;
  }

  /// Returns the schema, one line per table and index.
  List<String> ddl() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Table> table : tables.entrySet()) {
      lines.add("TABLE " + table.getKey() + " " + table.getValue().columns);
    }
    for (Map.Entry<String, Index> index : indexes.entrySet()) {
      lines.add("INDEX " + index.getKey() + " " + index.getValue());
    }
    return lines;
  }

  /// Returns everything there is, schema and data, as text.
  String text() {
    StringBuilder text = new StringBuilder();
    ddl().forEach(line -> text.append(line).append('\n'));
    for (Map.Entry<String, Table> table : tables.entrySet()) {
      table
          .getValue()
          .rows
          .values()
          .forEach(row -> text.append(table.getKey()).append(' ').append(row).append('\n'));
    }
    return text.toString();
  }
}
