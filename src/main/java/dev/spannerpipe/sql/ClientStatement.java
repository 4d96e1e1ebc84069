package dev.spannerpipe.sql;

import java.util.Optional;

/// A statement that Spanner's JDBC driver executes itself, so that Spanner never sees it.
/// Changelogs that were written for the driver are full of them.
///
/// Source: [client-side
/// statements](https://cloud.google.com/spanner/docs/jdbc-session-mgmt-commands).
public sealed interface ClientStatement {
  /// `SET PROTO_DESCRIPTORS = '…'`: the descriptors of the next schema change or batch.
  ///
  /// @param base64 the descriptor set; empty takes back an earlier one
  record ProtoDescriptors(String base64) implements ClientStatement {}

  /// `SET PROTO_DESCRIPTORS_FILE_PATH = '…'`: the same from a file.
  ///
  /// @param path the file; empty takes back an earlier one
  record ProtoDescriptorsFile(String path) implements ClientStatement {}

  /// `SET AUTOCOMMIT_DML_MODE = '…'`: how the data changes after it run.
  record DmlMode(boolean partitioned) implements ClientStatement {}

  /// `BEGIN TRANSACTION` or `START TRANSACTION`.
  record Begin() implements ClientStatement {}

  /// `COMMIT`.
  record Commit() implements ClientStatement {}

  /// `ROLLBACK`.
  record Rollback() implements ClientStatement {}

  /// `START BATCH DDL` or `START BATCH DML`.
  record StartBatch(StatementKind kind) implements ClientStatement {}

  /// `RUN BATCH`.
  record RunBatch() implements ClientStatement {}

  /// `ABORT BATCH`.
  record AbortBatch() implements ClientStatement {}

  /// `RESET ALL`: all settings are as at the beginning.
  record ResetAll() implements ClientStatement {}

  /// One that changes no data and no schema: a setting of the driver's own, or a query whose result
  /// nobody reads.
  ///
  /// @param onlyInTransaction whether the driver rejects it outside of a transaction
  record WithoutEffect(boolean onlyInTransaction) implements ClientStatement {}

  /// One that the driver rejects, or whose effect the pipe does not have.
  ///
  /// @param reason why, a clause such as "it has no effect here"
  /// @param action what to write instead, imperative, without a full stop
  record Rejected(String reason, String action) implements ClientStatement {}

  /// Returns what a statement says to the driver; empty where it is for Spanner.
  static Optional<ClientStatement> of(Dialect dialect, String sql) {
    return ClientStatementParser.isCandidate(SqlTokenizer.head(dialect, sql))
        ? new ClientStatementParser(dialect, SqlTokenizer.tokens(dialect, sql)).parse()
        : Optional.empty();
  }
}
