package dev.spannerpipe.changelog.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.changelog.source.LiquibaseErrors;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.Scope;
import liquibase.change.ColumnConfig;
import liquibase.change.core.DeleteDataChange;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.UpdateDataChange;
import liquibase.changelog.ChangeSet;
import liquibase.resource.Resource;
import org.jspecify.annotations.Nullable;

/// Generates `INSERT`, `UPDATE` and `DELETE` statements.
final class DataSql {
  private static final Pattern PLACEHOLDER = Pattern.compile(":name|\\?|:value");

  private final Names names;
  private final Values values;
  private final Literals literals;
  private final KnownColumns known;

  DataSql(Names names, Values values, Literals literals, KnownColumns known) {
    this.names = names;
    this.values = values;
    this.literals = literals;
    this.known = known;
  }

  String insert(InsertDataChange change) {
    List<String> columns = new ArrayList<>();
    List<String> row = new ArrayList<>();
    for (ColumnConfig column : change.getColumns()) {
      columns.add(Names.required("column name", column.getName()));
      row.add(value(change.getTableName(), column, change.getChangeSet()));
    }
    if (columns.isEmpty()) {
      throw new UnsupportedChangeException(
          "it names no columns", "Name the columns and their values");
    }
    return "INSERT INTO "
        + names.table(change.getSchemaName(), change.getTableName())
        + " ("
        + names.columns(columns)
        + ") VALUES ("
        + String.join(", ", row)
        + ")";
  }

  String update(UpdateDataChange change) {
    List<String> assignments = new ArrayList<>();
    for (ColumnConfig column : change.getColumns()) {
      assignments.add(
          names.column(column.getName())
              + " = "
              + value(change.getTableName(), column, change.getChangeSet()));
    }
    if (assignments.isEmpty()) {
      throw new UnsupportedChangeException(
          "it names no columns", "Name the columns and their values");
    }
    return "UPDATE "
        + names.table(change.getSchemaName(), change.getTableName())
        + " SET "
        + String.join(", ", assignments)
        + where(change.getTableName(), change.getWhere(), change.getWhereParams());
  }

  String delete(DeleteDataChange change) {
    return "DELETE FROM "
        + names.table(change.getSchemaName(), change.getTableName())
        + where(change.getTableName(), change.getWhere(), change.getWhereParams());
  }

  private String where(
      @Nullable String table, @Nullable String condition, List<ColumnConfig> parameters) {
    if (condition == null || condition.isBlank()) {
      return " WHERE true";
    }
    Iterator<String> columns =
        parameters.stream().map(ColumnConfig::getName).filter(name -> name != null).iterator();
    Iterator<ColumnConfig> operands = parameters.iterator();
    Matcher matcher = PLACEHOLDER.matcher(condition.strip());
    StringBuilder where = new StringBuilder(" WHERE ");
    while (matcher.find()) {
      String replacement = matcher.group();
      if (replacement.equals(":name")) {
        replacement = columns.hasNext() ? names.column(columns.next()) : replacement;
      } else if (operands.hasNext()) {
        replacement = value(table, operands.next(), null);
      }
      matcher.appendReplacement(where, Matcher.quoteReplacement(replacement));
    }
    return matcher.appendTail(where).toString();
  }

  private String value(@Nullable String table, ColumnConfig column, @Nullable ChangeSet changeSet) {
    if (column.getValueBlobFile() != null) {
      return literals.bytes(bytes(column.getValueBlobFile(), changeSet));
    }
    if (column.getValueClobFile() != null) {
      return literals.text(new String(bytes(column.getValueClobFile(), changeSet), UTF_8));
    }
    return values.of(column.getValueObject(), typeOf(table, column));
  }

  private @Nullable String typeOf(@Nullable String table, ColumnConfig column) {
    Map<String, String> columns = known.columns(table);
    String type = column.getName() == null ? null : KnownColumns.type(columns, column.getName());
    // A timestamp stays a string, which Spanner converts as in handwritten SQL.
    return type != null && LiteralType.of(type) == LiteralType.TIMESTAMP ? null : type;
  }

  /// Returns a file's bytes. Looks for the file in the search path first, and then in the directory
  /// of the changelog.
  ///
  /// @param changeSet a change set of that changelog; null means that only the search path is used
  static byte[] bytes(String path, @Nullable ChangeSet changeSet) {
    try {
      Resource resource = Scope.getCurrentScope().getResourceAccessor().get(path);
      if (!resource.exists() && changeSet != null) {
        resource =
            Scope.getCurrentScope()
                .getResourceAccessor()
                .get(changeSet.getChangeLog().getPhysicalFilePath())
                .resolveSibling(path);
      }
      if (!resource.exists()) {
        throw new UnsupportedChangeException(
            "it names the file " + path + ", which does not exist", "Add the file");
      }
      try (InputStream stream = resource.openInputStream()) {
        return stream.readAllBytes();
      }
    } catch (IOException unreadable) {
      throw new UnsupportedChangeException(
          "its file " + path + " could not be read: " + LiquibaseErrors.text(unreadable),
          "Give the pipe permission to read the file");
    }
  }
}
