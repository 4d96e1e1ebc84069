package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liquibase.change.AddColumnConfig;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddDefaultValueChange;
import liquibase.change.core.AddNotNullConstraintChange;
import liquibase.change.core.DropColumnChange;
import liquibase.change.core.DropNotNullConstraintChange;
import liquibase.change.core.MergeColumnChange;
import liquibase.change.core.ModifyDataTypeChange;
import org.jspecify.annotations.Nullable;

/// Generates the SQL of changes to columns of existing tables.
final class ColumnSql {
  private final Names names;
  private final ColumnTypeSql types;
  private final Values values;
  private final TableSql tables;
  private final KnownColumns known;
  private final LiveColumns live;

  ColumnSql(
      Names names,
      ColumnTypeSql types,
      Values values,
      TableSql tables,
      KnownColumns known,
      LiveColumns live) {
    this.names = names;
    this.types = types;
    this.values = values;
    this.tables = tables;
    this.known = known;
    this.live = live;
  }

  List<GeneratedStatement> allowNull(DropNotNullConstraintChange change) {
    return List.of(
        live.allowNull(
            target(change.getSchemaName(), change.getTableName(), change.getColumnName())));
  }

  private static LiveColumns.Target target(
      @Nullable String schema, @Nullable String table, @Nullable String column) {
    return new LiveColumns.Target(
        schema, Names.required("tableName", table), Names.required("columnName", column));
  }

  List<GeneratedStatement> add(AddColumnChange change) {
    List<GeneratedStatement> added = new ArrayList<>();
    List<GeneratedStatement> filled = new ArrayList<>();
    String table = names.table(change.getSchemaName(), change.getTableName());
    if (change.getColumns().isEmpty()) {
      throw new UnsupportedChangeException("it names no columns", "Name the columns");
    }
    for (AddColumnConfig column : change.getColumns()) {
      if (column.getConstraints() != null
          && Boolean.TRUE.equals(column.getConstraints().isPrimaryKey())) {
        throw new UnsupportedChangeException(
            "Spanner cannot add a column to a primary key", "Create a new table with that key");
      }
      if (column.getValueObject() != null && tables.isGenerated(column)) {
        throw new UnsupportedChangeException(
            "its generated column " + column.getName() + " has a value", "Remove the value");
      }
      added.add(
          new GeneratedStatement.Sql("ALTER TABLE " + table + " ADD COLUMN " + added(column)));
      tables
          .foreignKey(column)
          .ifPresent(
              key ->
                  filled.add(new GeneratedStatement.Sql("ALTER TABLE " + table + " ADD " + key)));
      fill(change, column, table, filled);
    }
    added.addAll(filled);
    return added;
  }

  /// Returns the definition of an added column. If the existing rows must be filled with a value
  /// first, the definition has no NOT NULL yet.
  private String added(AddColumnConfig column) {
    if (!isFilledFirst(column)) {
      return tables.column(column, false);
    }
    Boolean nullable = column.getConstraints().isNullable();
    column.getConstraints().setNullable(true);
    try {
      return tables.column(column, false);
    } finally {
      column.getConstraints().setNullable(nullable);
    }
  }

  private static boolean isFilledFirst(AddColumnConfig column) {
    return column.getValueObject() != null
        && column.getConstraints() != null
        && Boolean.FALSE.equals(column.getConstraints().isNullable());
  }

  private void fill(
      AddColumnChange change,
      AddColumnConfig column,
      String table,
      List<GeneratedStatement> drafts) {
    if (column.getValueObject() == null) {
      return;
    }
    drafts.add(
        new GeneratedStatement.Sql(
            "UPDATE "
                + table
                + " SET "
                + names.column(column.getName())
                + " = "
                + values.of(column.getValueObject(), types.of(column.getType()))
                + " WHERE true"));
    if (isFilledFirst(column)) {
      drafts.add(
          live.require(target(change.getSchemaName(), change.getTableName(), column.getName())));
    }
  }

  List<GeneratedStatement> drop(DropColumnChange change) {
    List<String> columns =
        change.getColumns() == null || change.getColumns().isEmpty()
            ? List.of(Names.required("columnName", change.getColumnName()))
            : change.getColumns().stream()
                .map(column -> Names.required("column name", column.getName()))
                .toList();
    String table = names.table(change.getSchemaName(), change.getTableName());
    return columns.stream()
        .<GeneratedStatement>map(
            column ->
                new GeneratedStatement.Sql(
                    "ALTER TABLE " + table + " DROP COLUMN " + names.column(column)))
        .toList();
  }

