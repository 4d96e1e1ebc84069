package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.CatalogQuery;
import dev.spannerpipe.sql.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Creates queries of `INFORMATION_SCHEMA` in both dialects. The queries ignore the case of names:
/// GoogleSQL names are not case-sensitive, and PostgreSQL converts names to lowercase unless they
/// are quoted.
public final class CatalogQueries {
  private final Dialect dialect;
  private final Literals literals;

  public CatalogQueries(Dialect dialect, Literals literals) {
    this.dialect = dialect;
    this.literals = literals;
  }

  /// Returns whether a query of the changelog reads nothing but the information schema.
  public boolean readsOnlySchema(String query) {
    return CatalogQuery.readsOnlySchema(dialect, query);
  }

  private String schema(@Nullable String schema) {
    String otherwise = dialect == Dialect.GOOGLE_STANDARD_SQL ? "" : "public";
    return literals.text(schema == null || schema.isBlank() ? otherwise : schema.strip());
  }

  private String equal(String column, String value) {
    return "LOWER("
        + column
        + ") = "
        + literals.text(QualifiedName.unquoted(value).toLowerCase(Locale.ROOT));
  }

  private String in(String column, @Nullable String schema) {
    return "LOWER(" + column + ") = LOWER(" + schema(schema) + ")";
  }

  /// Returns the condition that selects an object by its name. The name may begin with the schema,
  /// as in `sales.orders`.
  private String named(String schemaColumn, @Nullable String schema, String column, String name) {
    QualifiedName qualified = QualifiedName.of(schema, name);
    return in(schemaColumn, qualified.schema()) + " AND " + equal(column, qualified.name());
  }

  private String table(@Nullable String schema, String table) {
    return named("table_schema", schema, "table_name", table);
  }

  /// Returns the condition that selects a table, or all tables of a schema if no table is named.
  private String tableOrAll(@Nullable String schema, @Nullable String table) {
    return table == null || table.isBlank() ? in("table_schema", schema) : table(schema, table);
  }

  public String tables(@Nullable String schema, String table, String type) {
    return "SELECT table_name FROM information_schema.tables WHERE "
        + table(schema, table)
        + " AND table_type = "
        + literals.text(type);
  }

  public String columns(@Nullable String schema, String table, String column) {
    return "SELECT column_name FROM information_schema.columns WHERE "
        + table(schema, table)
        + " AND "
        + equal("column_name", column);
  }

  /// Returns the query that finds out whether the server supports `ON UPDATE` expressions of
  /// columns. The query returns a row if `INFORMATION_SCHEMA.COLUMNS` has a column for these
  /// expressions.
  String onUpdateColumn() {
    return "SELECT column_name FROM information_schema.columns WHERE LOWER(table_schema) ="
        + " 'information_schema' AND LOWER(table_name) = 'columns' AND LOWER(column_name) ="
        + " 'on_update_expression'";
  }

  /// Returns the query for a column's type, nullability, default value, generated flag and identity
  /// flag.
  ///
  /// @param onUpdate whether the query also reads the column's `ON UPDATE` expression
  String column(@Nullable String schema, String table, String column, boolean onUpdate) {
    return "SELECT spanner_type, is_nullable, column_default, is_generated, is_identity"
        + (onUpdate ? ", on_update_expression" : "")
        + " FROM information_schema.columns WHERE "
        + table(schema, table)
        + " AND "
        + equal("column_name", column);
  }

  String foreignKeys(@Nullable String schema, String table) {
    return constraints(schema, "FOREIGN KEY", table) + " ORDER BY constraint_name";
  }

  private String constraints(@Nullable String schema, String type, @Nullable String table) {
    return "SELECT constraint_name FROM information_schema.table_constraints WHERE "
        + tableOrAll(schema, table)
        + " AND constraint_type = "
        + literals.text(type);
  }

  public String constraint(
      @Nullable String schema, String type, @Nullable String table, @Nullable String name) {
    return constraints(schema, type, table)
        + (name == null || name.isBlank() ? "" : " AND " + equal("constraint_name", name));
  }

  /// Returns the query for pairs of an index name and a column name, ordered by table, index and
  /// position in the index.
  public String indexColumns(
      @Nullable String schema, @Nullable String table, @Nullable String index) {
    return "SELECT index_name, column_name FROM information_schema.index_columns WHERE "
        + tableOrAll(schema, table)
        + " AND index_type <> 'PRIMARY_KEY' AND ordinal_position IS NOT NULL"
        + (index == null || index.isBlank() ? "" : " AND " + equal("index_name", index))
        + " ORDER BY table_name, index_name, ordinal_position";
  }

  public String sequences(@Nullable String schema, String sequence) {
    String prefix = dialect == Dialect.GOOGLE_STANDARD_SQL ? "" : "sequence_";
    return "SELECT "
        + prefix
        + "name FROM information_schema.sequences WHERE "
        + named(prefix + "schema", schema, prefix + "name", sequence);
  }
}
