package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.sql.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from the live schema what is needed to judge whether a statement loses anything. Keeps
/// each query's result, so a repeated query returns the first result, even if the schema has
/// changed since. Not thread-safe.
final class LiveObjects {
  /// Returns a row if this server's information schema has a column for `ON UPDATE`.
  private static final String ON_UPDATE =
      "select 1 from information_schema.columns where "
          + is("table_schema", "information_schema")
          + and("table_name", "columns")
          + and("column_name", "on_update_expression");

  private final Dialect dialect;
  private final LiveDatabase database;
  private final Map<String, List<List<@Nullable String>>> results = new HashMap<>();

  LiveObjects(Dialect dialect, LiveDatabase database) {
    this.dialect = dialect;
    this.database = database;
  }

  /// Returns whether an object exists; also true if the user of the database may lack the privilege
  /// to see the object, or if there is no query for the object's type.
  boolean exists(String type, String name) {
    Name parts = Name.of(dialect, name);
    String condition =
        switch (type) {
          case "table" ->
              "tables where "
                  + is("table_schema", parts.schema())
                  + and("table_name", parts.name());
          case "sequence" ->
              "sequences where "
                  + is(column("sequence_schema", "schema"), parts.schema())
                  + and(column("sequence_name", "name"), parts.name());
          case "change stream" ->
              "change_streams where "
                  + is("change_stream_schema", parts.schema())
                  + and("change_stream_name", parts.name());
          case "schema" -> "schemata where " + is("schema_name", name);
          default -> "";
        };
    return mayHide()
        || condition.isEmpty()
        || !query("select 1 from information_schema." + condition).isEmpty();
  }

  /// Returns whether an object may exist although a query does not find it: a database role sees
  /// only the objects on which it has a privilege.
  boolean mayHide() {
    return !database.showsAll();
  }

  /// Returns a column's types. The list is empty if there is no such column. It has several types
  /// if the names of several columns differ only in case.
  List<String> types(String table, String column) {
    Name name = Name.of(dialect, table);
    return texts(
        "select spanner_type from information_schema.columns where "
            + is("table_schema", name.schema())
            + and("table_name", name.name())
            + and("column_name", column));
  }

  /// A column's definition without its type.
  record Definition(boolean required, Optional<String> defaultValue, Optional<String> onUpdate) {}

  /// Returns a column's definition without its type; empty if there is no such column.
  Optional<Definition> definition(String table, String column) {
    Name name = Name.of(dialect, table);
    boolean knowsOnUpdate = !query(ON_UPDATE).isEmpty();
    return query(
            "select is_nullable, column_default"
                + (knowsOnUpdate ? ", on_update_expression" : "")
                + " from information_schema.columns where "
                + is("table_schema", name.schema())
                + and("table_name", name.name())
                + and("column_name", column))
        .stream()
        .findFirst()
        .map(
            row ->
                new Definition(
                    "NO".equals(row.get(0)),
                    Optional.ofNullable(row.get(1)),
                    knowsOnUpdate ? Optional.ofNullable(row.get(2)) : Optional.empty()));
  }

  /// Returns the retention period that is set for a database or a change stream; empty if none is
  /// set.
  Optional<String> retention(String type, String name) {
    return texts(
            type.equals("database")
                ? "select option_value from information_schema.database_options where option_name = 'version_retention_period'"
                : "select option_value from information_schema.change_stream_options where option_name = 'retention_period'"
                    + and("change_stream_name", Name.of(dialect, name).name()))
        .stream()
        .findFirst();
  }

  /// Returns a table's row deletion policy, in the dialect's syntax; empty if there is none or the
  /// server rejects the query.
  Optional<String> rowDeletionPolicy(String table) {
    Name name = Name.of(dialect, table);
    try {
      return texts(
              "select row_deletion_policy_expression from information_schema.tables where "
                  + is("table_schema", name.schema())
                  + and("table_name", name.name()))
          .stream()
          .findFirst();
    } catch (QueryException failure) {
      if (failure.isRefusal()) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private List<String> texts(String sql) {
    return query(sql).stream().map(List::getFirst).filter(Objects::nonNull).toList();
  }

  private List<List<@Nullable String>> query(String sql) {
    return results.computeIfAbsent(sql, database::query);
  }

  private String column(String postgresql, String googleSql) {
    return switch (dialect) {
      case POSTGRESQL -> postgresql;
      case GOOGLE_STANDARD_SQL -> googleSql;
    };
  }

  private static String and(String column, String value) {
    return " and " + is(column, value);
  }

  /// Returns an SQL condition that compares a column with a value and ignores case. Removes quotes
  /// and backslashes from the value, because no name contains them in either dialect.
  private static String is(String column, String value) {
    String text = value.replaceAll("['\\\\]", "").toLowerCase(Locale.ROOT);
    return "lower(%s) = '%s'".formatted(column, text);
  }

  /// The name of an object, split into its schema and its name in that schema.
  private record Name(String schema, String name) {
    static Name of(Dialect dialect, String name) {
      int dot = name.lastIndexOf('.');
      String schema =
          dot >= 0
              ? name.substring(0, dot)
              : switch (dialect) {
                case GOOGLE_STANDARD_SQL -> "";
                case POSTGRESQL -> "public";
              };
      return new Name(schema, name.substring(dot + 1));
    }
  }
}
