package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import com.google.spanner.admin.database.v1.OperationProgress;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Operations that are done without an error and report fewer commit timestamps than statements, or
/// that fail without any.
class ContradictoryOperationIT extends WholeTool {
  private SpannerProxy proxy;
  private PipeRun service;
  private int reports;

  @BeforeEach
  void openService() {
    proxy = SpannerProxy.of(EmulatorServer.running().host());
    service =
        pipe.without("SPANNER_EMULATOR_HOST")
            .with("SPANNER_ENDPOINT", "http://" + proxy.address())
            .at(() -> new FastTime(Instant.now(), Duration.ZERO));
    workspace.withSql(create(0));
    apply();
    workspace.withSql(create(0) + create(1) + create(2));
  }

  @AfterEach
  void closeService() {
    proxy.close();
  }

  private String create(int number) {
    return changeSet(String.valueOf(number), statement(number) + ";");
  }

  private String statement(int number) {
    return database.either(
        "CREATE TABLE T" + number + " (Id INT64 NOT NULL) PRIMARY KEY (Id)",
        "CREATE TABLE T" + number + " (id bigint PRIMARY KEY)");
  }

  /// Changes the reports about the operation with two statements: the first one in one way, the
  /// others in another.
  private void change(UnaryOperator<Operation> first, UnaryOperator<Operation> then) {
    proxy.report(
        operation ->
            metadata(operation).getStatementsCount() < 2
                ? operation
                : (reports++ == 0 ? first : then).apply(operation));
  }

  private static UpdateDatabaseDdlMetadata.Builder metadata(Operation operation) {
    try {
      return operation.getMetadata().unpack(UpdateDatabaseDdlMetadata.class).toBuilder();
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Operation with(Operation operation, UpdateDatabaseDdlMetadata.Builder metadata) {
    return operation.toBuilder().setMetadata(Any.pack(metadata.build())).build();
  }

  private static Operation withoutTimestamps(Operation operation) {
    return with(operation, metadata(operation).clearCommitTimestamps());
  }

  private static Operation withoutTheLastTimestamp(Operation operation) {
    UpdateDatabaseDdlMetadata.Builder metadata = metadata(operation);
    List<Timestamp> times = metadata.getCommitTimestampsList();
    return with(
        operation,
        metadata
            .clearCommitTimestamps()
            .addAllCommitTimestamps(times.subList(0, times.size() - 1)));
  }

  private void assertApplied(Result result) {
    assertThat(result.exitCode()).isZero();
    assertThat(result.lastLine())
        .isEqualTo(
            "✔ Applied 2 change sets to "
                + database.name()
                + " in <duration>; last change set: changelog.sql::2::ann.");
    assertThat(history()).containsExactly("0", "1", "2");
    assertInOrder(result);
  }

  @Test
  void readsAgainUntilTheTimestampsAreThere() {
    change(
        ContradictoryOperationIT::withoutTimestamps,
        operation -> reports < 4 ? withoutTheLastTimestamp(operation) : operation);

    Result result = service.run();

    assertApplied(result);
    assertThat(result.warnings()).isEmpty();
    assertThat(proxy.calls()).containsEntry("GetOperation", 3);
  }

  @Test
  void trustsAFinishedOperationWithTheTimeOfItsEnd() {
    UnaryOperator<Operation> ended =
        operation ->
            with(
                operation,
                metadata(withoutTimestamps(operation))
                    .addProgress(ended("2126-01-02T03:04:05Z"))
                    .addProgress(ended("2127-01-02T03:04:05Z")));
    change(ended, ended);

    Result result = service.run();

    assertApplied(result);
    assertThat(result.warnings())
        .containsExactly(
            "Schema operation sp_2_1 is done but reports 0 of 2 commit timestamps; recording all its"
                + " statements as applied at 2127-01-02T03:04:05Z.");
    assertThat(proxy.calls()).containsEntry("GetOperation", 3);
    assertThat(
            database.rows(
                "SELECT ID FROM DATABASECHANGELOG WHERE DATEEXECUTED > '2127-01-01T00:00:00Z'"))
        .containsExactlyInAnyOrder(List.of("1"), List.of("2"));
  }

  private static OperationProgress ended(String time) {
    return OperationProgress.newBuilder()
        .setEndTime(Timestamps.fromMillis(Instant.parse(time).toEpochMilli()))
        .build();
  }

  @Test
  void trustsAFinishedOperationWithTheDatabasesTimeWhereNoEndIsReported() {
    change(
        ContradictoryOperationIT::withoutTheLastTimestamp,
        ContradictoryOperationIT::withoutTheLastTimestamp);

    Result result = service.run();

    assertApplied(result);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "Schema operation sp_2_1 is done but reports 1 of 2 commit timestamps; recording all its"
                + " statements as applied at 2");
    assertThat(
            database.rows(
                "SELECT ID FROM DATABASECHANGELOG WHERE DATEEXECUTED > '2026-01-01T00:00:00Z'"))
        .hasSize(3);
  }

  @Test
  void stopsWhereTheOperationReportsAnErrorAfterAll() {
    change(
        ContradictoryOperationIT::withoutTimestamps,
        operation ->
            withoutTimestamps(operation).toBuilder()
                .setError(
                    com.google.rpc.Status.newBuilder()
                        .setCode(Code.FAILED_PRECONDITION_VALUE)
                        .setMessage("Backfill failed."))
                .build());

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not record operation sp_2_1: Spanner first reported it as done without an error,"
                + " then as failed: Backfill failed. Compare the schema with the operation's"
                + " statements (COMMAND=status shows both) and run again: the next run records what"
                + " Spanner reports then.");
    assertThat(history()).containsExactly("0");
    after(result).onRecordInFiles().onRecordInDatabase().leaseGivenBack();

    proxy.report(operation -> operation);
    Result again = service.run();

    assertThat(again.exitCode()).isZero();
    assertThat(history()).containsExactly("0", "1", "2");
    assertInOrder(again);
  }

