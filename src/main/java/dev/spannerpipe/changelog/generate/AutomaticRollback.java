package dev.spannerpipe.changelog.generate;

import java.util.ArrayList;
import java.util.List;
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
import liquibase.change.core.DropColumnChange;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.change.core.DropForeignKeyConstraintChange;
import liquibase.change.core.DropIndexChange;
import liquibase.change.core.DropNotNullConstraintChange;
import liquibase.change.core.DropSequenceChange;
import liquibase.change.core.DropTableChange;
import liquibase.change.core.DropViewChange;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.OutputChange;
import liquibase.change.core.TagDatabaseChange;

/// Creates the changes that undo a change, for the types of changes that Liquibase can undo
/// automatically.
public final class AutomaticRollback {
  private AutomaticRollback() {}

  public static List<Change> of(Change change) {
    return switch (change) {
      case CreateTableChange create ->
          List.of(dropTable(create.getSchemaName(), create.getTableName()));
      case AddColumnChange add -> dropColumns(add);
      case CreateIndexChange create -> List.of(dropIndex(create));
      case AddForeignKeyConstraintChange add ->
          List.of(
              dropForeignKey(
                  add.getBaseTableSchemaName(), add.getBaseTableName(), add.getConstraintName()));
      case AddLookupTableChange add ->
          List.of(
              dropForeignKey(
                  add.getExistingTableSchemaName(),
                  add.getExistingTableName(),
                  add.getFinalConstraintName()),
              dropTable(add.getNewTableSchemaName(), add.getNewTableName()));
      case AddNotNullConstraintChange add -> List.of(dropNotNull(add));
      case DropNotNullConstraintChange drop -> List.of(addNotNull(drop));
      case AddDefaultValueChange add ->
          List.of(dropDefault(add.getSchemaName(), add.getTableName(), add.getColumnName()));
      case CreateViewChange create -> List.of(dropView(create));
      case CreateSequenceChange create -> List.of(dropSequence(create));
      case TagDatabaseChange _, EmptyChange _, OutputChange _ -> List.of();
      default ->
          throw new UnsupportedChangeException(
              "Liquibase cannot undo " + change.getSerializedObjectName() + " automatically",
              "Add a rollback block to the change set");
    };
  }

  private static Change dropTable(String schema, String table) {
    DropTableChange inverse = new DropTableChange();
    inverse.setSchemaName(schema);
    inverse.setTableName(table);
    return inverse;
  }

  private static List<Change> dropColumns(AddColumnChange change) {
    List<Change> inverses = new ArrayList<>();
    for (AddColumnConfig column : change.getColumns().reversed()) {
      if (column.getConstraints() != null && column.getConstraints().getForeignKeyName() != null) {
        inverses.add(
            dropForeignKey(
                change.getSchemaName(),
                change.getTableName(),
                column.getConstraints().getForeignKeyName()));
      }
      DropColumnChange inverse = new DropColumnChange();
      inverse.setSchemaName(change.getSchemaName());
      inverse.setTableName(change.getTableName());
      inverse.setColumnName(column.getName());
      inverses.add(inverse);
    }
    return inverses;
  }

  private static Change dropIndex(CreateIndexChange change) {
    DropIndexChange inverse = new DropIndexChange();
    inverse.setSchemaName(change.getSchemaName());
    inverse.setTableName(change.getTableName());
    inverse.setIndexName(change.getIndexName());
    return inverse;
  }

  private static Change dropForeignKey(String schema, String table, String name) {
    DropForeignKeyConstraintChange inverse = new DropForeignKeyConstraintChange();
    inverse.setBaseTableSchemaName(schema);
    inverse.setBaseTableName(table);
    inverse.setConstraintName(name);
    return inverse;
  }

  private static Change dropNotNull(AddNotNullConstraintChange change) {
    DropNotNullConstraintChange inverse = new DropNotNullConstraintChange();
    inverse.setSchemaName(change.getSchemaName());
    inverse.setTableName(change.getTableName());
    inverse.setColumnName(change.getColumnName());
    return inverse;
  }

  private static Change addNotNull(DropNotNullConstraintChange change) {
    AddNotNullConstraintChange inverse = new AddNotNullConstraintChange();
    inverse.setSchemaName(change.getSchemaName());
    inverse.setTableName(change.getTableName());
    inverse.setColumnName(change.getColumnName());
    return inverse;
  }

  private static Change dropDefault(String schema, String table, String column) {
    DropDefaultValueChange inverse = new DropDefaultValueChange();
    inverse.setSchemaName(schema);
    inverse.setTableName(table);
    inverse.setColumnName(column);
    return inverse;
  }

  private static Change dropView(CreateViewChange change) {
    DropViewChange inverse = new DropViewChange();
    inverse.setSchemaName(change.getSchemaName());
    inverse.setViewName(change.getViewName());
    return inverse;
  }

  private static Change dropSequence(CreateSequenceChange change) {
    DropSequenceChange inverse = new DropSequenceChange();
    inverse.setSchemaName(change.getSchemaName());
    inverse.setSequenceName(change.getSequenceName());
    return inverse;
  }
}
