package dev.spannerpipe.changelog.liquibase;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;

/// The names by which `dbms` may refer to a database. A database with the PostgreSQL dialect has
/// two names. Liquibase's Spanner extension calls it `cloudspanner`. Through PGAdapter, Liquibase
/// calls it `postgresql`.
public final class DatabaseNames {
  private static final String SPANNER = "cloudspanner";
  private static final String POSTGRESQL = "postgresql";

  private DatabaseNames() {}

  public static List<String> of(Database database) {
    return database instanceof PostgresDialectDatabase
        ? List.of(SPANNER, POSTGRESQL)
        : List.of(database.getShortName());
  }

  /// Returns whether the value of `dbms` includes the database under any of the database's names. A
  /// negated name, such as `!postgresql`, excludes the database.
  ///
  /// @param definition the value of `dbms`
  /// @param otherwise the result if `definition` is null or empty
  public static boolean match(
      @Nullable Collection<String> definition, Database database, boolean otherwise) {
    if (definition == null || definition.isEmpty()) {
      return otherwise;
    }
    List<String> names = of(database);
    Set<String> known = new LinkedHashSet<>();
    for (String defined : definition) {
      boolean excludes = defined.startsWith("!");
      String name = excludes ? defined.substring(1) : defined;
      known.add((excludes ? "!" : "") + (names.contains(name) ? names.getFirst() : name));
    }
    return DatabaseList.definitionMatches(known, names.getFirst(), otherwise);
  }

  /// Returns whether a comma-separated list includes the database.
  public static boolean match(@Nullable String definition, Database database, boolean otherwise) {
    return (definition == null || definition.isBlank())
        ? otherwise
        : match(StringUtil.splitAndTrim(definition.strip(), ","), database, otherwise);
  }
}
