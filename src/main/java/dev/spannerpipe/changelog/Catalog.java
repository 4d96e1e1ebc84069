package dev.spannerpipe.changelog;

import dev.spannerpipe.sql.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The queries on `INFORMATION_SCHEMA`, in both dialects. GoogleSQL's names have no case;
/// PostgreSQL's are lowercase unless they were quoted.
final class Catalog {
  private final Dialect dialect;
  private final Literals literals;

  Catalog(Dialect dialect, Literals literals) {
    this.dialect = dialect;
    this.literals = literals;
  }

  private String schema(@Nullable String schema) {
    String otherwise = dialect == Dialect.GOOGLE_STANDARD_SQL ? "" : "public";
    return literals.text(schema == null || schema.isBlank() ? otherwise : schema.strip());
  }

  private String equal(String column, String value) {
    return "LOWER(" + column + ") = " + literals.text(value.strip().toLowerCase(Locale.ROOT));
  }

  private String in(String column, @Nullable String schema) {
    return "LOWER(" + column + ") = LOWER(" + schema(schema) + ")";
  }

  String tables(@Nullable String schema, String table, String type) {
    return "SELECT table_name FROM information_schema.tables WHERE "
        + in("table_schema", schema)
        + " AND "
        + equal("table_name", table)
        + " AND table_type = "
        + literals.text(type);
  }

  String columns(@Nullable String schema, String table, String column) {
    return "SELECT column_name FROM information_schema.columns WHERE "
        + in("table_schema", schema)
        + " AND "
        + equal("table_name", table)
        + " AND "
        + equal("column_name", column);
  }

  /// Asks whether this server tells about `ON UPDATE`.
  String onUpdateColumn() {
    return "SELECT column_name FROM information_schema.columns WHERE LOWER(table_schema) ="
        + " 'information_schema' AND LOWER(table_name) = 'columns' AND LOWER(column_name) ="
        + " 'on_update_expression'";
  }

  /// Asks for type, nullability, default, whether it is generated or an identity, and `ON UPDATE`.
  String column(@Nullable String schema, String table, String column, boolean onUpdate) {
    return "SELECT spanner_type, is_nullable, column_default, is_generated, is_identity"
        + (onUpdate ? ", on_update_expression" : "")
        + " FROM information_schema.columns WHERE "
        + in("table_schema", schema)
        + " AND "
        + equal("table_name", table)
        + " AND "
        + equal("column_name", column);
  }

  String foreignKeys(@Nullable String schema, String table) {
    return constraints(schema, "FOREIGN KEY")
        + " AND "
        + equal("table_name", table)
        + " ORDER BY constraint_name";
  }

  private String constraints(@Nullable String schema, String type) {
    return "SELECT constraint_name FROM information_schema.table_constraints WHERE "
        + in("table_schema", schema)
        + " AND constraint_type = "
        + literals.text(type);
  }

  String constraint(
      @Nullable String schema, String type, @Nullable String table, @Nullable String name) {
    return constraints(schema, type)
        + (table == null || table.isBlank() ? "" : " AND " + equal("table_name", table))
        + (name == null || name.isBlank() ? "" : " AND " + equal("constraint_name", name));
  }

  /// Asks for index and column, in order.
  String indexColumns(@Nullable String schema, @Nullable String table, @Nullable String index) {
    return "SELECT index_name, column_name FROM information_schema.index_columns WHERE "
        + in("table_schema", schema)
        + " AND index_type <> 'PRIMARY_KEY' AND ordinal_position IS NOT NULL"
        + (table == null || table.isBlank() ? "" : " AND " + equal("table_name", table))
        + (index == null || index.isBlank() ? "" : " AND " + equal("index_name", index))
        + " ORDER BY table_name, index_name, ordinal_position";
  }

  String sequences(@Nullable String schema, String sequence) {
    String prefix = dialect == Dialect.GOOGLE_STANDARD_SQL ? "" : "sequence_";
    return "SELECT "
        + prefix
        + "name FROM information_schema.sequences WHERE "
        + in(prefix + "schema", schema)
        + " AND "
        + equal(prefix + "name", sequence);
  }
}
