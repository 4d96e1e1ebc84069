package dev.spannerpipe.sql;

import java.util.Optional;

/// A statement that Spanner's JDBC driver executes itself, so that Spanner never sees it.
/// Changelogs that were written for the driver contain many of these.
///
/// Source: [client-side
/// statements](https://cloud.google.com/spanner/docs/jdbc-session-mgmt-commands).
public sealed interface ClientStatement {
  /// `SET PROTO_DESCRIPTORS = '…'`: the descriptors of the next schema change or batch.
  ///
  /// @param base64 the descriptor set; empty clears an earlier one
  record ProtoDescriptors(String base64) implements ClientStatement {}

  /// `SET PROTO_DESCRIPTORS_FILE_PATH = '…'`: a file with the descriptors of the next schema change
  /// or batch.
  ///
  /// @param path the file; empty clears an earlier one
  record ProtoDescriptorsFile(String path) implements ClientStatement {}

  /// `SET AUTOCOMMIT_DML_MODE = '…'`: how later data changes run.
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

  /// `RESET ALL`: returns all settings to their initial values.
  record ResetAll() implements ClientStatement {}

  /// A statement that changes neither data nor schema. It is a setting of the driver, or a query
  /// whose result is not read.
  ///
  /// @param onlyInTransaction whether the driver rejects it outside of a transaction
  record WithoutEffect(boolean onlyInTransaction) implements ClientStatement {}

  /// A statement that the driver rejects, or whose effect the pipe does not support.
  ///
  /// @param reason the reason, as a clause such as "it has no effect here"
  /// @param action what to write instead, in the imperative, without a period
  record Rejected(String reason, String action) implements ClientStatement {}

  /// Returns the statement for the driver; empty if Spanner executes the statement.
  static Optional<ClientStatement> of(Dialect dialect, String sql) {
    return ClientStatementParser.isCandidate(SqlTokenizer.head(dialect, sql))
        ? new ClientStatementParser(dialect, SqlTokenizer.tokens(dialect, sql)).parse()
        : Optional.empty();
  }
}
