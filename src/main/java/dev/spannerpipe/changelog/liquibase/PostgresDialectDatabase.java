package dev.spannerpipe.changelog.liquibase;

import liquibase.database.DatabaseConnection;
import liquibase.database.core.PostgresDatabase;

/// Spanner's PostgreSQL dialect: Liquibase's PostgreSQL under Spanner's name, without a connection.
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
