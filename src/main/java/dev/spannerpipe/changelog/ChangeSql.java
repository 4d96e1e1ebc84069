package dev.spannerpipe.changelog;

import dev.spannerpipe.plan.Dialect;
import dev.spannerpipe.plan.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liquibase.change.AbstractSQLChange;
import liquibase.change.AddColumnConfig;
import liquibase.change.Change;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddDefaultValueChange;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.AddLookupTableChange;
import liquibase.change.core.AddNotNullConstraintChange;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateSequenceChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.CreateViewChange;
import liquibase.change.core.DeleteDataChange;
import liquibase.change.core.DropAllForeignKeyConstraintsChange;
import liquibase.change.core.DropColumnChange;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.change.core.DropForeignKeyConstraintChange;
import liquibase.change.core.DropIndexChange;
import liquibase.change.core.DropNotNullConstraintChange;
import liquibase.change.core.DropSequenceChange;
import liquibase.change.core.DropTableChange;
import liquibase.change.core.DropViewChange;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.MergeColumnChange;
import liquibase.change.core.ModifyDataTypeChange;
import liquibase.change.core.OutputChange;
import liquibase.change.core.TagDatabaseChange;
import liquibase.change.core.UpdateDataChange;
import liquibase.database.Database;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawSqlStatement;
import org.jspecify.annotations.Nullable;

/// Writes the SQL of every change that Spanner can do, and refuses the others by name. None of it
/// is left to Liquibase's generators: several of them lose something for Spanner without a word.
final class ChangeSql {
  private final Dialect dialect;
  private final Database database;
  private final Names names;
  private final ColumnTypes types;
  private final KnownColumns known;
  private final TableSql tables;
  private final ObjectSql objects;
  private final DataSql data;
  private final LoadData loads;
  private final LiveColumns live;
  private final Values values;

  ChangeSql(Dialect dialect, Database database, Catalog catalog) {
    this.dialect = dialect;
    this.database = database;
    this.names = new Names(database);
    this.types = new ColumnTypes(dialect, database);
    this.known = new KnownColumns(dialect);
    Literals literals = new Literals(dialect);
    this.values = new Values(dialect, names, literals);
    this.tables = new TableSql(dialect, names, types, values);
    this.objects = new ObjectSql(dialect, names);
    this.data = new DataSql(names, values, literals, known);
    this.loads = new LoadData(dialect, names, new CsvCell(dialect, literals, values), known);
    this.live = new LiveColumns(dialect, names, catalog);
  }

  /// Returns what undoes a change, or the statements of a rollback block.
  List<Draft> undo(Change change) {
    return drafts(change);
  }

  /// Returns a change's statements, and remembers what they make of the tables.
  List<Draft> write(Change change) {
    List<Draft> drafts = drafts(change);
    for (Draft draft : drafts) {
      if (draft instanceof Draft.Sql sql && !(change instanceof LoadDataChange)) {
        known.learn(sql.text());
      }
    }
    return drafts;
  }

  private List<Draft> drafts(Change change) {
    return switch (change) {
      case AbstractSQLChange sql -> raw(sql);
      case CreateTableChange create -> sql(tables.create(create));
      case AddColumnChange add -> addColumns(add);
      case DropColumnChange drop -> dropColumns(drop);
      case ModifyDataTypeChange modify -> retype(modify);
      case AddNotNullConstraintChange add -> require(add);
      case DropNotNullConstraintChange drop ->
          List.of(
              live.allowNull(
                  target(drop.getSchemaName(), drop.getTableName(), drop.getColumnName())));
      case AddDefaultValueChange add -> sql(addDefault(add));
      case LoadDataChange load -> loads.write(load);
      case InsertDataChange insert -> sql(data.insert(insert));
      case UpdateDataChange update -> sql(data.update(update));
      case DeleteDataChange delete -> sql(data.delete(delete));
      case MergeColumnChange merge -> merge(merge);
      case DropAllForeignKeyConstraintsChange drop ->
          List.of(
              live.dropAllForeignKeys(
                  drop.getBaseTableSchemaName(),
                  Names.required("baseTableName", drop.getBaseTableName())));
      case TagDatabaseChange _, EmptyChange _, OutputChange _ -> List.of();
      default -> object(change);
    };
  }

  private List<Draft> object(Change change) {
    return switch (change) {
      case CreateIndexChange create -> sql(objects.createIndex(create));
      case DropIndexChange drop -> sql(objects.dropIndex(drop));
      case AddForeignKeyConstraintChange add -> sql(objects.addForeignKey(add));
      case DropForeignKeyConstraintChange drop -> sql(objects.dropForeignKey(drop));
      case CreateSequenceChange create -> sql(objects.createSequence(create));
      case DropSequenceChange drop -> sql(objects.dropSequence(drop));
      case CreateViewChange create -> sql(objects.createView(create, database));
      case DropViewChange drop -> sql(objects.dropView(drop));
      case DropTableChange drop -> sql(objects.dropTable(drop));
      case DropDefaultValueChange drop -> sql(objects.dropDefault(drop));
      case AddLookupTableChange add ->
          objects.addLookupTable(add, types.of(lookupType(add))).stream()
              .<Draft>map(Draft.Sql::new)
              .toList();
      default -> throw UnsupportedChanges.refused(change, dialect);
    };
  }

