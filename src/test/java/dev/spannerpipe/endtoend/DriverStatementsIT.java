package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Descriptors;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.TestDatabase;
import io.grpc.Status;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The JDBC driver's own statements, as whole runs.
@Concurrent
class DriverStatementsIT extends WholeTool {
  @ParameterizedTest
  @EnumSource
  void rollsATransactionBackAsAWhole(Dialect dialect) {
    TestDatabase target = EmulatorServer.running().newDatabase(dialect);
    String table =
        target.either(
            "CREATE TABLE V (Id INT64, A INT64) PRIMARY KEY (Id);",
            "CREATE TABLE V (Id bigint PRIMARY KEY, A bigint);");
    String begin =
        changeSet("table", table)
            + changeSet(
                "rows",
                "INSERT INTO V (Id, A) VALUES (1, 1);",
                "BEGIN TRANSACTION;",
                "INSERT INTO V (Id, A) VALUES (2, 1);",
                "INSERT INTO V (Id, A) VALUES (1, 1);",
                "COMMIT;");
    workspace.withSql(begin);

    Result result = PipeRun.in(workspace, target).run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
    assertThat(result.lastLine())
        .contains("statement 3 of 3, `INSERT INTO V (Id, A) VALUES (1, 1)`");
    assertThat(target.rows("SELECT Id FROM V")).containsExactly(List.of("1"));

    workspace.withSql(begin.replace("(1, 1);\nCOMMIT", "(3, 1);\nCOMMIT"));
    Result corrected = PipeRun.in(workspace, target).run();

    assertThat(corrected.exitCode()).as(corrected.err()).isZero();
    assertThat(target.rows("SELECT Id FROM V ORDER BY Id"))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"));
  }

  @Test
  void cutsNoTransactionThatIsTooLarge() {
    workspace.withSql(
        changeSet("table", "CREATE TABLE V (Id INT64, A INT64) PRIMARY KEY (Id);")
            + changeSet(
                "rows",
                "START BATCH DML;",
                "INSERT INTO V (Id, A) VALUES (1, 1);",
                "INSERT INTO V (Id, A) VALUES (2, 2);",
                "RUN BATCH;"));
    try (SpannerProxy proxy = SpannerProxy.of(EmulatorServer.running().host())) {
      proxy.refuse(
          "ExecuteBatchDml",
          1,
          Status.INVALID_ARGUMENT.withDescription("The transaction contains too many mutations."));
      PipeRun limited =
          pipe.without("SPANNER_EMULATOR_HOST")
              .with("SPANNER_ENDPOINT", "http://" + proxy.address());

      Result tooMuch = limited.run();

      assertThat(tooMuch.exitCode()).as(tooMuch.err()).isEqualTo(5);
      assertThat(tooMuch.lastLine())
          .isEqualTo(
              "✖ Could not apply change set changelog.sql::rows::ann at changelog.sql:6: the"
                  + " transaction of 2 statements that begins with statement 1 of 2, `INSERT INTO V"
                  + " (Id, A) VALUES (1, 1)` exceeds what one transaction may change: The"
                  + " transaction contains too many mutations. 1 change set of this run was"
                  + " applied. Split the transaction, or remove BEGIN, so that the pipe commits the"
                  + " statements in as few transactions as Spanner allows.");
      assertThat(database.rows("SELECT Id FROM V")).isEmpty();

      assertThat(limited.run().exitCode()).isZero();
    }
    assertThat(database.rows("SELECT Id FROM V ORDER BY Id"))
        .containsExactly(List.of("1"), List.of("2"));
    assertThat(database.rows("SELECT Number FROM SPANNER_PIPE_INTENT WHERE Kind = 'DATA'"))
        .hasSize(1);
  }

  @Test
  void putsTheDigestOfDescriptorsOnRecordAndTheUsualOnesWhereThereAreNoOthers() throws Exception {
    byte[] usual = Descriptors.of("Purchase");
    workspace
        .withSql(changeSet("bundle", "CREATE PROTO BUNDLE (shop.Purchase);"))
        .with("all.pb", usual);

    Result result = pipe.with("PROTO_DESCRIPTORS_FILE", "all.pb").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(usual));
    assertThat(database.rows("SELECT Content FROM SPANNER_PIPE_INTENT WHERE Kind = 'SCHEMA'"))
        .singleElement()
        .asString()
        .contains("\"protoDescriptors\":\"" + sha256 + "\"");
  }

  @Test
  void skipsASettingWithoutEffectWithALineForDebugging() {
    workspace.withSql(
        changeSet(
            "table",
            "SET STATEMENT_TIMEOUT = '60s';",
            "CREATE TABLE V (Id INT64) PRIMARY KEY (Id);"));
    String line = "changelog.sql:3: skipped, without effect: SET STATEMENT_TIMEOUT = '60s'";

    assertThat(pipe.with("COMMAND", "status").run().err()).doesNotContain(line);
    // What libraries log is set for the whole process, so this run has one of its own.
    PipeProcess debugging =
        PipeProcess.start(pipe.with("DEBUG", "true").variables(), workspace.directory());
    assertThat(debugging.await().output()).contains(line);
  }

  @Test
  void namesTheUsualDescriptorsThatCannotBeRead() {
    workspace.withSql(
        changeSet("table", "CREATE TABLE V (Id INT64) PRIMARY KEY (Id);")
            + changeSet("bundle", "CREATE PROTO BUNDLE (shop.Purchase);"));

    Result result = pipe.with("PROTO_DESCRIPTORS_FILE", "missing.pb").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .endsWith("missing.pb: it does not exist. Correct PROTO_DESCRIPTORS_FILE.");
    assertThat(database.ddl()).isEmpty();
  }
}