  @Test
  void stopsWhereTheOperationReportsOtherStatementsAfterAll() {
    change(
        ContradictoryOperationIT::withoutTimestamps,
        operation ->
            with(
                operation,
                metadata(withoutTimestamps(operation))
                    .clearStatements()
                    .addStatements("DROP TABLE Other")));

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not continue: operation sp_2_1 is not the recorded one: its statements differ, or it took effect before the run recorded it; its first statement is"
                + " `DROP TABLE Other`. Find out who used this operation id, compare the schema"
                + " with the statements on record (COMMAND=status shows them), then run"
                + " COMMAND=resolve with RESOLVE_INTENT=2.1.");
    assertThat(history()).containsExactly("0");
    after(result).onRecordInFiles().onRecordInDatabase().leaseGivenBack();
  }

  @Test
  void takesAnOperationThatEndedBeforeItsIntentForAnother() {
    UnaryOperator<Operation> old =
        operation ->
            with(
                operation,
                metadata(withoutTimestamps(operation)).addProgress(ended("2020-01-02T03:04:05Z")));
    change(old, old);

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .startsWith("✖ Could not continue: operation sp_2_1 is not the recorded one");
    assertThat(history()).containsExactly("0");
  }

  @Test
  void doesNotBlameTheFirstStatementOfAnOperationThatFailedWithoutATimestamp() {
    workspace.withSql(create(0) + create(1) + create(2) + create(3) + create(4));
    proxy.failStatement(
        statement(3), Status.FAILED_PRECONDITION.withDescription("Backfill failed."));

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::3::ann at changelog.sql:9: Spanner rejected"
                + " statement 1 of 1, `"
                + statement(3)
                + "`: Backfill failed. 2 change sets of this run were applied. "
                + CORRECT);
    assertThat(proxy.schemaChanges())
        .containsExactly(
            List.of(statement(1), statement(2), statement(3), statement(4)),
            List.of(statement(1)),
            List.of(statement(2)),
            List.of(statement(3), statement(4)),
            List.of(statement(3)));
    assertThat(history()).containsExactly("0", "1", "2");
    assertInOrder(result);
  }
}
