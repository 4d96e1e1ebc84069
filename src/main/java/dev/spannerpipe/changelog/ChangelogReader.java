package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.generate.ProtoDescriptorFiles;
import dev.spannerpipe.changelog.generate.UnloadedCustomChange;
import dev.spannerpipe.changelog.liquibase.LiquibaseScope;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Scope;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;

/// Reads a Liquibase changelog, in any of Liquibase's formats, without a database.
///
/// Liquibase finds the files, orders and filters the change sets, and computes their checksums.
/// Plain Liquibase therefore accepts the history that the pipe writes. The pipe itself generates
/// the SQL of structured changes, such as `createTable`.
public final class ChangelogReader {
  /// Guards Liquibase's parser registry, which the whole process shares.
  private static final Object PARSERS = new Object();

  private final ChangelogSettings settings;

  /// Creates a reader. Does not open any file yet.
  public ChangelogReader(ChangelogSettings settings) {
    this.settings = settings;
  }

  /// Reads the changelog for a database of this dialect. Throws a `ConfigurationFailure` if a
  /// setting is invalid or the changelog cannot be read. The failure names the file and the line if
  /// they are known. Problems of single change sets, such as an unsupported change, are returned
  /// with the changelog, because they do not matter if the change set is already applied.
  public Changelog read(Dialect dialect) {
    return read(
        dialect,
        (changeSets, changelog) ->
            changeSets.of(changelog).with(UnexpandedVariables.problems(settings)));
  }

  /// Reads the changelog like [#read(Dialect)], and returns the rollback of each change set in the
  /// order of the changelog; the key is the identity of the change set.
  public Map<ChangeSetId, Rollback> rollbacks(Dialect dialect) {
    return read(dialect, ChangeSets::rollbacks);
  }

  /// Reads the changelog like [#read(Dialect)], together with the rollbacks. The files are read
  /// only once.
  public ReversibleChangelog readWithRollbacks(Dialect dialect) {
    return read(
        dialect,
        (changeSets, changelog) ->
            new ReversibleChangelog(
                changeSets.of(changelog).with(UnexpandedVariables.problems(settings)),
                changeSets.rollbacks(changelog)));
  }

  private <T> T read(Dialect dialect, BiFunction<ChangeSets, DatabaseChangeLog, T> result) {
    checkSettings();
    RepositoryFiles files = new RepositoryFiles(settings.checkout(), settings.roots());
    try {
      return LiquibaseScope.call(
          files, dialect, database -> read(dialect, database, files, result));
    } catch (Failure failure) {
      throw failure;
    } catch (Exception problem) {
      Failure known = LiquibaseErrors.find(problem, Failure.class);
      if (known != null) {
        throw known;
      }
      throw LiquibaseErrors.failure(
          "Could not read the changelog "
              + settings.changelogFile()
              + ": "
              + LiquibaseErrors.text(LiquibaseErrors.deepest(problem)),
          "Correct the changelog",
          problem);
    }
  }

  private void checkSettings() {
    check("CONTEXTS", settings.contexts());
    check("LABELS", settings.labels());
    for (Path root : settings.roots()) {
      if (!Files.isDirectory(root)) {
        throw new ConfigurationFailure(
            "The search path contains " + root + ", which is not a directory",
            "Correct SEARCH_PATH");
      }
    }
  }

  private static void check(String variable, Optional<String> expression) {
    expression
        .flatMap(FilterExpressionSyntax::problem)
        .ifPresent(
            problem -> {
              throw new ConfigurationFailure(
                  variable + " is \"" + expression.orElse("") + "\", but " + problem,
                  "Correct " + variable);
            });
  }

  private <T> T read(
      Dialect dialect,
      Database database,
      RepositoryFiles files,
      BiFunction<ChangeSets, DatabaseChangeLog, T> result)
      throws LiquibaseException {
    Contexts contexts = new Contexts(settings.contexts().orElse(""));
    LabelExpression labels = new LabelExpression(settings.labels().orElse(""));
    Parameters parameters = new Parameters(database, settings.parameters());
    parameters.setContexts(contexts);
    parameters.setLabels(labels);
    IncludedFiles included = new IncludedFiles(files, dialect);
    DatabaseChangeLog changelog = parse(files, included, parameters);
    parameters.wasParsed();
    ChangeSetFilter filter = new ChangeSetFilter(database, contexts, labels);
    ProtoDescriptorFiles descriptors = new ProtoDescriptorFiles(settings.protoDescriptorsFile());
    return result.apply(
        new ChangeSets(dialect, database, included, files, filter, descriptors), changelog);
  }

  private DatabaseChangeLog parse(
      RepositoryFiles files, IncludedFiles included, Parameters parameters)
      throws LiquibaseException {
    String file = settings.changelogFile().replace('\\', '/');
    synchronized (PARSERS) {
      ChangeLogParserFactory factory = ChangeLogParserFactory.getInstance();
      factory.register(included);
      UnloadedCustomChange.register();
      try {
        checkExists(file, files);
        if (!included.supports(file, files)) {
          throw new ConfigurationFailure(
              "Could not read the changelog " + file + ": unknown format",
              "Use the extension .yaml, .yml, .json, .xml or .sql");
        }
        return included.parse(file, parameters, Scope.getCurrentScope().getResourceAccessor());
      } finally {
        factory.unregister(included);
      }
    }
  }

  private void checkExists(String file, RepositoryFiles files) {
    try {
      if (!files.get(file).exists()) {
        List<Path> roots = settings.roots();
        throw new ConfigurationFailure(
            "Could not read the changelog "
                + file
                + ": it does not exist in "
                + String.join(", ", roots.stream().map(this::shown).toList()),
            "Correct CHANGELOG_FILE or SEARCH_PATH");
      }
    } catch (RepositoryFiles.Rejected rejected) {
      throw new ConfigurationFailure(
          "Could not read the changelog " + file + ": " + rejected.reason(), rejected.action());
    } catch (IOException problem) {
      throw LiquibaseErrors.failure(
          "Could not read the changelog " + file + ": " + LiquibaseErrors.text(problem),
          "Correct SEARCH_PATH",
          problem);
    }
  }

  private String shown(Path root) {
    Path clone = settings.checkout().path();
    String relative = root.startsWith(clone) ? clone.relativize(root).toString() : root.toString();
    return relative.isEmpty() ? "the clone directory" : relative;
  }
}
