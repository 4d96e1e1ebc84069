package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.generate.AutomaticRollback;
import dev.spannerpipe.changelog.generate.CatalogQueries;
import dev.spannerpipe.changelog.generate.ChangeSql;
import dev.spannerpipe.changelog.generate.GeneratedStatement;
import dev.spannerpipe.changelog.generate.ProtoDescriptorFiles;
import dev.spannerpipe.changelog.generate.StatementScript;
import dev.spannerpipe.changelog.generate.UnsupportedChangeException;
import dev.spannerpipe.changelog.liquibase.DatabaseNames;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.sql.StatementKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.SQLFileChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.resource.Resource;
import liquibase.sql.visitor.SqlVisitor;

/// Creates the steps of change sets, in the order of the changelog. A step is a statement, or a
/// change whose statements are generated from the live schema.
final class Steps {
  private final Dialect dialect;
  private final Database database;
  private final SourceIndex lines;
  private final ChangeSql sql;
  private final ProtoDescriptorFiles files;

  Steps(
      Dialect dialect,
      Database database,
      SourceIndex lines,
      CatalogQueries catalog,
      ProtoDescriptorFiles files) {
    this.files = files;
    this.dialect = dialect;
    this.database = database;
    this.lines = lines;
    this.sql = new ChangeSql(dialect, database, catalog);
  }

  /// Returns whether a change is meant for this database.
  boolean isMeantForHere(Change change) {
    return !(change instanceof DbmsTargetedChange targeted)
        || DatabaseNames.match(targeted.getDbms(), database, true);
  }

  /// Returns the instructions for the pipe in a change set.
  Directives directives(ChangeSet changeSet) {
    return Directives.of(dialect, changeSet, changesForHere(changeSet), lines.of(changeSet));
  }

  private List<Change> changesForHere(ChangeSet changeSet) {
    return changeSet.getChanges().stream().filter(this::isMeantForHere).toList();
  }

  /// Returns the steps that a change set executes.
  ///
  /// @param partitioned whether the updates and deletes of the change set run as partitioned DML
  /// @param problems receives a problem for each change that cannot be converted to steps
  List<Step> apply(ChangeSet changeSet, boolean partitioned, List<ChangelogProblem> problems) {
    database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
    StatementScript script = new StatementScript(dialect, files, partitioned, problems);
    for (Change change : changesForHere(changeSet)) {
      SourceLocation location = lines.of(changeSet, change);
      try {
        List<GeneratedStatement> drafts = written(changeSet, change, location);
        add(drafts, search(changeSet, change, location), changeSet.getSqlVisitors(), script);
      } catch (ConfigurationFailure impossible) {
        problems.add(ChangelogProblem.of(location, impossible));
      }
    }
    return script.end();
  }

  private List<GeneratedStatement> written(
      ChangeSet changeSet, Change change, SourceLocation location) {
    try {
      if (changeSet.getRunWith() != null && !changeSet.getRunWith().equalsIgnoreCase("jdbc")) {
        throw new UnsupportedChangeException(
            "the pipe does not run changes with " + changeSet.getRunWith(), "Remove runWith");
      }
      return sql.write(change);
    } catch (UnsupportedChangeException refused) {
      SourceLocation line =
          refused.before().isEmpty()
              ? location
              : search(changeSet, change, location).findLast(refused.before());
      throw failure(line, change, refused);
    } catch (RepositoryFiles.Rejected rejected) {
      throw IncludedFiles.rejected(location, rejected);
    } catch (RuntimeException problem) {
      Optional<String> encoding = LiquibaseErrors.unknownEncoding(problem);
      if (encoding.isPresent()) {
        throw LiquibaseErrors.encoding(location, encoding.get());
      }
      throw problem;
    }
  }

  /// Returns the location of the change that names an encoding, or the location of the change set
  /// if no change names it.
  SourceLocation ofEncoding(ChangeSet changeSet, String encoding) {
    return changeSet.getChanges().stream()
        .filter(change -> change.getSerializableFields().contains("encoding"))
        .filter(change -> encoding.equals(change.getSerializableFieldValue("encoding")))
        .findFirst()
        .map(change -> lines.of(changeSet, change))
        .orElseGet(() -> lines.of(changeSet));
  }

  /// Rejects a change that must read a file but names none.
  void checkFiles(ChangeSet changeSet) {
    for (Change change : changeSet.getChanges()) {
      if (change instanceof LoadDataChange data && data.getFile() == null) {
        String name = change.getSerializedObjectName();
        SourceLocation location = lines.of(changeSet, change);
        throw new ConfigurationFailure(
                "%s has the change %s without a file".formatted(location, name),
                "Name the CSV file in the attribute file")
            .at(location.file(), location.line());
      }
    }
  }

  private static ConfigurationFailure failure(
      SourceLocation location, Change change, UnsupportedChangeException refused) {
    return new ConfigurationFailure(
            location
                + ": the change "
                + change.getSerializedObjectName()
                + " cannot be done: "
                + refused.reason(),
            refused.action())
        .at(location.file(), location.line());
  }

