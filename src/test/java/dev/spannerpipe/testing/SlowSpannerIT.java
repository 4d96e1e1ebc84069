package dev.spannerpipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.DatabaseAdminGrpc;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.sql.Dialect;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The Spanner that takes its time does what the other tests believe of it.
@Concurrent
class SlowSpannerIT {
  private static final String ONE = "CREATE TABLE One (Id INT64) PRIMARY KEY (Id)";
  private static final String TWO = "CREATE TABLE Two (Id INT64) PRIMARY KEY (Id)";
  private static final String THREE = "CREATE TABLE Three (Id INT64) PRIMARY KEY (Id)";

  private final SystemTime time = new SystemTime();
  private final FastTime simulated = new FastTime(Instant.EPOCH, Duration.ZERO);
  private TestDatabase database;
  private SlowSpanner spanner;
  private ManagedChannel channel;

  @BeforeEach
  void open() {
    database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    spanner =
        SlowSpanner.inFrontOf(
            EmulatorServer.running().host(), Pace.of(Duration.ZERO, Duration.ofMillis(150)));
    channel =
        Grpc.newChannelBuilder(spanner.address(), InsecureChannelCredentials.create()).build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    spanner.close();
  }

  @Test
  void commitsOneStatementAfterAnotherWhileNobodyWaits() throws Exception {
    spanner.pace(Pace.of(Duration.ZERO, Duration.ofMillis(600)).withThrottling());
    Operation begun = submit("sp_1_1", ONE, TWO);
    channel.shutdownNow();
    channel =
        Grpc.newChannelBuilder(spanner.address(), InsecureChannelCredentials.create()).build();

    assertThat(begun.getDone()).isFalse();
    assertThat(metadata(begun).getThrottled()).isTrue();
    assertThat(metadata(begun).getCommitTimestampsList()).isEmpty();
    Operation ended = ended("sp_1_1");
    assertThat(ended.hasResponse()).isTrue();
    assertThat(metadata(ended).getStatementsList()).containsExactly(ONE, TWO);
    assertThat(metadata(ended).getThrottled()).isFalse();
    assertThat(metadata(ended).getProgressList())
        .hasSize(2)
        .allSatisfy(progress -> assertThat(progress.getProgressPercent()).isEqualTo(100));
    assertThat(metadata(ended).getCommitTimestampsList()).hasSize(2).doesNotHaveDuplicates();
    assertThat(spanner.committed()).containsExactly(ONE, TWO);
    assertThat(database.ddl()).hasSize(2);
  }

