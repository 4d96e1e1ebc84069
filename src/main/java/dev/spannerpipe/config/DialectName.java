package dev.spannerpipe.config;

import dev.spannerpipe.sql.Dialect;

/// The names of the SQL dialects in the settings.
enum DialectName {
  GOOGLESQL(Dialect.GOOGLE_STANDARD_SQL),
  POSTGRESQL(Dialect.POSTGRESQL);

  private final Dialect dialect;

  DialectName(Dialect dialect) {
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }
}
