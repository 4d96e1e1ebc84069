package dev.spannerpipe.changelog.liquibase;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;

/// The names of a database in `dbms`. A PostgreSQL-dialect database has two. Liquibase's Spanner
/// extension calls every database `cloudspanner`, and with PGAdapter the same database is
/// `postgresql`.
public final class DatabaseNames {
  private static final String SPANNER = "cloudspanner";
  private static final String POSTGRESQL = "postgresql";

  private DatabaseNames() {}

  public static List<String> of(Database database) {
    return database instanceof PostgresDialectDatabase
        ? List.of(SPANNER, POSTGRESQL)
        : List.of(database.getShortName());
  }

  /// Returns whether the definition includes the database by any of its names. A negation of any of
  /// them excludes it.
  ///
  /// @param definition the value of `dbms`
  /// @param otherwise the result if there is no definition
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
