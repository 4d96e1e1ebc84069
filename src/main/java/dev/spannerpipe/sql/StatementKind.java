package dev.spannerpipe.sql;

/// How a statement must be sent to Spanner.
public enum StatementKind {
  /// A schema change, sent with `UpdateDatabaseDdl`.
  DDL,
  /// A data change, sent in a read-write transaction.
  DML,
  /// A data change that must run as partitioned DML, because a directive of its change set demands
  /// it.
  PARTITIONED_DML,
  /// A statement that only reads.
  QUERY
}
