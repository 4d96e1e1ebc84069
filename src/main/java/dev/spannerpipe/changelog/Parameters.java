package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.liquibase.DatabaseNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liquibase.ContextExpression;
import liquibase.Labels;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.exception.UnknownChangeLogParameterException;
import org.jspecify.annotations.Nullable;

/// Changelog parameters that come only from the settings and from the changelog. In Liquibase's own
/// class, the process environment and the Java properties take precedence over both.
final class Parameters extends ChangeLogParameters {
  private record Parameter(
      String name,
      Object value,
      ContextExpression contexts,
      Labels labels,
      @Nullable List<String> databases,
      @Nullable String changelog) {}

  private static final List<String> OF_THE_RUN =
      List.of(
          "LIQUIBASE_EXECUTION_DEPLOYMENT_ID",
          "LIQUIBASE_EXECUTION_CHANGELOG_FILE",
          "LIQUIBASE_EXECUTION_CHANGESET_ID",
          "LIQUIBASE_EXECUTION_CHANGESET_AUTHOR");

  // Liquibase's constructor calls set() before the fields of this class are initialized.
  @SuppressWarnings("NullAway.Init")
  private List<Parameter> parameters;

  private final Database target;
  private boolean parsed;
  private boolean expanding;

  Parameters(Database database, Map<String, String> given) {
    super(database);
    this.target = database;
    given.forEach((name, value) -> set(name, value));
  }

  private List<Parameter> parameters() {
    if (parameters == null) {
      parameters = new ArrayList<>();
    }
    return parameters;
  }

  @Override
  public void set(
      String name,
      @Nullable Object value,
      ContextExpression contexts,
      Labels labels,
      String @Nullable ... databases) {
    add(name, value, contexts, labels, databases, null);
  }

  @Override
  public void setLocal(
      String name,
      @Nullable Object value,
      DatabaseChangeLog changelog,
      ContextExpression contexts,
      Labels labels,
      String @Nullable ... databases) {
    add(name, value, contexts, labels, databases, changelog.getLogicalFilePath());
  }

  private void add(
      String name,
      @Nullable Object value,
      ContextExpression contexts,
      Labels labels,
      String @Nullable [] databases,
      @Nullable String changelog) {
    if (name != null && value != null) {
      parameters()
          .add(
              new Parameter(
                  name,
                  value,
                  contexts,
                  labels,
                  databases == null || databases.length == 0 ? null : List.of(databases),
                  changelog));
    }
  }

  /// Marks the changelog as parsed.
  void wasParsed() {
    parsed = true;
  }

  @Override
  public String expandExpressions(String text, DatabaseChangeLog changelog)
      throws UnknownChangeLogParameterException {
    boolean before = expanding;
    expanding = true;
    try {
      return super.expandExpressions(text, changelog);
    } finally {
      expanding = before;
    }
  }

  /// Returns whether Liquibase's parsers must not see a parameter. The parsers compare `dbms` with
  /// the parameter `database.typeName`, which can have only one value, but a database may have two
  /// names. If the parsers do not see this parameter, they keep every change set, and
  /// [ChangeSetFilter] decides later.
  private boolean isHidden(String name) {
    return name.equalsIgnoreCase("database.typeName")
        && !parsed
        && !expanding
        && DatabaseNames.of(target).size() > 1;
  }

  @Override
  public @Nullable Object getValue(String name, @Nullable DatabaseChangeLog changelog) {
    if (isHidden(name)) {
      return null;
    }
    if (changelog != null && OF_THE_RUN.stream().anyMatch(name::equalsIgnoreCase)) {
      return super.getValue(name, changelog);
    }
    for (Parameter parameter : parameters()) {
      if (parameter.changelog() == null && matches(parameter, name)) {
        return parameter.value();
      }
    }
    for (DatabaseChangeLog each = changelog; each != null; each = each.getParentChangeLog()) {
      for (Parameter parameter : parameters().reversed()) {
        if (each.getLogicalFilePath().equals(parameter.changelog()) && matches(parameter, name)) {
          return parameter.value();
        }
      }
    }
    return null;
  }

  private boolean matches(Parameter parameter, String name) {
    return parameter.name().equalsIgnoreCase(name)
        && getLabels().matches(parameter.labels())
        && parameter.contexts().matches(getContexts())
        && DatabaseNames.match(parameter.databases(), target, true);
  }

  @Override
  public boolean hasValue(String name, DatabaseChangeLog changelog) {
    return getValue(name, changelog) != null;
  }
}
