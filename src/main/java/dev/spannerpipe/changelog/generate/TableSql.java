package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.change.AddColumnConfig;
import liquibase.change.ColumnConfig;
import liquibase.change.ConstraintsConfig;
import liquibase.change.core.CreateTableChange;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.SequenceNextValueFunction;
import org.jspecify.annotations.Nullable;

/// Writes `CREATE TABLE`, and the column definitions and constraints of tables.
final class TableSql {
  private final Dialect dialect;
  private final Names names;
  private final ColumnTypeSql types;
  private final Values values;
  private final GeneratedColumns generated;

  TableSql(Dialect dialect, Names names, ColumnTypeSql types, Values values) {
    this.dialect = dialect;
    this.names = names;
    this.types = types;
    this.values = values;
    this.generated = new GeneratedColumns(dialect);
  }

  String create(CreateTableChange change) {
    List<String> parts = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<String> constraints = new ArrayList<>();
    for (ColumnConfig column : change.getColumns()) {
      parts.add(column(column, dialect == Dialect.POSTGRESQL && isKey(column)));
      if (isKey(column)) {
        keys.add(Names.required("column name", column.getName()));
      }
      foreignKey(column).ifPresent(constraints::add);
    }
    if (keys.isEmpty()) {
      throw new UnsupportedChangeException(
          "its table has no primary key",
          "Add the constraint primaryKey to the columns of the key, or write the change as sql");
    }
    parts.addAll(constraints);
    String key = "PRIMARY KEY (" + names.columns(keys) + ")";
    String start =
        "CREATE TABLE "
            + (Boolean.TRUE.equals(change.getIfNotExists()) ? "IF NOT EXISTS " : "")
            + names.table(change.getSchemaName(), change.getTableName())
            + " (";
    if (dialect == Dialect.GOOGLE_STANDARD_SQL) {
      return start + String.join(", ", parts) + ") " + key;
    }
    parts.add(key);
    return start + String.join(", ", parts) + ")";
  }

  private static boolean isKey(ColumnConfig column) {
    ConstraintsConfig constraints = column.getConstraints();
    return constraints != null && Boolean.TRUE.equals(constraints.isPrimaryKey());
  }

  /// Returns the definition of a column.
  ///
  /// @param notNullKey whether the column must be NOT NULL because it is part of the primary key
  String column(ColumnConfig column, boolean notNullKey) {
    refuse(column);
    if (Boolean.TRUE.equals(column.getComputed())) {
      return generated.column(column);
    }
    ConstraintsConfig constraints = column.getConstraints();
    boolean required =
        notNullKey || (constraints != null && Boolean.FALSE.equals(constraints.isNullable()));
    String type = types.of(column.getType());
    StringBuilder definition = new StringBuilder(names.column(column.getName()) + " " + type);
    if (required) {
      definition.append(" NOT NULL");
    }
    identity(column).ifPresent(definition::append);
    defaultValue(column, type).ifPresent(value -> definition.append(" ").append(value));
    return definition.toString();
  }

  /// Returns the clause for a column's default value; empty if the column has no default value.
  private Optional<String> defaultValue(ColumnConfig column, String type) {
    Object value = column.getDefaultValueObject();
    if (value == null) {
      return Optional.empty();
    }
    Optional<String> clause = generated.clause(value);
    if (clause.isPresent()) {
      return clause;
    }
    return Optional.of(
        bringsItsParentheses(column, value)
            ? "DEFAULT " + values.of(value, type)
            : defaultClause(value, type));
  }

  /// Returns whether the database computes the values of the column.
  boolean isGenerated(ColumnConfig column) {
    return Boolean.TRUE.equals(column.getComputed())
        || isGeneratedBy(column.getDefaultValueObject());
  }

  /// Returns whether a default value contains the clause of a generated or identity column.
  boolean isGeneratedBy(@Nullable Object defaultValue) {
    return generated.clause(defaultValue).isPresent();
  }

