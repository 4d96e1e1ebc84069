package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Generates statements that depend on the live schema. Most of them change a column and must
/// repeat its current definition, because Spanner drops each part of the definition that an `ALTER
/// COLUMN` does not repeat.
///
/// Source: [ALTER
/// TABLE](https://cloud.google.com/spanner/docs/reference/standard-sql/data-definition-language#alter_table).
final class LiveColumns {
  private final Dialect dialect;
  private final Names names;
  private final CatalogQueries catalog;

  LiveColumns(Dialect dialect, Names names, CatalogQueries catalog) {
    this.dialect = dialect;
    this.names = names;
    this.catalog = catalog;
  }

  /// The column that a change names.
  record Target(@Nullable String schema, String table, String column) {
    String text() {
      return (schema == null ? "" : schema + ".") + table + "." + column;
    }
  }

  /// The current definition of a column in the database.
  private record Live(
      String type, boolean required, Optional<String> defaultValue, Optional<String> onUpdate) {}

  GeneratedStatement retype(Target target, String type) {
    return new GeneratedStatement.Live(
        "modifyDataType " + target.text() + " " + type,
        database -> {
          Live live = read(database, target);
          return dialect == Dialect.GOOGLE_STANDARD_SQL
              ? List.of(restated(target, type, live.required(), live))
              : retyped(target, type, live);
        });
  }

  GeneratedStatement require(Target target) {
    return nullability("addNotNullConstraint ", target, true);
  }

  GeneratedStatement allowNull(Target target) {
    return nullability("dropNotNullConstraint ", target, false);
  }

  private GeneratedStatement nullability(String change, Target target, boolean required) {
    if (dialect == Dialect.POSTGRESQL) {
      return new GeneratedStatement.Sql(
          alter(target) + (required ? " SET" : " DROP") + " NOT NULL");
    }
    return new GeneratedStatement.Live(
        change + target.text(),
        database -> {
          Live live = read(database, target);
          return List.of(restated(target, live.type(), required, live));
        });
  }

  private String alter(Target target) {
    return "ALTER TABLE "
        + names.table(target.schema(), target.table())
        + " ALTER COLUMN "
        + names.column(target.column());
  }

  private String restated(Target target, String type, boolean required, Live live) {
    return alter(target)
        + " "
        + type
        + (required ? " NOT NULL" : "")
        + live.defaultValue().map(value -> " DEFAULT (" + value + ")").orElse("")
        + live.onUpdate().map(value -> " ON UPDATE (" + value + ")").orElse("");
  }

  private List<String> retyped(Target target, String type, Live live) {
    List<String> statements = new ArrayList<>();
    statements.add(alter(target) + " TYPE " + type);
    live.defaultValue().ifPresent(value -> statements.add(alter(target) + " SET DEFAULT " + value));
    if (live.required()) {
      statements.add(alter(target) + " SET NOT NULL");
    }
    return statements;
  }

  private Live read(LiveDatabase database, Target target) {
    boolean knowsOnUpdate = !database.query(catalog.onUpdateColumn()).isEmpty();
    List<List<@Nullable String>> rows =
        database.query(
            catalog.column(target.schema(), target.table(), target.column(), knowsOnUpdate));
    if (rows.isEmpty()) {
      throw new MigrationFailure(
          "Could not change the column " + target.text() + ": the database has no such column",
          "Correct the name, or create the column first");
    }
    List<@Nullable String> row = rows.getFirst();
    if (!"NEVER".equals(row.get(3)) || "YES".equals(row.get(4))) {
      throw new MigrationFailure(
          "Could not change the column "
              + target.text()
              + ": it is a generated or identity column, whose definition cannot be repeated",
          "Write the change as sql");
    }
    return new Live(
        Names.required("type", row.get(0)),
        "NO".equals(row.get(1)),
        Optional.ofNullable(row.get(2)),
        knowsOnUpdate ? Optional.ofNullable(row.get(5)) : Optional.empty());
  }

  /// Returns the change that drops all foreign keys of a table.
  GeneratedStatement dropAllForeignKeys(@Nullable String schema, String table) {
    String alter = "ALTER TABLE " + names.table(schema, table) + " DROP CONSTRAINT ";
    return new GeneratedStatement.Live(
        "dropAllForeignKeyConstraints " + (schema == null ? "" : schema + ".") + table,
        database ->
            database.query(catalog.foreignKeys(schema, table)).stream()
                .map(row -> alter + names.constraint(row.getFirst()))
                .toList());
  }
}
