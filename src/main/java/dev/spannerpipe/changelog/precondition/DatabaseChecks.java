package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.changelog.generate.CatalogQueries;
import dev.spannerpipe.changelog.generate.Names;
import dev.spannerpipe.changelog.generate.QualifiedName;
import dev.spannerpipe.changelog.generate.UnsupportedChangeException;
import dev.spannerpipe.changelog.liquibase.ChangeSetIdentity;
import dev.spannerpipe.changelog.precondition.PreconditionCheck.Needs;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryPath;
import dev.spannerpipe.text.English;
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
        Phrase.exists("the table " + qualified(table.getSchemaName(), name)),
        catalog.tables(table.getSchemaName(), name, "BASE TABLE"));
  }

  private PreconditionCheck view(ViewExistsPrecondition view) {
    String name = Names.required("viewName", view.getViewName());
    return PreconditionCheck.exists(
        text("viewExists", view.getSchemaName(), name),
        Phrase.exists("the view " + qualified(view.getSchemaName(), name)),
        catalog.tables(view.getSchemaName(), name, "VIEW"));
  }

  private PreconditionCheck column(ColumnExistsPrecondition column) {
    String table = Names.required("tableName", column.getTableName());
    String name = Names.required("columnName", column.getColumnName());
    return PreconditionCheck.exists(
        text("columnExists", column.getSchemaName(), table, name),
        Phrase.exists("the column " + qualified(column.getSchemaName(), table) + "." + name),
        catalog.columns(column.getSchemaName(), table, name));
  }

  private PreconditionCheck sequence(SequenceExistsPrecondition sequence) {
    String name = Names.required("sequenceName", sequence.getSequenceName());
    return PreconditionCheck.exists(
        text("sequenceExists", sequence.getSchemaName(), name),
        Phrase.exists("the sequence " + qualified(sequence.getSchemaName(), name)),
        catalog.sequences(sequence.getSchemaName(), name));
  }

  private PreconditionCheck foreignKey(ForeignKeyExistsPrecondition key) {
    String name = Names.required("foreignKeyName", key.getForeignKeyName());
    return PreconditionCheck.exists(
        text("foreignKeyConstraintExists", key.getSchemaName(), key.getForeignKeyTableName(), name),
        Phrase.exists(
            "the foreign key " + name + of(key.getSchemaName(), key.getForeignKeyTableName())),
        catalog.constraint(key.getSchemaName(), "FOREIGN KEY", key.getForeignKeyTableName(), name));
  }

  private PreconditionCheck primaryKey(PrimaryKeyExistsPrecondition key) {
    if (key.getPrimaryKeyName() == null && key.getTableName() == null) {
      throw new UnsupportedChangeException(
          "its precondition primaryKeyExists names nothing", "Add tableName");
    }
    String name = key.getPrimaryKeyName() == null ? "" : " " + key.getPrimaryKeyName();
    return PreconditionCheck.exists(
        text("primaryKeyExists", key.getSchemaName(), key.getTableName(), key.getPrimaryKeyName()),
        Phrase.exists("the primary key" + name + of(key.getSchemaName(), key.getTableName())),
        catalog.constraint(
            key.getSchemaName(), "PRIMARY KEY", key.getTableName(), key.getPrimaryKeyName()));
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
    Phrase phrase = Phrase.exists(name(index, wanted));
    return new PreconditionCheck(
        Needs.SCHEMA,
        text("indexExists", index.getSchemaName(), index.getTableName(), name, wanted),
        phrase,
        (database, _) ->
            byIndex(database.query(query)).values().stream()
                    .anyMatch(columns -> wanted.isEmpty() || columns.equals(wanted))
                ? Optional.empty()
                : Optional.of(phrase.negated().text()));
  }

  /// Returns a phrase such as `the index by_name of the table singers on the columns name, born`.
  private static String name(IndexExistsPrecondition index, List<String> columns) {
    return (index.getIndexName() == null ? "an index" : "the index " + index.getIndexName())
        + of(index.getSchemaName(), index.getTableName())
        + (columns.isEmpty()
            ? ""
            : (columns.size() == 1 ? " on the column " : " on the columns ")
                + String.join(", ", columns));
  }

  private static String of(@Nullable String schema, @Nullable String table) {
    return table == null ? "" : " of the table " + qualified(schema, table);
  }

  private static String qualified(@Nullable String schema, String name) {
    return schema == null ? name : schema + "." + name;
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
        new Phrase.Fact(
            "the query returns " + expected + ": " + query,
            "the query does not return " + expected + ": " + query,
            true),
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
    String subject = "the table " + qualified(count.getSchemaName(), name);
    String rows = English.count(expected, "row");
    return new PreconditionCheck(
        Needs.ROWS,
        text("rowCount", count.getSchemaName(), name, expected),
        Phrase.fact(subject + " has " + rows, subject + " does not have " + rows),
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
        Phrase.is("the table " + qualified(empty.getSchemaName(), name), "empty"),
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
    Phrase phrase =
        Phrase.fact(
            "the change set " + wanted + " has run", "the change set " + wanted + " has not run");
    return new PreconditionCheck(
        Needs.SCHEMA,
        text("changeSetExecuted", wanted),
        phrase,
        (database, _) ->
            database.history().stream().anyMatch(row -> isSame(row.changeSet(), wanted, paths))
                ? Optional.empty()
                : Optional.of(phrase.negated().text()));
  }

  /// Returns the paths under which `DATABASECHANGELOG` may contain the change set. If the
  /// precondition names no file, these are the logical path and the physical path of the file that
  /// contains the precondition.
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
        Phrase.is("the user", name),
        Optional.of("it expects the user " + name + ", but Spanner has no users"));
  }
}
