package dev.spannerpipe.sql;

/// The two SQL dialects of Spanner. The dialect of a database never changes.
public enum Dialect {
  /// GoogleSQL.
  GOOGLE_STANDARD_SQL,
  /// The PostgreSQL dialect.
  POSTGRESQL
}
