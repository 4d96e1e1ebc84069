package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.changelog.generate.CatalogQueries;
import dev.spannerpipe.changelog.generate.Names;
import dev.spannerpipe.changelog.generate.QualifiedName;
import dev.spannerpipe.changelog.generate.UnsupportedChangeException;
import dev.spannerpipe.changelog.liquibase.ChangeSetIdentity;
import dev.spannerpipe.changelog.precondition.PreconditionCheck.Needs;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.core.ChangeSetExecutedPrecondition;
import liquibase.precondition.core.ColumnExistsPrecondition;
import liquibase.precondition.core.ForeignKeyExistsPrecondition;
import liquibase.precondition.core.IndexExistsPrecondition;
import liquibase.precondition.core.PrimaryKeyExistsPrecondition;
import liquibase.precondition.core.RowCountPrecondition;
import liquibase.precondition.core.RunningAsPrecondition;
import liquibase.precondition.core.SequenceExistsPrecondition;
import liquibase.precondition.core.SqlPrecondition;
import liquibase.precondition.core.TableExistsPrecondition;
import liquibase.precondition.core.TableIsEmptyPrecondition;
import liquibase.precondition.core.ViewExistsPrecondition;
import org.jspecify.annotations.Nullable;

/// The preconditions that query the database.
public final class DatabaseChecks {
  private final CatalogQueries catalog;
  private final Names names;

  public DatabaseChecks(CatalogQueries catalog, Names names) {
    this.catalog = catalog;
    this.names = names;
  }

  PreconditionCheck of(
      Precondition precondition, DatabaseChangeLog changelog, @Nullable ChangeSet changeSet) {
    return switch (precondition) {
      case TableExistsPrecondition table -> table(table);
      case ColumnExistsPrecondition column -> column(column);
      case IndexExistsPrecondition index -> index(index);
      case ForeignKeyExistsPrecondition key -> foreignKey(key);
      case PrimaryKeyExistsPrecondition key -> primaryKey(key);
      case ViewExistsPrecondition view -> view(view);
      case SequenceExistsPrecondition sequence -> sequence(sequence);
      case SqlPrecondition sql -> sql(sql);
      case RowCountPrecondition count -> rowCount(count);
      case TableIsEmptyPrecondition empty -> isEmpty(empty);
      case ChangeSetExecutedPrecondition executed -> executed(executed, changelog, changeSet);
      case RunningAsPrecondition user -> runningAs(user);
      case CustomPreconditionWrapper custom ->
          throw new UnsupportedChangeException(
              "its customPrecondition cannot be evaluated: the pipe does not load the class "
                  + custom.getClassName(),
              "Use sqlCheck");
      default ->
          throw new UnsupportedChangeException(
              "its precondition " + precondition.getName() + " cannot be evaluated in Spanner",
              "Use sqlCheck");
    };
  }

  private static String text(String name, @Nullable Object... attributes) {
    return name + Arrays.stream(attributes).map(each -> each == null ? "" : each).toList();
  }

  private PreconditionCheck table(TableExistsPrecondition table) {
    String name = Names.required("tableName", table.getTableName());
    return PreconditionCheck.exists(
        text("tableExists", table.getSchemaName(), name),
        catalog.tables(table.getSchemaName(), name, "BASE TABLE"),
        "the table " + name + " does not exist");
  }

  private PreconditionCheck view(ViewExistsPrecondition view) {
    String name = Names.required("viewName", view.getViewName());
    return PreconditionCheck.exists(
        text("viewExists", view.getSchemaName(), name),
        catalog.tables(view.getSchemaName(), name, "VIEW"),
        "the view " + name + " does not exist");
  }

  private PreconditionCheck column(ColumnExistsPrecondition column) {
    String table = Names.required("tableName", column.getTableName());
    String name = Names.required("columnName", column.getColumnName());
    return PreconditionCheck.exists(
        text("columnExists", column.getSchemaName(), table, name),
        catalog.columns(column.getSchemaName(), table, name),
        "the column " + table + "." + name + " does not exist");
  }

  private PreconditionCheck sequence(SequenceExistsPrecondition sequence) {
    String name = Names.required("sequenceName", sequence.getSequenceName());
    return PreconditionCheck.exists(
        text("sequenceExists", sequence.getSchemaName(), name),
        catalog.sequences(sequence.getSchemaName(), name),
        "the sequence " + name + " does not exist");
  }

  private PreconditionCheck foreignKey(ForeignKeyExistsPrecondition key) {
    String name = Names.required("foreignKeyName", key.getForeignKeyName());
    return PreconditionCheck.exists(
        text("foreignKeyConstraintExists", key.getSchemaName(), key.getForeignKeyTableName(), name),
        catalog.constraint(key.getSchemaName(), "FOREIGN KEY", key.getForeignKeyTableName(), name),
        "the foreign key " + name + " does not exist");
  }

  private PreconditionCheck primaryKey(PrimaryKeyExistsPrecondition key) {
    if (key.getPrimaryKeyName() == null && key.getTableName() == null) {
      throw new UnsupportedChangeException(
          "its precondition primaryKeyExists names nothing", "Add tableName");
    }
    String name = key.getTableName() == null ? key.getPrimaryKeyName() : key.getTableName();
    return PreconditionCheck.exists(
        text("primaryKeyExists", key.getSchemaName(), key.getTableName(), key.getPrimaryKeyName()),
        catalog.constraint(
            key.getSchemaName(), "PRIMARY KEY", key.getTableName(), key.getPrimaryKeyName()),
        "the primary key of " + name + " does not exist");
  }