  /// Returns whether a default expression already has its parentheses. Liquibase itself writes the
  /// expression for a column of a new table unchanged, so changelogs include the parentheses. For a
  /// column that is added to an existing table, Liquibase adds the parentheses.
  private static boolean bringsItsParentheses(ColumnConfig column, Object value) {
    return !(column instanceof AddColumnConfig)
        && value instanceof DatabaseFunction function
        && isInParentheses(function.getValue().strip());
  }

  private static boolean isInParentheses(String expression) {
    int depth = 0;
    char quote = 0;
    for (int index = 0; index < expression.length(); index++) {
      char character = expression.charAt(index);
      if (quote != 0) {
        index += character == '\\' ? 1 : 0;
        quote = character == quote ? 0 : quote;
      } else if (character == '\'' || character == '"' || character == '`') {
        quote = character;
      } else {
        depth += character == '(' ? 1 : character == ')' ? -1 : 0;
        if (depth == 0) {
          return index > 0 && index == expression.length() - 1;
        }
      }
    }
    return false;
  }

  /// Returns `DEFAULT` and the expression of a value, in parentheses if the dialect is GoogleSQL.
  String defaultClause(Object value, @Nullable String type) {
    String expression =
        value instanceof SequenceNextValueFunction sequence
            ? values.nextValue(sequence)
            : values.of(value, type);
    return defaultExpression(expression);
  }

  String defaultExpression(String expression) {
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        ? "DEFAULT (" + expression + ")"
        : "DEFAULT " + expression;
  }

  private Optional<String> identity(ColumnConfig column) {
    if (!Boolean.TRUE.equals(column.isAutoIncrement())) {
      return Optional.empty();
    }
    if (dialect == Dialect.GOOGLE_STANDARD_SQL) {
      throw new UnsupportedChangeException(
          "Spanner has no auto-increment",
          "Use a bit-reversed sequence or an identity column in sql");
    }
    if (column.getIncrementBy() != null) {
      throw new UnsupportedChangeException(
          "Spanner's identity columns have no increment", "Remove incrementBy");
    }
    String start =
        column.getStartWith() == null ? "" : " START COUNTER WITH " + column.getStartWith();
    return Optional.of(" GENERATED BY DEFAULT AS IDENTITY (BIT_REVERSED_POSITIVE" + start + ")");
  }

  private static void refuse(ColumnConfig column) {
    ConstraintsConfig constraints = column.getConstraints();
    if (constraints == null) {
      return;
    }
    if (Boolean.TRUE.equals(constraints.isUnique())) {
      throw new UnsupportedChangeException(
          "Spanner has no UNIQUE constraints", "Create a unique index with createIndex");
    }
    if (constraints.getCheckConstraint() != null) {
      throw new UnsupportedChangeException(
          "Liquibase ignores checkConstraint", "Write the CHECK constraint as sql");
    }
  }

  /// Returns the table constraint for a column's foreign key; empty if the column has no foreign
  /// key.
  Optional<String> foreignKey(ColumnConfig column) {
    ConstraintsConfig constraints = column.getConstraints();
    if (constraints == null) {
      return Optional.empty();
    }
    String references = references(constraints);
    if (references == null) {
      return Optional.empty();
    }
    return Optional.of(
        "CONSTRAINT "
            + names.constraint(Names.required("foreignKeyName", constraints.getForeignKeyName()))
            + " FOREIGN KEY ("
            + names.column(column.getName())
            + ") REFERENCES "
            + references
            + (Boolean.TRUE.equals(constraints.isDeleteCascade()) ? " ON DELETE CASCADE" : ""));
  }

  private @Nullable String references(ConstraintsConfig constraints) {
    if (constraints.getReferences() != null) {
      return constraints.getReferences();
    }
    if (constraints.getReferencedTableName() == null
        || constraints.getReferencedColumnNames() == null) {
      return null;
    }
    return names.table(
            constraints.getReferencedTableSchemaName(), constraints.getReferencedTableName())
        + " ("
        + names.columns(constraints.getReferencedColumnNames())
        + ")";
  }
}
