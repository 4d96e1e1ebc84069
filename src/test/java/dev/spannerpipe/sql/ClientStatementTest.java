package dev.spannerpipe.sql;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.ClientStatement.AbortBatch;
import dev.spannerpipe.sql.ClientStatement.Begin;
import dev.spannerpipe.sql.ClientStatement.Commit;
import dev.spannerpipe.sql.ClientStatement.DmlMode;
import dev.spannerpipe.sql.ClientStatement.ProtoDescriptors;
import dev.spannerpipe.sql.ClientStatement.ProtoDescriptorsFile;
import dev.spannerpipe.sql.ClientStatement.Rejected;
import dev.spannerpipe.sql.ClientStatement.ResetAll;
import dev.spannerpipe.sql.ClientStatement.Rollback;
import dev.spannerpipe.sql.ClientStatement.RunBatch;
import dev.spannerpipe.sql.ClientStatement.StartBatch;
import dev.spannerpipe.sql.ClientStatement.WithoutEffect;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientStatementTest {
  private static Arguments both(String sql, ClientStatement expected) {
    return Arguments.of(sql, expected, expected);
  }

  private static Arguments google(String sql, ClientStatement expected) {
    return Arguments.of(sql, expected, null);
  }

  private static Arguments postgresql(String sql, ClientStatement expected) {
    return Arguments.of(sql, null, expected);
  }

  static Stream<Arguments> statements() {
    return Stream.of(
        both("BEGIN", new Begin()),
        both("begin transaction;", new Begin()),
        both("/* now */ START TRANSACTION -- here", new Begin()),
        both("BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE", new Begin()),
        both("BEGIN WORK", new Begin()),
        both("COMMIT", new Commit()),
        both("COMMIT TRANSACTION", new Commit()),
        both("COMMIT AND NO CHAIN", new Commit()),
        postgresql("END", new Commit()),
        both("ROLLBACK", new Rollback()),
        postgresql("ABORT WORK", new Rollback()),
        both("START BATCH DDL", new StartBatch(StatementKind.DDL)),
        both("start  batch\ndml;", new StartBatch(StatementKind.DML)),
        both("run /* the */ batch", new RunBatch()),
        both("ABORT BATCH", new AbortBatch()),
        both("ABORT BATCH TRANSACTION", new AbortBatch()),
        both("RESET ALL", new ResetAll()),
        both("RUN PARTITIONED QUERY SELECT 1", new WithoutEffect(false)),
        both("PARTITION SELECT 1", new WithoutEffect(false)),
        both("SHOW VARIABLE AUTOCOMMIT", new WithoutEffect(false)),
        postgresql("SHOW spanner.readonly", new WithoutEffect(false)),
        google("SET PROTO_DESCRIPTORS = 'AA=='", new ProtoDescriptors("AA==")),
        google("set proto_descriptors=''", new ProtoDescriptors("")),
        google("SET PROTO_DESCRIPTORS_FILE_PATH = 'a/b.pb'", new ProtoDescriptorsFile("a/b.pb")),
        google("SET AUTOCOMMIT_DML_MODE='PARTITIONED_NON_ATOMIC'", new DmlMode(true)),
        google("SET AUTOCOMMIT_DML_MODE='TRANSACTIONAL'", new DmlMode(false)),
        google(
            "SET AUTOCOMMIT_DML_MODE='TRANSACTIONAL_WITH_FALLBACK_TO_PARTITIONED_NON_ATOMIC'",
            new DmlMode(false)),
        postgresql(
            "SET SPANNER.AUTOCOMMIT_DML_MODE TO 'partitioned_non_atomic'", new DmlMode(true)),
        postgresql("SET SESSION spanner.autocommit_dml_mode = 'transactional'", new DmlMode(false)),
        both("SET STATEMENT_TIMEOUT = '60s'", new WithoutEffect(false)),
        both("SET STATEMENT_TIMEOUT = 1000", new WithoutEffect(false)),
        google("SET STATEMENT_TIMEOUT = NULL", new WithoutEffect(false)),
        google("SET RETRY_ABORTS_INTERNALLY = TRUE", new WithoutEffect(false)),
        google("SET RPC_PRIORITY = 'LOW'", new WithoutEffect(false)),
        google("SET TRANSACTION_TAG = 'x'", new WithoutEffect(true)),
        both("SET AUTOCOMMIT = TRUE", new WithoutEffect(false)),
        google("SET READONLY = FALSE", new WithoutEffect(false)),
        google("SET EXCLUDE_TXN_FROM_CHANGE_STREAMS = FALSE", new WithoutEffect(false)));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void areUnderstoodAsByTheDriver(
      String sql, ClientStatement inGoogleSql, ClientStatement inPostgresql) {
    if (inGoogleSql != null) {
      assertThat(ClientStatement.of(GOOGLE_STANDARD_SQL, sql)).contains(inGoogleSql);
    }
    if (inPostgresql != null) {
      assertThat(ClientStatement.of(POSTGRESQL, sql)).contains(inPostgresql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "CREATE TABLE begin (id INT64) PRIMARY KEY (id)",
        "UPDATE t SET autocommit = TRUE WHERE true",
        "`begin`",
        "START",
        "START BATCH",
        "RUN",
        "EXPLAIN SELECT 1",
        "-- BEGIN",
        ""
      })
  void areNoOthers(String sql) {
    assertThat(ClientStatement.of(GOOGLE_STANDARD_SQL, sql)).isEmpty();
  }

  @Test
  void dependOnTheDialect() {
    assertThat(ClientStatement.of(GOOGLE_STANDARD_SQL, "END")).isEmpty();
    assertThat(ClientStatement.of(GOOGLE_STANDARD_SQL, "ABORT")).isEmpty();
    assertThat(ClientStatement.of(GOOGLE_STANDARD_SQL, "SHOW search_path")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET search_path = x | search_path is not a setting of the JDBC driver, or the pipe does not know it | Remove the statement
          SET x | x is not a setting of the JDBC driver, or the pipe does not know it | Remove the statement
          SET SPANNER.AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL' | autocommit_dml_mode is not a setting of the JDBC driver, or the pipe does not know it | Remove the statement
          SET LOCAL AUTOCOMMIT = TRUE | local is not a setting of the JDBC driver, or the pipe does not know it | Remove the statement
          SET DEFAULT_SEQUENCE_KIND = 'x' | default_sequence_kind is not a setting of the JDBC driver, or the pipe does not know it | Remove the statement
          SET STATEMENT_TIMEOUT = '10m' | the driver does not accept the timeout '10m' | Write a number with s, ms, us or ns, or remove the statement
          SET AUTOCOMMIT = FALSE | the driver rejects this within a change set | Remove the statement
          SET READONLY = TRUE | the driver would then reject all later changes | Remove the statement
          SET TRANSACTION READ ONLY | nothing could be changed in that transaction | Remove the statement
          BEGIN TRANSACTION READ ONLY | a read-only transaction changes nothing, and the driver rejects data changes in it | Remove READ ONLY
          SET EXCLUDE_TXN_FROM_CHANGE_STREAMS = TRUE | the pipe cannot keep data changes out of change streams | Remove the statement
          SET AUTOCOMMIT_DML_MODE = 'BOTH' | the driver does not know this mode | Write TRANSACTIONAL or PARTITIONED_NON_ATOMIC
          SET PROTO_DESCRIPTORS = x | the value of PROTO_DESCRIPTORS is not a string in single quotes | Put the value into single quotes
          COMMIT AND CHAIN | the driver does not support AND CHAIN | Remove AND CHAIN, and write BEGIN TRANSACTION after the statement
          ROLLBACK TO x | the driver does not support savepoints in this statement | Remove the statement
          """)
  void areRejectedWhereTheDriverOrThePipeCannot(String sql, String reason, String action) {
    assertThat(ClientStatement.of(GOOGLE_STANDARD_SQL, sql)).contains(new Rejected(reason, action));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET autocommit_dml_mode = 'TRANSACTIONAL'",
        "SET search_path TO x",
        "SET spanner.proto_descriptors = 'AA=='",
        "SET spanner.readonly IS false"
      })
  void needTheirPrefixInPostgresql(String sql) {
    assertThat(ClientStatement.of(POSTGRESQL, sql))
        .containsInstanceOf(Rejected.class)
        .map(rejected -> ((Rejected) rejected).action())
        .contains("Write SET spanner.<name> for a setting of the driver, or remove the statement");
  }
}
