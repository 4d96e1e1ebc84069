package dev.spannerpipe.schema;

import dev.spannerpipe.sql.SqlFragment;
import java.util.List;
import java.util.Optional;

/// A column of a table.
///
/// @param notNull whether it rejects `NULL`. Columns of a primary key in PostgreSQL always do
/// @param value where its value comes from if a statement gives none
/// @param others clauses of which only the text is known
public record Column(
    Name name,
    ColumnType type,
    boolean notNull,
    ColumnValue value,
    boolean hidden,
    ObjectOptions options,
    List<SqlFragment> others) {
  /// Copies the list.
  public Column {
    others = List.copyOf(others);
  }

  /// Where the value of a column comes from.
  ///
  /// @param defaultValue the value of a new row
  /// @param onUpdate the value after a change of the row
  public record ColumnValue(
      Optional<SqlFragment> defaultValue,
      Optional<SqlFragment> onUpdate,
      Optional<Generated> generated,
      Optional<SequenceProperties> identity) {
    /// No value but `NULL`.
    public static final ColumnValue NONE =
        new ColumnValue(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// Returns it with this default.
    public ColumnValue withDefault(Optional<SqlFragment> changed) {
      return new ColumnValue(changed, onUpdate, generated, identity);
    }

    /// Returns it with this value after a change.
    public ColumnValue withOnUpdate(Optional<SqlFragment> changed) {
      return new ColumnValue(defaultValue, changed, generated, identity);
    }

    /// Returns it generated like this.
    public ColumnValue withGenerated(Optional<Generated> changed) {
      return new ColumnValue(defaultValue, onUpdate, changed, identity);
    }

    /// Returns it with this identity.
    public ColumnValue withIdentity(Optional<SequenceProperties> changed) {
      return new ColumnValue(defaultValue, onUpdate, generated, changed);
    }
  }

  /// The expression that a column is generated from.
  ///
  /// @param stored whether its values are stored, and not computed when they are read
  public record Generated(SqlFragment expression, boolean stored) {}

  /// Creates a column that has a type only.
  public Column(Name name, ColumnType type) {
    this(name, type, false, ColumnValue.NONE, false, ObjectOptions.NONE, List.of());
  }

  /// Returns the column with this type.
  public Column withType(ColumnType changed) {
    return new Column(name, changed, notNull, value, hidden, options, others);
  }

  /// Returns the column with or without `NOT NULL`.
  public Column withNotNull(boolean changed) {
    return new Column(name, type, changed, value, hidden, options, others);
  }

  /// Returns the column with this value.
  public Column withValue(ColumnValue changed) {
    return new Column(name, type, notNull, changed, hidden, options, others);
  }

  /// Returns the column, hidden or not.
  public Column withHidden(boolean changed) {
    return new Column(name, type, notNull, value, changed, options, others);
  }

  /// Returns the column with these options.
  public Column withOptions(ObjectOptions changed) {
    return new Column(name, type, notNull, value, hidden, changed, others);
  }

  /// Returns the column with these clauses of which only the text is known.
  public Column withOthers(List<SqlFragment> changed) {
    return new Column(name, type, notNull, value, hidden, options, changed);
  }
}
