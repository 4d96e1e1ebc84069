package dev.spannerpipe.sql;

/// How a statement has to be sent to Spanner.
public enum StatementKind {
  /// A schema change, by `UpdateDatabaseDdl`.
  DDL,
  /// A data change, in a read-write transaction.
  DML,
  /// A data change that the change set asked to run as partitioned DML.
  PARTITIONED_DML,
  /// It only reads.
  QUERY
}
