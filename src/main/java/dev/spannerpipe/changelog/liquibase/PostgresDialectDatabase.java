package dev.spannerpipe.changelog.liquibase;

import liquibase.database.DatabaseConnection;
import liquibase.database.core.PostgresDatabase;

/// Liquibase's object for a Spanner database with the PostgreSQL dialect, without a connection. It
/// is Liquibase's PostgreSQL database under the name of Spanner (`cloudspanner`).
public final class PostgresDialectDatabase extends PostgresDatabase {
  @Override
  public String getShortName() {
    return "cloudspanner";
  }

  @Override
  protected String getDefaultDatabaseProductName() {
    return "cloudspanner";
  }

  @Override
  public boolean isCorrectDatabaseImplementation(DatabaseConnection connection) {
    return false;
  }

  @Override
  public boolean supportsInitiallyDeferrableColumns() {
    return false;
  }

  @Override
  public boolean supportsTablespaces() {
    return false;
  }

  @Override
  public int getDatabaseMajorVersion() {
    return 14;
  }

  @Override
  public int getDatabaseMinorVersion() {
    return 1;
  }

  @Override
  public String getCurrentDateTimeFunction() {
    return "CURRENT_TIMESTAMP";
  }
}