  List<GeneratedStatement> retype(ModifyDataTypeChange change) {
    String type = types.of(Names.required("newDataType", change.getNewDataType()));
    return List.of(
        live.retype(
            target(change.getSchemaName(), change.getTableName(), change.getColumnName()), type));
  }

  List<GeneratedStatement> require(AddNotNullConstraintChange change) {
    List<GeneratedStatement> drafts = new ArrayList<>();
    String column = names.column(change.getColumnName());
    if (change.getDefaultNullValue() != null
        && !change.getDefaultNullValue().equalsIgnoreCase("null")) {
      drafts.add(
          new GeneratedStatement.Sql(
              "UPDATE "
                  + names.table(change.getSchemaName(), change.getTableName())
                  + " SET "
                  + column
                  + " = "
                  + values.of(change.getDefaultNullValue(), typeOf(change))
                  + " WHERE "
                  + column
                  + " IS NULL"));
    }
    drafts.add(
        live.require(
            target(change.getSchemaName(), change.getTableName(), change.getColumnName())));
    return drafts;
  }

  private @Nullable String typeOf(AddNotNullConstraintChange change) {
    String type =
        change.getColumnName() == null
            ? null
            : KnownColumns.type(known.columns(change.getTableName()), change.getColumnName());
    return type == null && change.getColumnDataType() != null
        ? types.of(change.getColumnDataType())
        : type;
  }

  String addDefault(AddDefaultValueChange change) {
    String type =
        KnownColumns.type(
            known.columns(change.getTableName()),
            Names.required("columnName", change.getColumnName()));
    if (type == null && change.getColumnDataType() != null) {
      type = types.of(change.getColumnDataType());
    }
    return "ALTER TABLE "
        + names.table(change.getSchemaName(), change.getTableName())
        + " ALTER COLUMN "
        + names.column(change.getColumnName())
        + " SET "
        + defaultOf(change, type);
  }

  /// Returns the `DEFAULT` clause. Uses numbers and times as they are written in the changelog,
  /// because Liquibase's parsed values do not have the original notation.
  private String defaultOf(AddDefaultValueChange change, @Nullable String type) {
    String number = change.getDefaultValueNumeric();
    if (change.getDefaultValue() == null && number != null) {
      return tables.defaultExpression(values.number(Values.unwrapped(number), type));
    }
    String moment = change.getDefaultValueDate();
    if (change.getDefaultValue() == null && moment != null) {
      return tables.defaultExpression(values.moment(moment));
    }
    if (tables.isGeneratedBy(change.getDefaultValueComputed())) {
      throw new UnsupportedChangeException(
          "Spanner cannot turn a column into a generated one",
          "Add a new column that is generated, and drop the old one");
    }
    return Stream.of(
            Optional.<Object>ofNullable(change.getDefaultValue()),
            Optional.<Object>ofNullable(change.getDefaultValueBoolean()),
            Optional.<Object>ofNullable(change.getDefaultValueComputed()),
            Optional.<Object>ofNullable(change.getDefaultValueSequenceNext()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(value -> tables.defaultClause(value, type))
        .orElseThrow(
            () -> new UnsupportedChangeException("its default value is missing", "Add it"));
  }

  List<GeneratedStatement> merge(MergeColumnChange change) {
    String table = names.table(change.getSchemaName(), change.getTableName());
    String merged = names.column(change.getFinalColumnName());
    String one = names.column(change.getColumn1Name());
    String two = names.column(change.getColumn2Name());
    String between =
        change.getJoinString() == null ? "" : values.of(change.getJoinString(), "string") + " || ";
    String type = types.of(Names.required("finalColumnType", change.getFinalColumnType()));
    String update =
        "UPDATE " + table + " SET " + merged + " = " + one + " || " + between + two + " WHERE true";
    return List.of(
        new GeneratedStatement.Sql("ALTER TABLE " + table + " ADD COLUMN " + merged + " " + type),
        new GeneratedStatement.Sql(
            update, Optional.of(StatementKind.PARTITIONED_DML), Optional.empty()),
        new GeneratedStatement.Sql("ALTER TABLE " + table + " DROP COLUMN " + one),
        new GeneratedStatement.Sql("ALTER TABLE " + table + " DROP COLUMN " + two));
  }
}