  private SourceIndex.Search search(ChangeSet changeSet, Change change, SourceLocation location) {
    if (!(change instanceof SQLFileChange file)) {
      return change instanceof AbstractSQLChange
          ? lines.search(changeSet, location)
          : lines.nowhere(location);
    }
    String path = file.getPath().replace('\\', '/');
    try {
      Resource changelog =
          Scope.getCurrentScope()
              .getResourceAccessor()
              .get(changeSet.getChangeLog().getPhysicalFilePath());
      Resource resource =
          Boolean.TRUE.equals(file.isRelativeToChangelogFile())
              ? changelog.resolveSibling(path)
              : Scope.getCurrentScope().getResourceAccessor().get(path);
      boolean utf8 = file.getEncoding() == null || file.getEncoding().equalsIgnoreCase("UTF-8");
      return utf8
          ? inFile(resource, RepositoryFiles.inRepository(resource.getPath()))
          : lines.nowhere(location);
    } catch (IOException _) {
      // The SQL of the change was readable, so only the lines of its statements are unknown.
      return lines.nowhere(location);
    }
  }

  private SourceIndex.Search inFile(Resource resource, String file) {
    return lines.search(file, RepositoryFiles.text(resource, file));
  }

  private void add(
      List<GeneratedStatement> drafts,
      SourceIndex.Search search,
      List<SqlVisitor> visitors,
      StatementScript script) {
    for (GeneratedStatement draft : drafts) {
      switch (draft) {
        case GeneratedStatement.Live live ->
            script.add(
                new Step.Live(
                    live.text(), search.find(live.text()), live(live.resolver(), visitors)));
        case GeneratedStatement.Sql statement -> add(statement, search, visitors, script);
      }
    }
  }

  private Step.Resolver live(Step.Resolver resolver, List<SqlVisitor> visitors) {
    return live ->
        resolver.resolve(live).stream().map(statement -> modified(statement, visitors)).toList();
  }

  private String modified(String statement, List<SqlVisitor> visitors) {
    String text = statement;
    for (SqlVisitor visitor : visitors) {
      text = visitor.modifySql(text, database);
    }
    return text;
  }

  private void add(
      GeneratedStatement.Sql draft,
      SourceIndex.Search search,
      List<SqlVisitor> visitors,
      StatementScript script) {
    String text = withoutTerminator(modified(draft.text(), visitors));
    if (!SqlText.isBlank(dialect, text)) {
      SourceLocation location =
          draft
              .place()
              .map(place -> new SourceLocation(place.file(), place.line(), place.lastLine()))
              .orElseGet(() -> search.find(draft.source()));
      boolean schemaChange =
          draft.kind().orElseGet(() -> SqlText.kind(dialect, text)) == StatementKind.DDL;
      script.add(schemaChange ? withoutComments(text) : text, draft.kind(), location);
    }
  }

  /// Removes the comments, because Spanner's DDL parser does not accept them. With plain Liquibase,
  /// the JDBC driver removes them.
  private String withoutComments(String statement) {
    return withoutTerminator(SqlText.withoutComments(dialect, statement));
  }

  private static String withoutTerminator(String statement) {
    String text = statement.strip();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).stripTrailing();
    }
    return text;
  }

  /// Reads the files that a rollback block names, so that a missing file is reported even in a run
  /// that undoes nothing.
  void checkRollback(ChangeSet changeSet) {
    if (changeSet.hasCustomRollbackChanges()
        && undoing(changeSet).stream().anyMatch(Steps::namesFile)) {
      rollback(changeSet);
    }
  }

  private static boolean namesFile(Change change) {
    return change.getSerializableFields().contains("path")
        && change.getSerializableFieldValue("path") != null;
  }

  /// Returns the rollback of a change set.
  Rollback rollback(ChangeSet changeSet) {
    database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
    List<SqlVisitor> visitors =
        changeSet.getSqlVisitors().stream().filter(SqlVisitor::isApplyToRollback).toList();
    SourceIndex.Search search = lines.search(changeSet, lines.of(changeSet));
    List<ChangelogProblem> problems = new ArrayList<>();
    StatementScript script = new StatementScript(dialect, files, false, problems);
    try {
      for (Change change : undoing(changeSet)) {
        add(sql.undo(change), search, visitors, script);
      }
    } catch (UnsupportedChangeException refused) {
      return new Rollback.Impossible(refused.reason());
    } catch (ConfigurationFailure failure) {
      return new Rollback.Impossible(failure.description());
    } catch (RepositoryFiles.Rejected rejected) {
      return new Rollback.Impossible(
          "it names the file " + rejected.path() + ", " + rejected.which());
    } catch (RuntimeException problem) {
      String encoding = LiquibaseErrors.unknownEncoding(problem).orElseThrow(() -> problem);
      return new Rollback.Impossible("it names the encoding " + encoding + ", which is unknown");
    }
    List<Step> steps = script.end();
    return problems.isEmpty()
        ? new Rollback.Steps(steps)
        : new Rollback.Impossible(problems.getFirst().description());
  }

  private List<Change> undoing(ChangeSet changeSet) {
    if (changeSet.hasCustomRollbackChanges()) {
      return changeSet.getRollback().getChanges().stream()
          .filter(this::isMeantForHere)
          .filter(change -> !isEmptyMarker(change))
          .toList();
    }
    List<Change> changes = new ArrayList<>();
    for (Change change : changeSet.getChanges().reversed()) {
      if (isMeantForHere(change)) {
        changes.addAll(AutomaticRollback.of(change));
      }
    }
    return changes;
  }

  private static boolean isEmptyMarker(Change change) {
    return change instanceof RawSQLChange raw && "empty".equalsIgnoreCase(raw.getSql());
  }
}
