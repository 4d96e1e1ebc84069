package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import liquibase.change.AbstractSQLChange;
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

/// Generates the SQL of every change that Spanner supports, and rejects any other change with a
/// reason. This class does not use Liquibase's SQL generators, because several of them silently
/// lose information for Spanner.
public final class ChangeSql {
  private final Dialect dialect;
  private final Database database;
  private final ColumnTypeSql types;
  private final RawSql raw;
  private final KnownColumns known;
  private final TableSql tables;
  private final ColumnSql columns;
  private final ObjectSql objects;
  private final DataSql data;
  private final LoadData loads;
  private final LiveColumns live;

  public ChangeSql(Dialect dialect, Database database, CatalogQueries catalog) {
    this.dialect = dialect;
    this.database = database;
    Names names = new Names(database);
    this.types = new ColumnTypeSql(dialect, database);
    this.raw = new RawSql(dialect);
    this.known = new KnownColumns(dialect);
    Literals literals = new Literals(dialect);
    Values values = new Values(dialect, names, literals);
    this.tables = new TableSql(dialect, names, types, values);
    this.objects = new ObjectSql(dialect, names);
    this.data = new DataSql(names, values, literals, known);
    this.loads = new LoadData(dialect, names, new CsvCell(dialect, literals, values), known);
    this.live = new LiveColumns(dialect, names, catalog);
    this.columns = new ColumnSql(names, types, values, tables, known, live);
  }

  /// Returns the statements of a change that is part of a rollback. Unlike [#write], does not
  /// record which columns the statements create or drop.
  public List<GeneratedStatement> undo(Change change) {
    return drafts(change);
  }

  /// Returns the statements of a change, and records which columns they create, drop or change,
  /// because later changes may need the types of these columns.
  public List<GeneratedStatement> write(Change change) {
    List<GeneratedStatement> drafts = drafts(change);
    if (change instanceof ModifyDataTypeChange modify) {
      known.retype(
          modify.getTableName(), modify.getColumnName(), types.of(modify.getNewDataType()));
    }
    for (GeneratedStatement draft : drafts) {
      if (draft instanceof GeneratedStatement.Sql sql && !(change instanceof LoadDataChange)) {
        known.learn(sql.text());
      }
    }
    return drafts;
  }

  private List<GeneratedStatement> drafts(Change change) {
    return switch (change) {
      case AbstractSQLChange sql -> raw.write(sql);
      case CreateTableChange create -> sql(tables.create(create));
      case AddColumnChange add -> columns.add(add);
      case DropColumnChange drop -> columns.drop(drop);
      case ModifyDataTypeChange modify -> columns.retype(modify);
      case AddNotNullConstraintChange add -> columns.require(add);
      case DropNotNullConstraintChange drop -> columns.allowNull(drop);
      case AddDefaultValueChange add -> sql(columns.addDefault(add));
      case LoadDataChange load -> loads.write(load);
      case InsertDataChange insert -> sql(data.insert(insert));
      case UpdateDataChange update -> sql(data.update(update));
      case DeleteDataChange delete -> sql(data.delete(delete));
      case MergeColumnChange merge -> columns.merge(merge);
      case DropAllForeignKeyConstraintsChange drop ->
          List.of(
              live.dropAllForeignKeys(
                  drop.getBaseTableSchemaName(),
                  Names.required("baseTableName", drop.getBaseTableName())));
      case TagDatabaseChange _, EmptyChange _, OutputChange _ -> List.of();
      default -> object(change);
    };
  }

  private List<GeneratedStatement> object(Change change) {
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
              .<GeneratedStatement>map(GeneratedStatement.Sql::new)
              .toList();
      default -> throw UnsupportedChanges.refused(change, dialect);
    };
  }

  private static List<GeneratedStatement> sql(String text) {
    return List.of(new GeneratedStatement.Sql(text));
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
