package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import liquibase.change.AddColumnConfig;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.AddLookupTableChange;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateSequenceChange;
import liquibase.change.core.CreateViewChange;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.change.core.DropForeignKeyConstraintChange;
import liquibase.change.core.DropIndexChange;
import liquibase.change.core.DropSequenceChange;
import liquibase.change.core.DropTableChange;
import liquibase.change.core.DropViewChange;
import liquibase.database.Database;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateViewStatement;
import org.jspecify.annotations.Nullable;

/// Generates the SQL of changes to indexes, foreign keys, sequences, views and whole tables.
final class ObjectSql {
  private final Dialect dialect;
  private final Names names;

  ObjectSql(Dialect dialect, Names names) {
    this.dialect = dialect;
    this.names = names;
  }

  String createIndex(CreateIndexChange change) {
    if (change.getColumns().isEmpty()) {
      throw new UnsupportedChangeException("it names no columns", "Name the columns");
    }
    if (change.getIndexName() == null && dialect == Dialect.GOOGLE_STANDARD_SQL) {
      throw new UnsupportedChangeException("its indexName is missing", "Add it");
    }
    return "CREATE "
        + (Boolean.TRUE.equals(change.isUnique()) ? "UNIQUE " : "")
        + "INDEX "
        + (change.getIndexName() == null
            ? ""
            : names.index(indexSchema(change.getSchemaName()), change.getIndexName()) + " ")
        + "ON "
        + names.table(change.getSchemaName(), change.getTableName())
        + "("
        + change.getColumns().stream().map(this::indexed).collect(Collectors.joining(", "))
        + ")";
  }

  /// Returns the schema to write before an index name. Returns null in PostgreSQL, because there an
  /// index is always in the schema of its table.
  private @Nullable String indexSchema(@Nullable String schema) {
    return dialect == Dialect.GOOGLE_STANDARD_SQL ? schema : null;
  }

  private String indexed(AddColumnConfig column) {
    if (Boolean.TRUE.equals(column.getComputed())) {
      throw new UnsupportedChangeException(
          "Spanner has no index on an expression", "Index a generated column");
    }
    return names.column(column.getName())
        + (Boolean.TRUE.equals(column.getDescending()) ? " DESC" : "");
  }

  String dropIndex(DropIndexChange change) {
    return "DROP INDEX " + names.index(change.getSchemaName(), change.getIndexName());
  }

  String addForeignKey(AddForeignKeyConstraintChange change) {
    if (Boolean.TRUE.equals(change.getDeferrable())
        || Boolean.TRUE.equals(change.getInitiallyDeferred())) {
      throw new UnsupportedChangeException(
          "Spanner has no deferrable constraints", "Remove deferrable");
    }
    if (action(change.getOnUpdate()) != null) {
      throw new UnsupportedChangeException(
          "Spanner's foreign keys have no ON UPDATE action", "Remove onUpdate");
    }
    String onDelete = action(change.getOnDelete());
    if (onDelete != null && !onDelete.equals("CASCADE")) {
      throw new UnsupportedChangeException(
          "Spanner's foreign keys have no ON DELETE " + onDelete, "Use CASCADE or NO ACTION");
    }
    return "ALTER TABLE "
        + names.table(change.getBaseTableSchemaName(), change.getBaseTableName())
        + " ADD CONSTRAINT "
        + names.constraint(change.getConstraintName())
        + " FOREIGN KEY ("
        + names.columns(change.getBaseColumnNames())
        + ") REFERENCES "
        + names.table(change.getReferencedTableSchemaName(), change.getReferencedTableName())
        + " ("
        + names.columns(change.getReferencedColumnNames())
        + ")"
        + (onDelete == null ? "" : " ON DELETE CASCADE");
  }

  /// Returns the action of a foreign key; null for `RESTRICT` and `NO ACTION`, which are the
  /// default.
  private static @Nullable String action(@Nullable String action) {
    if (action == null || action.isBlank()) {
      return null;
    }
    String upper = action.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    return upper.equals("NO ACTION") || upper.equals("RESTRICT") ? null : upper;
  }

  String dropForeignKey(DropForeignKeyConstraintChange change) {
    return "ALTER TABLE "
        + names.table(change.getBaseTableSchemaName(), change.getBaseTableName())
        + " DROP CONSTRAINT "
        + names.constraint(change.getConstraintName());
  }

