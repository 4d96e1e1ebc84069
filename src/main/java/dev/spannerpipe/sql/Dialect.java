package dev.spannerpipe.sql;

/// The two SQL dialects of Spanner; a database has one for life.
public enum Dialect {
  /// GoogleSQL.
  GOOGLE_STANDARD_SQL,
  /// The PostgreSQL dialect.
  POSTGRESQL
}
