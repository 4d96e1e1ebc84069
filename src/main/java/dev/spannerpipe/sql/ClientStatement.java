package dev.spannerpipe.sql;

import java.util.Optional;

/// A statement that Spanner's JDBC driver executes itself, so that Spanner never sees it.
/// Changelogs that were written for the driver contain many such statements.
///
/// Source: [client-side
/// statements](https://cloud.google.com/spanner/docs/jdbc-session-mgmt-commands).
public sealed interface ClientStatement {
  /// `SET PROTO_DESCRIPTORS = '…'`: the descriptors of the next schema change or batch.
  ///
  /// @param base64 the descriptor set, in base64; an empty value removes the descriptors that were
  ///   set earlier
  record ProtoDescriptors(String base64) implements ClientStatement {}

  /// `SET PROTO_DESCRIPTORS_FILE_PATH = '…'`: a file with the descriptors of the next schema change
  /// or batch.
  ///
  /// @param path the path of the file; an empty value removes the descriptors that were set earlier
  record ProtoDescriptorsFile(String path) implements ClientStatement {}

  /// `SET AUTOCOMMIT_DML_MODE = '…'`: whether later data changes run as partitioned DML.
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
  /// @param onlyInTransaction whether the driver rejects the statement outside of a transaction
  record WithoutEffect(boolean onlyInTransaction) implements ClientStatement {}

  /// A statement that the driver rejects, or whose effect the pipe does not support.
  ///
  /// @param reason the reason, as a clause such as "it has no effect here"
  /// @param action what to write instead, in the imperative, without a period
  record Rejected(String reason, String action) implements ClientStatement {}

  /// Parses a statement that the driver executes itself. Returns empty if Spanner executes the
  /// statement.
  static Optional<ClientStatement> of(Dialect dialect, String sql) {
    return ClientStatementParser.isCandidate(SqlTokenizer.head(dialect, sql))
        ? new ClientStatementParser(dialect, SqlTokenizer.tokens(dialect, sql)).parse()
        : Optional.empty();
  }
}
