package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.Engine;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.record.ChainCheck;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.text.DatabaseName;
import io.grpc.Status;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The deployment workflow's intents against an emulator.
@Concurrent
class WorkflowIntentsIT {
  private static final Instant TIME = Instant.parse("2026-03-01T10:20:30.123456789Z");
  private static final Instant STORED = Instant.parse("2026-03-01T10:20:30.123456Z");
  private static final String DEPLOYMENT = "shop-production-0123456789abcdef";

  private SlowSpanner server;

  @BeforeEach
  void open() {
    server = SlowSpanner.inFrontOf(EmulatorServer.running().host(), Pace.AT_ONCE);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsEveryField(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      Run run = new Run(opened, "r1");
      WorkflowIntent intent = intent("r1", 1);

      assertThat(run.engine.workflowIntents().latest(DEPLOYMENT)).isEmpty();
      assertThat(run.engine.workflowIntents().insert(intent, Optional.empty())).isTrue();

      assertThat(run.engine.workflowIntents().latest(DEPLOYMENT)).contains(stored(intent));
      WorkflowIntent redriven = intent.withRedrive(new WorkflowIntent.Redrive("token", 0));
      assertThat(run.engine.workflowIntents().update(redriven)).isTrue();
      assertThat(run.engine.workflowIntents().latest(DEPLOYMENT)).contains(stored(redriven));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void findsTheLastAttemptOfTheDeployment(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      Run run = new Run(opened, "r1");
      Optional<WorkflowIntent> before = Optional.empty();
      for (int attempt = 1; attempt <= 11; attempt++) {
        assertThat(run.engine.workflowIntents().insert(intent("r1", attempt), before)).isTrue();
        before = Optional.of(stored(intent("r1", attempt)));
      }

      assertThat(run.engine.workflowIntents().latest(DEPLOYMENT))
          .contains(stored(intent("r1", 11)));
      assertThat(run.engine.workflowIntents().latest(DEPLOYMENT + "-other")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void allotsAnAttemptOnce(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      Run one = new Run(opened, "r1");
      Run other = new Run(opened, "r2");

      Optional<WorkflowIntent> first = Optional.of(stored(intent("r1", 1)));

      assertThat(one.engine.workflowIntents().insert(intent("r1", 1), Optional.empty())).isTrue();
      assertThat(other.engine.workflowIntents().insert(intent("r2", 1), Optional.empty()))
          .isFalse();
      assertThat(other.engine.workflowIntents().insert(intent("r2", 2), first)).isTrue();
      assertThat(one.engine.workflowIntents().insert(intent("r1", 2), first)).isFalse();

      assertThat(
              opened.database().rows("SELECT RunId FROM SPANNER_PIPE_EXECUTION ORDER BY Attempt"))
          .containsExactly(List.of("r1"), List.of("r2"));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void allotsNoAttemptBesideARedrive(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      WorkflowIntents one = new Run(opened, "r1").engine.workflowIntents();
      WorkflowIntents other = new Run(opened, "r2").engine.workflowIntents();
      WorkflowIntent failed = stored(intent("r1", 1));
      WorkflowIntent redriven = failed.withRedrive(new WorkflowIntent.Redrive("token", 0));
      one.insert(intent("r1", 1), Optional.empty());

      assertThat(one.update(redriven)).isTrue();
      assertThat(other.update(redriven)).isTrue();
      assertThat(other.update(failed.withRedrive(new WorkflowIntent.Redrive("token 2", 1))))
          .isFalse();
      assertThat(other.insert(intent("r2", 2), Optional.of(failed))).isFalse();
      assertThat(one.latest(DEPLOYMENT)).contains(redriven);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void redrivesNothingBesideTheNextAttempt(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      WorkflowIntents one = new Run(opened, "r1").engine.workflowIntents();
      WorkflowIntents other = new Run(opened, "r2").engine.workflowIntents();
      WorkflowIntent failed = stored(intent("r1", 1));
      one.insert(intent("r1", 1), Optional.empty());

      assertThat(other.insert(intent("r2", 2), Optional.of(failed))).isTrue();
      assertThat(one.update(failed.withRedrive(new WorkflowIntent.Redrive("token", 0)))).isFalse();

      assertThat(
              opened
                  .database()
                  .rows("SELECT 1 FROM SPANNER_PIPE_EXECUTION WHERE RedriveToken IS NOT NULL"))
          .isEmpty();
    }
  }

  /// The rows themselves are a fence, too, whoever writes them.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void insertsNoRowTwiceAndUpdatesNoneThatIsMissing(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      write(opened, new Write.InsertExecution(intent("r1", 1)));

      assertThat(
              catchThrowableOfType(
                      DatabaseException.class,
                      () -> write(opened, new Write.InsertExecution(intent("r2", 1))))
                  .kind())
          .isEqualTo(Kind.REFUSED);
      assertThatThrownBy(() -> write(opened, new Write.UpdateExecution(intent("r2", 2))))
          .isInstanceOf(DatabaseException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void insertsOnceWhereTheAnswerIsLost(Dialect dialect) {
    try (Opened opened = opened(dialect)) {
      Run run = new Run(opened, "r1");
      server.forgetCalls();
      server.faults(Faults.at("Commit", 1, Fault.answerLost(Status.UNAVAILABLE)));

      assertThat(run.engine.workflowIntents().insert(intent("r1", 1), Optional.empty())).isTrue();

      server.faults(Faults.NONE);
      assertThat(server.counts()).containsEntry("Commit", 2);
      assertThat(run.engine.workflowIntents().latest(DEPLOYMENT)).contains(stored(intent("r1", 1)));
    }
  }

  @Test
  void savesTheEventsInTheSameTransaction() {
    try (Opened opened = opened(Dialect.GOOGLE_STANDARD_SQL)) {
      Run run = new Run(opened, "r1");
      run.log.warn("before the intent");
      server.forgetCalls();

      run.engine.workflowIntents().insert(intent("r1", 1), Optional.empty());

      assertThat(server.counts()).containsEntry("Commit", 1);
      assertThat(opened.record().eventLines("r1"))
          .containsExactly(run.log.events().getFirst().line());
    }
  }

  @Test
  void savesNeitherWhereTheCommitIsRefused() {
    try (Opened opened = opened(Dialect.GOOGLE_STANDARD_SQL)) {
      Run run = new Run(opened, "r1");
      run.log.warn("before the intent");
      server.forgetCalls();
      server.faults(
          Faults.at(
              "Commit", 1, Fault.refused(Status.PERMISSION_DENIED.withDescription("not for you"))));

      assertThatThrownBy(
              () -> run.engine.workflowIntents().insert(intent("r1", 1), Optional.empty()))
          .isInstanceOf(AccessFailure.class)
          .hasMessage(
              "Could not record the execution shop-production-0123456789abcdef-a1: not for you."
                  + " Grant the identity of this run the missing permission on the database, and"
                  + " run again.");
      server.faults(Faults.NONE);
      assertThat(opened.record().eventLines("r1")).isEmpty();
      assertThat(opened.database().rows("SELECT 1 FROM SPANNER_PIPE_EXECUTION")).isEmpty();
    }
  }

  /// A transaction takes a thousand events at most, so that it stays far below Spanner's limits.
  @Test
  void savesTheEventsOfALargeExecution() {
    try (Opened opened = opened(Dialect.GOOGLE_STANDARD_SQL)) {
      Run run = new Run(opened, "r1");
      for (int event = 1; event <= 5_000; event++) {
        run.log.warn("event " + event);
      }
      server.forgetCalls();

      run.engine.finish(0, () -> run.log.warn("the last one"));

      assertThat(server.counts()).containsEntry("Commit", 6);
      assertThat(opened.record().eventLines("r1"))
          .hasSize(5_001)
          .endsWith(run.log.events().getLast().line());
      assertThat(ChainCheck.check(opened.record(), null).findings()).isEmpty();
    }
  }

  @Test
  void savesTheEventsOfALargeExecutionBeforeAnIntent() {
    try (Opened opened = opened(Dialect.GOOGLE_STANDARD_SQL)) {
      Run run = new Run(opened, "r1");
      for (int event = 1; event <= 2_500; event++) {
        run.log.warn("event " + event);
      }

      assertThat(run.engine.workflowIntents().insert(intent("r1", 1), Optional.empty())).isTrue();

      assertThat(opened.record().eventLines("r1")).hasSize(2_500);
    }
  }

  private static WorkflowIntent intent(String runId, int attempt) {
    return new WorkflowIntent(
        DEPLOYMENT,
        attempt,
        "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy:live",
        "{\"städte\":[1.50,\"'\"]}",
        runId,
        TIME,
        Optional.empty());
  }

  private static WorkflowIntent stored(WorkflowIntent intent) {
    return new WorkflowIntent(
        intent.deployment(),
        intent.attempt(),
        intent.stateMachineArn(),
        intent.input(),
        intent.runId(),
        STORED,
        intent.redrive());
  }

  private static void write(Opened opened, Write write) {
    opened
        .port()
        .transact(
            "test",
            transaction -> {
              transaction.write(write);
              return true;
            });
  }

  private Opened opened(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    try (SpannerConnection direct = Opened.connect(database.settings())) {
      direct.createTables(direct.describe(), OperationListener.NONE);
    }
    SpannerConnection connection =
        Opened.connect(
            new SpannerSettings(
                new DatabaseName(database.project(), database.instance(), database.name()),
                Optional.empty(),
                Optional.of(URI.create("http://" + server.address())),
                Optional.empty()));
    return new Opened(database, connection, connection.describe());
  }

  /// A run of the pipe, as far as its engine.
  private static final class Run {
    private final RunLog log;
    private final Engine engine;

    Run(Opened opened, String runId) {
      FastTime time = new FastTime(TIME, Duration.ZERO);
      log =
          new RunLog(
              new RunContext(runId, "workflow", "0.1.0", Map.of(), Map.of(), "d", null, null),
              time::now);
      engine =
          new Engine(
              opened.description().dialect(),
              new Ports(
                  opened.port(),
                  opened.schema(),
                  opened.connection()::identity,
                  time,
                  new Retry(time, () -> 0.5)),
              new ApplySettings(Duration.ZERO, Optional.empty(), false),
              new LeaseRequest(runId, null, null, 1),
              log,
              TIME);
    }
  }
}