  @Test
  void growsAsSimulatedTimePasses() throws Exception {
    simulate(Pace.of(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    Operation operation = submit("sp_1_1", ONE, TWO);
    assertThat(metadata(operation).getProgressList()).isEmpty();

    simulated.sleep(Duration.ofSeconds(300 + 600 + 150));

    operation = find("sp_1_1");
    assertThat(operation.getDone()).isFalse();
    assertThat(metadata(operation).getCommitTimestampsCount()).isOne();
    assertThat(metadata(operation).getProgress(0).getProgressPercent()).isEqualTo(100);
    assertThat(metadata(operation).getProgress(1).getProgressPercent()).isEqualTo(25);
    assertThat(spanner.committed()).containsExactly(ONE);
    simulated.sleep(Duration.ofSeconds(449));
    assertThat(metadata(find("sp_1_1")).getProgress(1).getProgressPercent()).isEqualTo(99);
    simulated.sleep(Duration.ofSeconds(1));
    assertThat(metadata(find("sp_1_1")).getCommitTimestampsCount()).isEqualTo(2);
    assertThat(find("sp_1_1").hasResponse()).isTrue();
  }

  @Test
  void letsOperationsWaitForEachOtherInSimulatedTime() throws Exception {
    simulate(Pace.of(Duration.ZERO, Duration.ofSeconds(10)));
    submit("sp_1_1", ONE);
    submit("sp_1_2", TWO);

    simulated.sleep(Duration.ofSeconds(15));

    assertThat(find("sp_1_1").getDone()).isTrue();
    assertThat(find("sp_1_2").getDone()).isFalse();
    assertThat(metadata(find("sp_1_2")).getProgress(0).getProgressPercent()).isEqualTo(50);
    simulated.sleep(Duration.ofSeconds(5));
    assertThat(spanner.committed()).containsExactly(ONE, TWO);
  }

  /// Starts another one, in a time that passes only as this test waits.
  private void simulate(Pace pace) {
    close();
    spanner = SlowSpanner.inFrontOf(EmulatorServer.running().host(), pace, simulated);
    channel =
        Grpc.newChannelBuilder(spanner.address(), InsecureChannelCredentials.create()).build();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED", "RESOURCE_EXHAUSTED"})
  void failsAtTheNthCallOfAMethod(Status.Code code) {
    spanner.pace(Pace.AT_ONCE);
    spanner.faults(Faults.at("GetOperation", 2, Fault.refused(code.toStatus())));
    submit("sp_1_1", ONE);

    assertThat(find("sp_1_1").getDone()).isTrue();
    assertThatThrownBy(() -> find("sp_1_1")).hasMessage(code.name());
    assertThat(find("sp_1_1").getDone()).isTrue();
    assertThat(spanner.counts()).isEqualTo(Map.of("UpdateDatabaseDdl", 1, "GetOperation", 3));
  }

  @Test
  void keepsWhatWasBeforeAFailingStatement() throws Exception {
    spanner.pace(Pace.of(Duration.ofMillis(50), Duration.ZERO).failing(TWO::equals));
    submit("sp_1_1", ONE, TWO, THREE);

    Operation ended = ended("sp_1_1");

    assertThat(ended.getError().getMessage()).isEqualTo("The statement is to fail.");
    assertThat(metadata(ended).getCommitTimestampsList()).hasSize(1);
    assertThat(spanner.committed()).containsExactly(ONE);
  }

  @Test
  void failsWhereTheEmulatorRefusesAStatement() throws Exception {
    submit("sp_1_1", ONE, ONE, TWO);

    Operation ended = ended("sp_1_1");

    assertThat(ended.getError().getMessage()).isEqualTo("Duplicate name in schema: One.");
    assertThat(spanner.committed()).containsExactly(ONE);
  }

  @Test
  void knowsAnIdAgainAndKeepsItsFirstStatements() throws Exception {
    submit("sp_1_1", ONE);

    assertThatThrownBy(() -> submit("sp_1_1", TWO))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("ALREADY_EXISTS");
    assertThat(metadata(ended("sp_1_1")).getStatementsList()).containsExactly(ONE);
    assertThat(spanner.committed()).containsExactly(ONE);
  }

  @Test
  void forgetsAnOperation() {
    spanner.pace(Pace.AT_ONCE.forgettingAfter(Duration.ZERO));
    submit("sp_1_1", ONE);

    assertThatThrownBy(() -> find("sp_1_1"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("NOT_FOUND");
    assertThat(submit("sp_1_1", TWO).getDone()).isTrue();
  }

  @Test
  void refusesBeforeAnEffectAndLosesAnswersAfterIt() {
    spanner.pace(Pace.AT_ONCE);
    spanner.faults(Faults.at("UpdateDatabaseDdl", 1, Fault.refused(Status.RESOURCE_EXHAUSTED)));
    assertThatThrownBy(() -> submit("sp_1_1", ONE)).hasMessage("RESOURCE_EXHAUSTED");
    assertThat(spanner.committed()).isEmpty();

    spanner.faults(Faults.at(2, Fault.answerLost(Status.UNAVAILABLE)));
    assertThatThrownBy(() -> submit("sp_1_1", ONE)).hasMessage("UNAVAILABLE");

    assertThat(spanner.committed()).containsExactly(ONE);
    assertThat(spanner.counts()).containsOnlyKeys("UpdateDatabaseDdl").containsValue(2);
    assertThat(spanner.calls())
        .last()
        .isEqualTo(new Call(2, "UpdateDatabaseDdl", 2, "sp_1_1 1 statements, first: " + ONE));
  }

  private Operation submit(String id, String... statements) {
    return DatabaseAdminGrpc.newBlockingStub(channel)
        .updateDatabaseDdl(
            UpdateDatabaseDdlRequest.newBuilder()
                .setDatabase(database.resourceName())
                .setOperationId(id)
                .addAllStatements(List.of(statements))
                .build());
  }

  private Operation find(String id) {
    return OperationsGrpc.newBlockingStub(channel)
        .getOperation(
            GetOperationRequest.newBuilder()
                .setName(database.resourceName() + "/operations/" + id)
                .build());
  }

  private Operation ended(String id) {
    Operation operation = find(id);
    while (!operation.getDone()) {
      time.sleep(Duration.ofMillis(20));
      operation = find(id);
    }
    return operation;
  }

  private static UpdateDatabaseDdlMetadata metadata(Operation operation)
      throws InvalidProtocolBufferException {
    return operation.getMetadata().unpack(UpdateDatabaseDdlMetadata.class);
  }
}