  String dropTable(DropTableChange change) {
    if (Boolean.TRUE.equals(change.isCascadeConstraints())) {
      throw new UnsupportedChangeException(
          "Spanner's DROP TABLE has no CASCADE", "Drop what depends on the table first");
    }
    return "DROP TABLE " + names.table(change.getSchemaName(), change.getTableName());
  }

  String dropDefault(DropDefaultValueChange change) {
    return "ALTER TABLE "
        + names.table(change.getSchemaName(), change.getTableName())
        + " ALTER COLUMN "
        + names.column(change.getColumnName())
        + " DROP DEFAULT";
  }

  String createSequence(CreateSequenceChange change) {
    boolean steps =
        change.getIncrementBy() != null && !change.getIncrementBy().equals(BigInteger.ONE);
    if (steps
        || change.getCacheSize() != null
        || change.isOrdered() != null
        || change.getCycle() != null
        || change.getDataType() != null) {
      throw new UnsupportedChangeException(
          "Spanner's sequences have no incrementBy, cacheSize, ordered, cycle or dataType",
          "Remove them");
    }
    if ((change.getMinValue() == null) != (change.getMaxValue() == null)) {
      throw new UnsupportedChangeException(
          "only one of minValue and maxValue is set, but together they become the range of values that the sequence skips",
          "Give both or neither");
    }
    String start =
        "CREATE SEQUENCE " + names.sequence(change.getSchemaName(), change.getSequenceName());
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        ? start + googleSqlOptions(change)
        : start + postgresOptions(change);
  }

  private static String googleSqlOptions(CreateSequenceChange change) {
    List<String> options = new ArrayList<>();
    options.add("sequence_kind='bit_reversed_positive'");
    if (change.getMinValue() != null) {
      options.add("skip_range_min = " + change.getMinValue());
      options.add("skip_range_max = " + change.getMaxValue());
    }
    if (change.getStartValue() != null) {
      options.add("start_with_counter = " + change.getStartValue());
    }
    return " OPTIONS (" + String.join(", ", options) + ")";
  }

  private static String postgresOptions(CreateSequenceChange change) {
    return " BIT_REVERSED_POSITIVE"
        + (change.getMinValue() == null
            ? ""
            : " SKIP RANGE " + change.getMinValue() + " " + change.getMaxValue())
        + (change.getStartValue() == null ? "" : " START COUNTER WITH " + change.getStartValue());
  }

  String dropSequence(DropSequenceChange change) {
    return "DROP SEQUENCE " + names.sequence(change.getSchemaName(), change.getSequenceName());
  }

  String createView(CreateViewChange change, Database database) {
    CreateViewStatement view = null;
    for (SqlStatement statement : change.generateStatements(database)) {
      view = statement instanceof CreateViewStatement create ? create : view;
    }
    String query = Names.required("query", view == null ? null : view.getSelectQuery());
    String text = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
    if (Boolean.TRUE.equals(change.getFullDefinition())) {
      return text;
    }
    return "CREATE "
        + (Boolean.TRUE.equals(change.getReplaceIfExists()) ? "OR REPLACE " : "")
        + "VIEW "
        + names.view(change.getSchemaName(), change.getViewName())
        + " SQL SECURITY INVOKER AS "
        + text;
  }

  String dropView(DropViewChange change) {
    return "DROP VIEW "
        + (Boolean.TRUE.equals(change.isIfExists()) ? "IF EXISTS " : "")
        + names.view(change.getSchemaName(), change.getViewName());
  }

  List<String> addLookupTable(AddLookupTableChange change, String type) {
    String table = names.table(change.getNewTableSchemaName(), change.getNewTableName());
    String column = names.column(change.getNewColumnName());
    String existing =
        names.table(change.getExistingTableSchemaName(), change.getExistingTableName());
    String source = names.column(change.getExistingColumnName());
    String definition = "CREATE TABLE " + table + " (" + column + " " + type + " NOT NULL";
    return List.of(
        dialect == Dialect.GOOGLE_STANDARD_SQL
            ? definition + ") PRIMARY KEY (" + column + ")"
            : definition + ", PRIMARY KEY (" + column + "))",
        "INSERT INTO "
            + table
            + " ("
            + column
            + ") SELECT DISTINCT "
            + source
            + " FROM "
            + existing
            + " WHERE "
            + source
            + " IS NOT NULL",
        "ALTER TABLE "
            + existing
            + " ADD CONSTRAINT "
            + names.constraint(change.getFinalConstraintName())
            + " FOREIGN KEY ("
            + source
            + ") REFERENCES "
            + table
            + " ("
            + column
            + ")");
  }
}
