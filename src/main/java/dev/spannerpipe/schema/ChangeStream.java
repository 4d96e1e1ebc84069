package dev.spannerpipe.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A change stream.
public record ChangeStream(ObjectName name, Watched watched, ObjectOptions options)
    implements SchemaObject {
  /// What a change stream watches.
  ///
  /// @param everything whether it watches all tables
  /// @param tables the tables that it names; a stream can watch nothing
  public record Watched(boolean everything, List<WatchedTable> tables) {
    /// Nothing.
    public static final Watched NOTHING = new Watched(false, List.of());

    /// All tables.
    public static final Watched EVERYTHING = new Watched(true, List.of());

    /// Copies the list.
    public Watched {
      tables = List.copyOf(tables);
    }

    /// Returns the table that is watched by name.
    public Optional<WatchedTable> table(Name table) {
      return tables.stream().filter(each -> each.table().equals(table)).findFirst();
    }

    @Override
    public String toString() {
      return everything
          ? "ALL"
          : tables.isEmpty()
              ? "nothing"
              : tables.stream().map(WatchedTable::toString).collect(Collectors.joining(", "));
    }
  }

  /// A table that a change stream names.
  ///
  /// @param allColumns whether it watches all columns, also those that are added later
  /// @param columns the columns that it names, if it does not watch all; none means the key only
  public record WatchedTable(Name table, boolean allColumns, List<Name> columns) {
    /// Copies the list.
    public WatchedTable {
      columns = List.copyOf(columns);
    }

    /// Returns whether it watches the column by name.
    public boolean names(Name column) {
      return columns.contains(column);
    }

    @Override
    public String toString() {
      return allColumns
          ? table.text()
          : columns.stream()
              .map(Name::text)
              .collect(Collectors.joining(", ", table.text() + "(", ")"));
    }
  }
}
