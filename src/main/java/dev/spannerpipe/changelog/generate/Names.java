package dev.spannerpipe.changelog.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import liquibase.database.Database;
import liquibase.structure.core.Column;
import liquibase.structure.core.ForeignKey;
import liquibase.structure.core.Index;
import liquibase.structure.core.Sequence;
import liquibase.structure.core.Table;
import liquibase.structure.core.View;
import org.jspecify.annotations.Nullable;

/// Formats identifiers, and quotes them if the dialect requires it. Rejects a missing name.
public final class Names {
  private final Database database;

  public Names(Database database) {
    this.database = database;
  }

  public String table(@Nullable String schema, @Nullable String name) {
    return database.escapeObjectName(null, schema, required("tableName", name), Table.class);
  }

  String view(@Nullable String schema, @Nullable String name) {
    return database.escapeObjectName(null, schema, required("viewName", name), View.class);
  }

  String sequence(@Nullable String schema, @Nullable String name) {
    return database.escapeObjectName(null, schema, required("sequenceName", name), Sequence.class);
  }

  String index(@Nullable String schema, @Nullable String name) {
    return schema == null
        ? database.escapeObjectName(required("indexName", name), Index.class)
        : database.escapeObjectName(null, schema, required("indexName", name), Index.class);
  }

  String column(@Nullable String name) {
    return database.escapeObjectName(required("column name", name), Column.class);
  }

  String constraint(@Nullable String name) {
    return database.escapeObjectName(required("constraintName", name), ForeignKey.class);
  }

  /// Formats the column names of a comma-separated list.
  String columns(@Nullable String names) {
    return columns(Arrays.asList(required("columnNames", names).split("\\s*,\\s*")));
  }

  String columns(List<String> names) {
    return names.stream().map(String::strip).map(this::column).collect(Collectors.joining(", "));
  }

  public static String required(String attribute, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new UnsupportedChangeException("its " + attribute + " is missing", "Add it");
    }
    return value.strip();
  }
}
