package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.liquibase.DatabaseNames;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.UnexpectedLiquibaseException;
import liquibase.exception.ValidationErrors;
import org.jspecify.annotations.Nullable;

/// Decides which change sets may run, by `dbms`, context, labels and `ignore`. Liquibase's own
/// filters evaluate all of these except `dbms`. Also removes the `modifySql` blocks that are not
/// for this database from each change set.
final class ChangeSetFilter {
  private final Database database;
  private final List<liquibase.changelog.filter.ChangeSetFilter> filters;

  ChangeSetFilter(Database database, Contexts contexts, LabelExpression labels) {
    this.database = database;
    this.filters =
        List.of(
            new ContextChangeSetFilter(contexts),
            new LabelChangeSetFilter(labels),
            new IgnoreChangeSetFilter());
  }

  boolean accepts(ChangeSet changeSet, SourceLocation location) {
    boolean meant = DatabaseNames.match(changeSet.getDbmsSet(), database, true);
    if (!meant && !location.file().toLowerCase(Locale.ROOT).endsWith(".sql")) {
      // In formats other than SQL, Liquibase does not read the rest of a change set that is for
      // another database. Like Liquibase, the pipe does not report an invalid context in such a
      // change set.
      return false;
    }
    check(changeSet, location);
    changeSet
        .getSqlVisitors()
        .removeIf(visitor -> !DatabaseNames.match(visitor.getApplicableDbms(), database, true));
    try {
      boolean accepted = meant;
      for (liquibase.changelog.filter.ChangeSetFilter filter : filters) {
        accepted &= filter.accepts(changeSet).isAccepted();
      }
      return accepted;
    } catch (UnexpectedLiquibaseException unparsable) {
      throw LiquibaseErrors.failure(
              location
                  + " has an invalid context or label expression: "
                  + LiquibaseErrors.text(unparsable),
              "Correct the expression; Liquibase allows no comma inside of parentheses",
              unparsable)
          .at(location.file(), location.line());
    }
  }

  private static void check(ChangeSet changeSet, SourceLocation location) {
    Stream.concat(
            Stream.ofNullable(changeSet.getContextFilter()),
            changeSet.getInheritableContextFilter().stream())
        .map(ContextExpression::getOriginalString)
        .flatMap(Stream::ofNullable)
        .forEach(expression -> check(expression, location));
    checkDatabases(changeSet.getDbmsSet(), location);
  }

  private static void check(String expression, SourceLocation location) {
    Optional<String> problem = FilterExpressionSyntax.problem(expression);
    if (problem.isPresent()) {
      throw new ConfigurationFailure(
              location + " has the context expression \"" + expression + "\", but " + problem.get(),
              "Correct the expression")
          .at(location.file(), location.line());
    }
  }

  private static void checkDatabases(@Nullable Set<String> names, SourceLocation location) {
    if (names == null) {
      return;
    }
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      ValidationErrors errors = new ValidationErrors();
      DatabaseList.validateDefinitions(List.of(name), errors);
      if (errors.hasErrors() && !name.replace("!", "").strip().equals("cloudspanner")) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigurationFailure(
              location + " has the unknown dbms " + String.join(", ", unknown),
              "Use cloudspanner, or leave dbms out")
          .at(location.file(), location.line());
    }
  }
}