  private PreconditionCheck index(IndexExistsPrecondition index) {
    List<String> wanted =
        index.getColumnNames() == null
            ? List.of()
            : Arrays.stream(index.getColumnNames().split(","))
                .map(column -> QualifiedName.unquoted(column).toLowerCase(Locale.ROOT))
                .toList();
    if (index.getIndexName() == null && (index.getTableName() == null || wanted.isEmpty())) {
      throw new UnsupportedChangeException(
          "its precondition indexExists names no index", "Add indexName");
    }
    String name = index.getIndexName() == null ? "on " + wanted : index.getIndexName();
    String query =
        catalog.indexColumns(index.getSchemaName(), index.getTableName(), index.getIndexName());
    return new PreconditionCheck(
        Needs.SCHEMA,
        text("indexExists", index.getSchemaName(), index.getTableName(), name, wanted),
        (database, _) ->
            byIndex(database.query(query)).values().stream()
                    .anyMatch(columns -> wanted.isEmpty() || columns.equals(wanted))
                ? Optional.empty()
                : Optional.of("the index " + name + " does not exist"));
  }

  private static Map<String, List<String>> byIndex(List<List<@Nullable String>> rows) {
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    for (List<@Nullable String> row : rows) {
      indexes
          .computeIfAbsent(String.valueOf(row.get(0)), _ -> new ArrayList<>())
          .add(String.valueOf(row.get(1)).toLowerCase(Locale.ROOT));
    }
    return indexes;
  }

  private PreconditionCheck sql(SqlPrecondition check) {
    String query = Names.required("sql", check.getSql()).replaceFirst(";\\s*$", "");
    String expected = Names.required("expectedResult", check.getExpectedResult());
    return new PreconditionCheck(
        catalog.readsOnlySchema(query) ? Needs.SCHEMA : Needs.ROWS,
        text("sqlCheck", expected, query),
        (database, _) -> {
          List<List<@Nullable String>> rows = database.query(query);
          String found = rows.isEmpty() ? null : rows.getFirst().getFirst();
          if (found == null) {
            return Optional.of("the query of its sqlCheck has no result");
          }
          return found.equals(expected)
              ? Optional.empty()
              : Optional.of("its sqlCheck expects " + expected + " but found " + found);
        });
  }

  private PreconditionCheck rowCount(RowCountPrecondition count) {
    String name = Names.required("tableName", count.getTableName());
    Long expected = count.getExpectedRows();
    if (expected == null) {
      throw new UnsupportedChangeException(
          "its precondition rowCount has no expectedRows", "Add it");
    }
    String query = "SELECT COUNT(*) FROM " + table(count.getSchemaName(), name);
    return new PreconditionCheck(
        Needs.ROWS,
        text("rowCount", count.getSchemaName(), name, expected),
        (database, _) -> {
          String found = String.valueOf(database.query(query).getFirst().getFirst());
          return found.equals(expected.toString())
              ? Optional.empty()
              : Optional.of("the table " + name + " has " + found + " rows, not " + expected);
        });
  }

  private String table(@Nullable String schema, String name) {
    QualifiedName qualified = QualifiedName.of(schema, name);
    return names.table(qualified.schema(), qualified.name());
  }

  private PreconditionCheck isEmpty(TableIsEmptyPrecondition empty) {
    String name = Names.required("tableName", empty.getTableName());
    String query = "SELECT 1 FROM " + table(empty.getSchemaName(), name) + " LIMIT 1";
    return new PreconditionCheck(
        Needs.ROWS,
        text("tableIsEmpty", empty.getSchemaName(), name),
        (database, _) ->
            database.query(query).isEmpty()
                ? Optional.empty()
                : Optional.of("the table " + name + " is not empty"));
  }

  private static PreconditionCheck executed(
      ChangeSetExecutedPrecondition executed,
      DatabaseChangeLog changelog,
      @Nullable ChangeSet changeSet) {
    List<String> paths = paths(executed.getChangeLogFile(), changelog, changeSet);
    ChangeSetId wanted =
        new ChangeSetId(
            paths.getFirst(),
            Names.required("id", executed.getId()),
            Names.required("author", executed.getAuthor()));
    return new PreconditionCheck(
        Needs.SCHEMA,
        text("changeSetExecuted", wanted),
        (database, _) ->
            database.history().stream().anyMatch(row -> isSame(row.changeSet(), wanted, paths))
                ? Optional.empty()
                : Optional.of("the change set " + wanted + " has not run"));
  }

  /// Without a file name, the change set is in the same file. Its row may have the file's own path
  /// or a logical path.
  private static List<String> paths(
      @Nullable String named, DatabaseChangeLog changelog, @Nullable ChangeSet changeSet) {
    List<String> paths =
        named != null
            ? List.of(named)
            : changeSet != null
                ? List.of(changeSet.getFilePath(), ChangeSetIdentity.ownPath(changeSet))
                : List.of(changelog.getFilePath(), changelog.getPhysicalFilePath());
    return paths.stream().map(HistoryPath::normalized).distinct().toList();
  }

  private static boolean isSame(ChangeSetId found, ChangeSetId wanted, List<String> paths) {
    return found.id().equals(wanted.id())
        && found.author().equals(wanted.author())
        && paths.contains(HistoryPath.normalized(found.path()));
  }

  private static PreconditionCheck runningAs(RunningAsPrecondition user) {
    String name = Names.required("username", user.getUsername());
    return PreconditionCheck.fixed(
        text("runningAs", name),
        Optional.of("it expects the user " + name + ", but Spanner has no users"));
  }
}
