package dev.spannerpipe.changelog.liquibase;

import dev.spannerpipe.sql.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liquibase.ChecksumVersion;
import liquibase.GlobalConfiguration;
import liquibase.Scope;
import liquibase.change.ChangeFactory;
import liquibase.changeset.ChangeSetService;
import liquibase.configuration.ConfigurationValueProvider;
import liquibase.configuration.LiquibaseConfiguration;
import liquibase.configuration.core.ScopeValueProvider;
import liquibase.database.Database;
import liquibase.logging.core.NoOpLogService;
import liquibase.parser.ChangeLogParserConfiguration;
import liquibase.resource.ResourceAccessor;

/// The environment in which Liquibase runs: without output, without a database connection, and with
/// fixed settings. Liquibase reads its settings from the scope only, not from environment variables
/// or Java properties.
public final class LiquibaseScope {
  private LiquibaseScope() {}

  /// Work that uses Liquibase.
  @FunctionalInterface
  public interface Work<T> {
    /// Does the work.
    T with(Database database) throws Exception;
  }

  /// Runs work in a Liquibase scope with the settings of this class. The work receives a database
  /// object without a connection.
  public static <T> T call(ResourceAccessor files, Dialect dialect, Work<T> work) throws Exception {
    return Scope.child(
        values(files),
        () -> {
          readOnlyTheScope();
          Database database =
              switch (dialect) {
                case GOOGLE_STANDARD_SQL -> new GoogleSqlDatabase();
                case POSTGRESQL -> new PostgresDialectDatabase();
              };
          // If the database has two names, Liquibase's parsers keep change sets that are for other
          // databases. The parsers must then not fail on a change type that this database does not
          // support.
          boolean keepsOthers = DatabaseNames.of(database).size() > 1;
          Map<String, Object> inner =
              Map.of(
                  Scope.Attr.database.name(),
                  database,
                  ChangeFactory.NO_EXCEPTION_ON_UNSUPPORTED_CHANGE_TYPE,
                  keepsOthers);
          return Scope.child(inner, () -> work.with(database));
        });
  }

  /// Makes Liquibase read its settings only from the scope. By default, Liquibase copies all
  /// environment variables and Java properties each time it reads a setting, about twenty times per
  /// change set.
  private static void readOnlyTheScope() {
    LiquibaseConfiguration configuration =
        Scope.getCurrentScope().getSingleton(LiquibaseConfiguration.class);
    for (ConfigurationValueProvider provider : List.copyOf(configuration.getProviders())) {
      if (!(provider instanceof ScopeValueProvider)) {
        configuration.unregisterProvider(provider);
      }
    }
  }

  private static Map<String, Object> values(ResourceAccessor files) {
    Map<String, Object> values = new HashMap<>();
    values.put(Scope.Attr.resourceAccessor.name(), files);
    values.put(Scope.Attr.logService.name(), new NoOpLogService());
    values.put(Scope.Attr.ui.name(), new SilentUi());
    values.put(Scope.Attr.latestChecksumVersion.name(), ChecksumVersion.V9);
    values.put(Scope.Attr.checksumVersion.name(), ChecksumVersion.V9);
    values.put("liquibase.analytics.enabled", false);
    values.put("liquibase.plugin." + ChangeSetService.class.getName(), WholeRollbacks.registered());
    values.put(GlobalConfiguration.FILE_ENCODING.getKey(), "UTF-8");
    values.put(GlobalConfiguration.OUTPUT_FILE_ENCODING.getKey(), "UTF-8");
    values.put(GlobalConfiguration.CONVERT_DATA_TYPES.getKey(), true);
    values.put(GlobalConfiguration.SECURE_PARSING.getKey(), true);
    values.put(GlobalConfiguration.VALIDATE_XML_CHANGELOG_FILES.getKey(), true);
    values.put(GlobalConfiguration.STRICT.getKey(), false);
    values.put(GlobalConfiguration.TRIM_LOAD_DATA_FILE_HEADER.getKey(), false);
    values.put(GlobalConfiguration.PRESERVE_CLASSPATH_PREFIX_IN_NORMALIZED_PATHS.getKey(), false);
    values.put(GlobalConfiguration.PRESERVE_SCHEMA_CASE.getKey(), false);
    values.put(
        GlobalConfiguration.DUPLICATE_FILE_MODE.getKey(),
        GlobalConfiguration.DuplicateFileMode.ERROR);
    values.putAll(parserValues());
    return values;
  }

  private static Map<String, Object> parserValues() {
    return Map.of(
        ChangeLogParserConfiguration.SUPPORT_PROPERTY_ESCAPING.getKey(),
        false,
        ChangeLogParserConfiguration.MISSING_PROPERTY_MODE.getKey(),
        ChangeLogParserConfiguration.MissingPropertyMode.PRESERVE,
        ChangeLogParserConfiguration.CHANGELOG_PARSE_MODE.getKey(),
        ChangeLogParserConfiguration.ChangelogParseMode.STRICT,
        ChangeLogParserConfiguration.ERROR_ON_CIRCULAR_INCLUDE_ALL.getKey(),
        true,
        ChangeLogParserConfiguration.ON_MISSING_INCLUDE_CHANGELOG.getKey(),
        ChangeLogParserConfiguration.MissingIncludeConfiguration.FAIL,
        ChangeLogParserConfiguration.ON_MISSING_SQL_FILE.getKey(),
        ChangeLogParserConfiguration.MissingIncludeConfiguration.FAIL);
  }
}
