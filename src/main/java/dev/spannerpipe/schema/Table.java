package dev.spannerpipe.schema;

import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A table.
///
/// @param columns in the order of the declaration
/// @param primaryKey its columns; empty for a table of at most one row
public record Table(
    ObjectName name,
    List<Column> columns,
    List<KeyPart> primaryKey,
    Constraints constraints,
    TableTraits traits)
    implements SchemaObject {
  /// Copies the lists.
  public Table {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /// Creates a table that has a name only.
  public Table(Name name) {
    this(
        new ObjectName(ObjectKind.TABLE, name),
        List.of(),
        List.of(),
        Constraints.NONE,
        TableTraits.NONE);
  }

  /// Returns the column with this name.
  public Optional<Column> column(Name column) {
    return columns.stream().filter(each -> each.name().equals(column)).findFirst();
  }

  /// Returns whether the column belongs to the primary key.
  public boolean isKey(Name column) {
    return primaryKey.stream().anyMatch(part -> part.column().equals(column));
  }

  /// Returns the table under another name.
  public Table withName(Name newName) {
    return new Table(
        new ObjectName(ObjectKind.TABLE, newName), columns, primaryKey, constraints, traits);
  }

  /// Returns the table with this primary key.
  public Table withPrimaryKey(List<KeyPart> key) {
    return new Table(name, columns, key, constraints, traits);
  }

  /// Returns the table with this column, in the place of one with the same name, else as the last.
  public Table withColumn(Column column) {
    List<Column> changed = new ArrayList<>(columns);
    changed.replaceAll(each -> each.name().equals(column.name()) ? column : each);
    if (column(column.name()).isEmpty()) {
      changed.add(column);
    }
    return new Table(name, changed, primaryKey, constraints, traits);
  }

  /// Returns the table without this column.
  public Table withoutColumn(Name column) {
    return new Table(
        name,
        columns.stream().filter(each -> !each.name().equals(column)).toList(),
        primaryKey,
        constraints,
        traits);
  }

  /// Returns the table with other constraints.
  public Table withConstraints(UnaryOperator<Constraints> change) {
    return new Table(name, columns, primaryKey, change.apply(constraints), traits);
  }

  /// Returns the table with other traits.
  public Table withTraits(UnaryOperator<TableTraits> change) {
    return new Table(name, columns, primaryKey, constraints, change.apply(traits));
  }

  /// Names a part of the table.
  public ObjectName part(ObjectKind kind, Name part) {
    return new ObjectName(kind, name.name(), part);
  }
}