  private static List<Draft> sql(String text) {
    return List.of(new Draft.Sql(text));
  }

  /// Liquibase splits the text itself here.
  @SuppressWarnings("deprecation")
  private List<Draft> raw(AbstractSQLChange change) {
    List<Draft> drafts = new ArrayList<>();
    for (SqlStatement statement : change.generateStatements(database)) {
      if (!(statement instanceof RawSqlStatement raw)) {
        throw UnsupportedChanges.refused(change, dialect);
      }
      drafts.add(new Draft.Sql(raw.getSql()));
    }
    return drafts;
  }

  private static LiveColumns.Target target(
      @Nullable String schema, @Nullable String table, @Nullable String column) {
    return new LiveColumns.Target(
        schema, Names.required("tableName", table), Names.required("columnName", column));
  }

  private List<Draft> addColumns(AddColumnChange change) {
    List<Draft> added = new ArrayList<>();
    List<Draft> filled = new ArrayList<>();
    String table = names.table(change.getSchemaName(), change.getTableName());
    if (change.getColumns().isEmpty()) {
      throw new Refused("it names no columns", "Name the columns");
    }
    for (AddColumnConfig column : change.getColumns()) {
      if (column.getConstraints() != null
          && Boolean.TRUE.equals(column.getConstraints().isPrimaryKey())) {
        throw new Refused(
            "Spanner cannot add a column to a primary key", "Create a new table with that key");
      }
      added.add(new Draft.Sql("ALTER TABLE " + table + " ADD COLUMN " + added(column)));
      tables
          .foreignKey(column)
          .ifPresent(key -> filled.add(new Draft.Sql("ALTER TABLE " + table + " ADD " + key)));
      fill(change, column, table, filled);
    }
    added.addAll(filled);
    return added;
  }

  /// A column that is filled with a value first must not be NOT NULL before it is.
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
      AddColumnChange change, AddColumnConfig column, String table, List<Draft> drafts) {
    if (column.getValueObject() == null) {
      return;
    }
    drafts.add(
        new Draft.Sql(
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

  private List<Draft> dropColumns(DropColumnChange change) {
    List<String> columns =
        change.getColumns() == null || change.getColumns().isEmpty()
            ? List.of(Names.required("columnName", change.getColumnName()))
            : change.getColumns().stream()
                .map(column -> Names.required("column name", column.getName()))
                .toList();
    String table = names.table(change.getSchemaName(), change.getTableName());
    return columns.stream()
        .<Draft>map(
            column ->
                new Draft.Sql("ALTER TABLE " + table + " DROP COLUMN " + names.column(column)))
        .toList();
  }

  private List<Draft> retype(ModifyDataTypeChange change) {
    String type = types.of(Names.required("newDataType", change.getNewDataType()));
    known.retype(change.getTableName(), change.getColumnName(), type);
    return List.of(
        live.retype(
            target(change.getSchemaName(), change.getTableName(), change.getColumnName()), type));
  }

  private List<Draft> require(AddNotNullConstraintChange change) {
    List<Draft> drafts = new ArrayList<>();
    String column = names.column(change.getColumnName());
    if (change.getDefaultNullValue() != null
        && !change.getDefaultNullValue().equalsIgnoreCase("null")) {
      drafts.add(
          new Draft.Sql(
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

  private String addDefault(AddDefaultValueChange change) {
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

  /// Reads numbers and times from what was written, which Liquibase's own values no longer show.
  private String defaultOf(AddDefaultValueChange change, @Nullable String type) {
    String number = change.getDefaultValueNumeric();
    if (change.getDefaultValue() == null && number != null) {
      return tables.defaultExpression(values.number(Values.unwrapped(number), type));
    }
    String moment = change.getDefaultValueDate();
    if (change.getDefaultValue() == null && moment != null) {
      return tables.defaultExpression(values.moment(moment));
    }
    return Stream.of(
            Optional.<Object>ofNullable(change.getDefaultValue()),
            Optional.<Object>ofNullable(change.getDefaultValueBoolean()),
            Optional.<Object>ofNullable(change.getDefaultValueComputed()),
            Optional.<Object>ofNullable(change.getDefaultValueSequenceNext()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(value -> tables.defaultClause(value, type))
        .orElseThrow(() -> new Refused("its default value is missing", "Add it"));
  }

  private List<Draft> merge(MergeColumnChange change) {
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
        new Draft.Sql("ALTER TABLE " + table + " ADD COLUMN " + merged + " " + type),
        new Draft.Sql(update, Optional.of(StatementKind.PARTITIONED_DML), Optional.empty()),
        new Draft.Sql("ALTER TABLE " + table + " DROP COLUMN " + one),
        new Draft.Sql("ALTER TABLE " + table + " DROP COLUMN " + two));
  }

  private String lookupType(AddLookupTableChange change) {
    String declared = change.getNewColumnDataType();
    if (declared != null) {
      return declared;
    }
    String type =
        KnownColumns.type(
            known.columns(change.getExistingTableName()),
            Names.required("existingColumnName", change.getExistingColumnName()));
    return Names.required("newColumnDataType", type);
  }
}
