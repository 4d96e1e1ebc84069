package dev.spannerpipe.simulation;

import static dev.spannerpipe.simulation.Stage.after;
import static dev.spannerpipe.simulation.Stage.answerLost;
import static dev.spannerpipe.simulation.Stage.before;
import static dev.spannerpipe.simulation.Stage.killedAfter;
import static dev.spannerpipe.simulation.Stage.killedBefore;
import static dev.spannerpipe.simulation.Stage.requestLost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.simulation.Stage.Ended;
import dev.spannerpipe.sql.StatementKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The rules of `src/docs/protocol.md`, each by one small story that it decides. The simulation
/// looks for stories that nobody thought of; these are those that somebody did.
class ProtocolTest {
  private static final String T1 = "CREATE TABLE T1 (Id INT64, V INT64) PRIMARY KEY (Id)";
  private static final String T2 = "CREATE TABLE T2 (Id INT64, V INT64) PRIMARY KEY (Id)";
  private static final String T3 = "CREATE TABLE T3 (Id INT64, V INT64) PRIMARY KEY (Id)";
  private static final String ROW = "INSERT INTO T1 (Id, V) VALUES (1, 0)";
  private static final String INCREASE = "UPDATE T1 SET V = V + 5 WHERE Id = 1";
  private static final String FENCE = "DROP INDEX IF EXISTS SPANNER_PIPE_SPENT";

  private static final List<ChangeSet> TABLE = List.of(ChangeSets.of("1", T1));
  private static final List<ChangeSet> TWO_TABLES =
      List.of(ChangeSets.of("1", T1), ChangeSets.of("2", T2));
  private static final List<ChangeSet> TABLE_AND_ROW =
      List.of(ChangeSets.of("1", T1), ChangeSets.of("2", ROW));

  private Stage stage = Stage.usual();

  private Lease lease() {
    return Objects.requireNonNull(stage.rows().lease);
  }

  private void assertDone(Ended ended) {
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.DONE);
    assertThat(ended.killed()).isFalse();
    assertThat(stage.rows().open()).isEmpty();
    assertThat(lease().holder()).isEmpty();
  }

  // The order of a run.

  @Test
  void takesNoLeaseIfThereIsNothingToDo() {
    assertDone(stage.run("r1", TABLE));

    Ended again = stage.run("r2", TABLE);

    assertDone(again);
    assertThat(again.called("commit lease")).isFalse();
    assertThat(lease().epoch()).isEqualTo(1);
  }

  @Test
  void plansAgainOnceItHasTheLease() {
    Ended slow =
        stage.run(
            "r1", TWO_TABLES, before("commit lease", () -> assertDone(stage.run("r2", TABLE))));

    assertDone(slow);
    assertThat(stage.effects()).containsExactly(T1, T2);
  }

  @Test
  void recoversAnUnfinishedRunBeforeItSendsItsOwnOperations() {
    stage.run("r1", TABLE, killedAfter("submit sp_1_1"));

    Ended next = stage.run("r2", TWO_TABLES);

    assertDone(next);
    assertThat(next.first("find sp_1_1")).isNotNegative().isLessThan(next.first("submit sp_2_"));
    assertThat(stage.effects()).containsExactly(T1, T2);
  }

  @Test
  void releasesTheLeaseAlsoIfAStatementFails() {
    Ended failed = stage.run("r1", List.of(ChangeSets.of("1", "CREATE INDEX I ON Nope (V)")));

    assertThat(failed.exitCode()).isEqualTo(ExitCode.MIGRATION);
    assertThat(lease().holder()).isEmpty();
    assertThat(stage.rows().runs.get("r1").link()).isPresent();
  }

  // Intent before effect.

  @Test
  void storesTheIntentBeforeTheRequestIsSent() {
    AtomicReference<Intent> stored = new AtomicReference<>();

    stage.run(
        "r1",
        TWO_TABLES,
        before("submit sp_1_1", () -> stored.set(stage.rows().open().orElseThrow())));

    assertThat(stored.get().attempt().operationId()).isEqualTo("sp_1_1");
    assertThat(stored.get().content().texts("statements")).containsExactly(T1, T2);
  }

  @Test
  void sendsNothingIfTheIntentCannotBeStored() {
    Ended ended = stage.run("r1", TABLE, killedAfter("commit lease"));

    assertThat(ended.killed()).isTrue();
    assertThat(stage.spanner.operations()).isEmpty();
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void recordsWhatADeadRunAppliedAlthoughTheChangelogHasItNoMore() {
    stage.run("r1", TABLE, killedAfter("submit sp_1_1"));

    assertDone(stage.run("r2", List.of(ChangeSets.of("other", T2))));

    assertThat(stage.history()).containsExactly("1", "other");
    assertThat(stage.rows().historyInOrder().getFirst().checksum()).isEqualTo("9:1");
  }

  // An operation id names an intent.

  @Test
  void givesEachOperationAnIdOfItsOwn() {
    assertDone(
        stage.run(
            "r1",
            List.of(ChangeSets.of("1", T1), ChangeSets.of("2", ROW), ChangeSets.of("3", T2))));

    assertThat(stage.spanner.operations()).hasSize(2);
    assertThat(stage.spanner.operations().keySet()).allMatch(id -> id.startsWith("sp_1_"));
  }

  @Test
  void runsTheSameStatementsAgainUnderAnotherId() {
    List<ChangeSet> always =
        List.of(
            ChangeSets.runAlways("1", "DROP INDEX IF EXISTS Left", "DROP INDEX IF EXISTS Right"));

    assertDone(stage.run("r1", always));
    assertDone(stage.run("r2", always));

    assertThat(stage.effects()).hasSize(4);
    assertThat(stage.spanner.operations().keySet()).containsExactly("sp_1_1", "sp_2_1");
    assertThat(stage.history()).containsExactly("1");
  }

  // The answer is compared with the request.

  @Test
  void stopsIfTheOperationOfItsIdHasOtherStatements() {
    Ended ended =
        stage.run(
            "r1",
            TABLE,
            before("submit sp_1_1", () -> stage.spanner.submit("x", "sp_1_1", List.of(T3))));

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.MIGRATION);
    assertThat(stage.history()).isEmpty();
    assertThat(stage.effects()).containsExactly(T3);
  }

  // An intent is closed only when its id is fenced.

  @Test
  void fencesTheIdOfARejectedBatchBeforeItTriesItsParts() {
    Ended ended =
        stage.run(
            "r1",
            List.of(ChangeSets.of("1", T1), ChangeSets.of("2", "CREATE INDEX I ON Nope (V)")));

    assertThat(ended.exitCode()).isEqualTo(ExitCode.MIGRATION);
    assertThat(stage.operation("sp_1_1")).containsExactly(FENCE);
    assertThat(stage.effects()).containsExactly(T1);
    assertThat(stage.history()).containsExactly("1");
  }

  @Test
  void leavesNoEffectToALateRequestOfADeadRun() {
    stage.run("r1", TABLE, killedBefore("submit sp_1_1"));
    assertDone(stage.run("r2", TABLE));

    stage.spanner.submit("r1", "sp_1_1", List.of(T1));

    assertThat(stage.effects()).containsExactly(T1);
    assertThat(stage.operation("sp_1_1")).containsExactly(FENCE);
  }

  @Test
  void attachesToWhatALateRequestBeganJustBeforeTheFence() {
    stage.run("r1", TABLE, killedBefore("submit sp_1_1"));

    Ended next =
        stage.run(
            "r2",
            TABLE,
            before("submit sp_1_1", () -> stage.spanner.submit("r1", "sp_1_1", List.of(T1))));

    assertDone(next);
    assertThat(stage.effects()).containsExactly(T1);
    assertThat(stage.history()).containsExactly("1");
  }

  // Recovery never submits the batch.

  @Test
  void sendsWhatNeverBeganUnderANewId() {
    stage.run("r1", TABLE, killedBefore("submit sp_1_1"));

    Ended next = stage.run("r2", TABLE);

    assertDone(next);
    assertThat(next.called("submit sp_1_1 [" + T1)).isFalse();
    assertThat(stage.operation("sp_2_1")).containsExactly(T1);
  }

  @Test
  void forgetsWhatNeverBeganIfTheChangelogHasItNoMore() {
    stage.run("r1", TABLE, killedBefore("submit sp_1_1"));

    assertDone(stage.run("r2", List.of(ChangeSets.of("other", T2))));

    assertThat(stage.effects()).containsExactly(T2);
    assertThat(stage.history()).containsExactly("other");
  }

  // An unclear answer does not stay open.

  @Test
  void sendsOnceMoreWhatNeverBegan() {
    assertDone(stage.run("r1", TABLE, requestLost("submit sp_1_1")));

    assertThat(stage.operation("sp_1_1")).containsExactly(FENCE);
    assertThat(stage.effects()).containsExactly(T1);
  }

  @Test
  void attachesToWhatBeganWithoutAnAnswer() {
    assertDone(stage.run("r1", TABLE, answerLost("submit sp_1_1")));

    assertThat(stage.operation("sp_1_1")).containsExactly(T1);
    assertThat(stage.spanner.operations()).hasSize(1);
    assertThat(stage.effects()).containsExactly(T1);
  }

  @Test
  void namesTheStatementThatGetsNoAnswerTwice() {
    Ended ended =
        stage.run(
            "r1",
            TABLE,
            requestLost("submit sp_1_1"),
            requestLost("submit sp_1_2"),
            requestLost("submit sp_1_3"));

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.MIGRATION);
    assertThat(String.valueOf(ended.failure())).contains(T1).contains("Internal error");
    assertThat(stage.rows().open()).isEmpty();
    assertThat(stage.effects()).isEmpty();
  }

  // An operation that is done without an error has executed all its statements.

  @Test
  void recordsAnOperationThatNeverReportsAllItsTimes() {
    stage = Stage.doubtful(new Doubt(Doubt.Kind.TIMESTAMPS, Integer.MAX_VALUE));

    assertDone(stage.run("r1", TWO_TABLES));

    assertThat(stage.effects()).containsExactly(T1, T2);
    assertThat(stage.history()).containsExactly("1", "2");
  }

  // A request has an end.

  @Test
  void leavesAnIntentToAPersonThatTheServiceMayHaveForgotten() {
    stage.run("r1", TABLE, killedBefore("submit sp_1_1"));
    stage.world.timeline.advance(Duration.ofDays(8));

    Ended next = stage.run("r2", TABLE);

    assertThat(next.exitCode()).isEqualTo(ExitCode.MIGRATION);
    assertThat(String.valueOf(next.failure())).contains("COMMAND=resolve");
    assertThat(next.called("submit")).isFalse();
    assertThat(stage.rows().open()).isPresent();
  }

  // History follows the effect.

  @Test
  void recordsAChangeSetWithTheTimeOfItsLastStatement() {
    stage = Stage.slow(Duration.ofSeconds(5));

    assertDone(stage.run("r1", TABLE));

    Instant committed = stage.spanner.operations().get("sp_1_1").committed.getLast();
    HistoryRow row = stage.rows().historyInOrder().getFirst();
    assertThat(row.dateExecuted()).isEqualTo(committed);
  }

  @Test
  void recordsNothingThatIsNotApplied() {
    stage = Stage.slow(Duration.ofSeconds(5));

    stage.run("r1", TABLE, killedAfter("submit sp_1_1"));

    assertThat(stage.history()).isEmpty();
    assertDone(stage.run("r2", TABLE));
    assertThat(stage.history()).containsExactly("1");
    assertThat(stage.effects()).containsExactly(T1);
  }

  // A cursor counts before the history row.

  private static final String INDEX = "CREATE INDEX I ON T1 (V)";
  private static final String WRONG_INDEX = "CREATE INDEX I ON T1 (Nope)";

  private void failHalfWay() {
    stage = Stage.failingInTurn();
    Ended failed = stage.run("r1", List.of(ChangeSets.of("1", T1, WRONG_INDEX)));
    assertThat(failed.exitCode()).as("%s", failed).isEqualTo(ExitCode.MIGRATION);
    assertThat(stage.rows().cursors).hasSize(1);
    assertThat(stage.history()).isEmpty();
  }

  @Test
  void continuesBehindTheStatementsThatAreApplied() {
    failHalfWay();

    assertDone(stage.run("r2", List.of(ChangeSets.of("1", T1, INDEX))));

    assertThat(stage.effects()).containsExactly(T1, INDEX);
    assertThat(stage.rows().cursors).isEmpty();
    assertThat(stage.history()).containsExactly("1");
  }

  @Test
  void stopsIfAStatementThatIsAppliedWasEdited() {
    failHalfWay();

    Ended edited = stage.run("r2", List.of(ChangeSets.of("1", T2, INDEX)));

    assertThat(edited.failure()).isNotNull();
    assertThat(String.valueOf(edited.failure())).contains(T1, T2);
    assertThat(stage.effects()).containsExactly(T1);
  }

  @Test
  void finishesAHalfAppliedChangeSetFirst() {
    failHalfWay();

    assertDone(stage.run("r2", List.of(ChangeSets.of("1", T1, INDEX), ChangeSets.of("2", T2))));

    assertThat(stage.effects()).containsExactly(T1, INDEX, T2);
    assertThat(stage.history()).containsExactly("1", "2");
  }

  // Data changes carry their own proof.

  @Test
  void doesNotRepeatADataChangeWhoseAnswerIsLost() {
    List<ChangeSet> changelog =
        List.of(ChangeSets.of("1", T1), ChangeSets.of("2", ROW), ChangeSets.of("3", INCREASE));

    assertDone(stage.run("r1", changelog, answerLost("commit data")));

    assertThat(stage.effects()).containsExactly(T1, ROW, INCREASE);
  }

  @Test
  void doesNotRepeatADataChangeOfARunThatDiedAfterItsCommit() {
    stage.run("r1", TABLE_AND_ROW, killedAfter("commit data"));

    Ended next = stage.run("r2", TABLE_AND_ROW);

    // Nothing is left to do, so that it needs no lease.
    assertThat(next.exitCode()).isEqualTo(ExitCode.DONE);

    assertThat(stage.effects()).containsExactly(T1, ROW);
    assertThat(stage.history()).containsExactly("1", "2");
  }

  @Test
  void runsADataChangeThatWasNotCommitted() {
    stage.run("r1", TABLE_AND_ROW, killedBefore("commit data"));
    assertThat(stage.effects()).containsExactly(T1);

    assertDone(stage.run("r2", TABLE_AND_ROW));

    assertThat(stage.effects()).containsExactly(T1, ROW);
  }

  @Test
  void commitsADataChangeWithItsHistoryRow() {
    AtomicReference<List<String>> recorded = new AtomicReference<>();

    stage.run("r1", TABLE_AND_ROW, after("commit data", () -> recorded.set(stage.history())));

    assertThat(recorded.get()).containsExactly("1", "2");
  }

  @Test
  void commitsConsecutiveDataChangesOfAChangeSetTogether() {
    assertDone(stage.run("r1", List.of(ChangeSets.of("1", T1), ChangeSets.of("2", ROW, INCREASE))));

    assertThat(stage.transactions()).containsExactly(List.of(ROW, INCREASE));
  }

  // Every transaction with an effect checks the lease.

  @Test
  void changesNothingAfterAnotherRunTookTheLease() {
    Ended frozen =
        stage.run(
            "r1",
            TABLE,
            after(
                "commit lease",
                () -> {
                  stage.world.timeline.advance(Duration.ofMinutes(2));
                  assertDone(stage.run("r2", TABLE));
                }));

    assertThat(frozen.failure()).as("%s", frozen).isNotNull();
    assertThat(frozen.called("submit")).isFalse();
    assertThat(stage.effects()).containsExactly(T1);
    assertThat(stage.history()).containsExactly("1");
    assertThat(lease().epoch()).isEqualTo(2);
  }

  @Test
  void keepsAnExpiredLeaseThatNobodyTook() {
    assertDone(
        stage.run(
            "r1",
            TABLE,
            after("commit lease", () -> stage.world.timeline.advance(Duration.ofMinutes(2)))));

    assertThat(stage.effects()).containsExactly(T1);
  }

  @Test
  void neverGivesOutAnEpochTwice() {
    assertDone(stage.run("r1", TABLE));
    assertThat(lease().epoch()).isEqualTo(1);

    assertDone(stage.run("r2", TWO_TABLES));

    assertThat(lease().epoch()).isEqualTo(2);
    assertThat(stage.spanner.operations().keySet()).containsExactly("sp_1_1", "sp_2_1");
  }

  // Safety rests on fencing, not on waiting.

  @Test
  void takesTheLeaseOverAtOnceFromAnEarlierTryOfTheSameStep() {
    stage.run(new LeaseRequest("r1", null, "step", 1), TABLE, killedAfter("commit lease"));
    Instant killed = stage.world.timeline.now();

    assertDone(stage.run(new LeaseRequest("r2", null, "step", 2), TABLE));

    assertThat(Duration.between(killed, stage.world.timeline.now()))
        .isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void waitsUntilTheLeaseOfAnotherStepHasExpired() {
    stage.run("r1", TABLE, killedAfter("commit lease"));
    Instant killed = stage.world.timeline.now();

    assertDone(stage.run("r2", TABLE));

    assertThat(Duration.between(killed, stage.world.timeline.now()))
        .isGreaterThan(Duration.ofSeconds(55));
  }

  @Test
  void endsAtOnceIfItMayNotWaitForTheLease() {
    stage.run("r1", TABLE, killedAfter("commit lease"));
    stage.impatient();

    Ended ended = stage.run("r2", TABLE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.LEASE);
    assertThat(stage.effects()).isEmpty();
  }

  // No thread renews the lease.

  @Test
  void renewsTheLeaseWhileAnOperationIsRunning() {
    stage = Stage.slow(Duration.ofSeconds(50));
    List<Instant> ends = new ArrayList<>();

    assertDone(
        stage.run(
            "r1",
            List.of(ChangeSets.of("1", T1, T2, T3)),
            after("submit sp_1_1", () -> ends.add(lease().expiresAt())),
            after("commit return", () -> ends.add(stage.world.timeline.now()))));

    assertThat(Duration.between(ends.getFirst(), ends.getLast()))
        .isGreaterThan(Duration.ofMinutes(1));
    assertThat(lease().epoch()).isEqualTo(1);
  }

  // Liquibase's lock goes with the lease.

  @Test
  void holdsLiquibasesLockWhileItHoldsTheLease() {
    AtomicReference<LiquibaseLock> held = new AtomicReference<>();

    assertDone(stage.run("r1", TABLE, before("submit sp_1_1", () -> held.set(stage.rows().lock))));

    assertThat(held.get().locked()).isTrue();
    assertThat(held.get().lockedBy()).contains("r1");
    assertThat(stage.rows().lock.locked()).isFalse();
  }

  @Test
  void waitsForALockThatPlainLiquibaseHolds() {
    stage.rows().lock = new LiquibaseLock(true, Instant.EPOCH, "laptop");
    stage.impatient();

    Ended ended = stage.run("r1", TABLE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.LEASE);
    assertThat(String.valueOf(ended.failure())).contains("laptop");
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void clearsALockOfItsOwnThatOutlivedItsLease() {
    stage.run("r1", TABLE, killedAfter("commit lease"));
    assertThat(stage.rows().lock.locked()).isTrue();

    assertDone(stage.run("r2", TABLE));

    assertThat(stage.rows().lock.locked()).isFalse();
  }

  // The lease names its database.

  @Test
  void stopsInACopyOfADatabaseThatHasAnOpenIntent() {
    stage.run("r1", TABLE, killedAfter("submit sp_1_1"));
    Lease original = lease();
    stage.rows().lease =
        new Lease(
            original.epoch(),
            original.holder(),
            original.expiresAt(),
            new Lease.DatabaseIdentity("projects/p/instances/i/databases/original", null),
            original.links(),
            original.link(),
            original.deployment());

    Ended ended = stage.run("r2", TABLE);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.MIGRATION);
    assertThat(String.valueOf(ended.failure())).contains("databases/original");
    assertThat(ended.called("submit")).isFalse();
  }

  // Partitioned DML is the exception.

  private static final String FILL = "UPDATE T1 SET V = 7 WHERE V IS NULL";

  private static List<ChangeSet> partitioned() {
    return List.of(
        ChangeSets.of("1", T1),
        ChangeSets.withSteps(
            "2",
            List.of(
                new Step.Sql(
                    StatementKind.PARTITIONED_DML, FILL, new SourceLocation("schema.sql", 9)))));
  }

  @Test
  void waitsUntilAPartitionedUpdateOfADeadRunCanNoLongerBeSent() {
    stage.run("r1", partitioned(), killedBefore("partitioned"));
    Instant deadline = Objects.requireNonNull(stage.rows().open().orElseThrow().deadline());

    Ended next = stage.run("r2", partitioned());

    assertDone(next);
    assertThat(stage.world.timeline.now()).isAfter(deadline);
    assertThat(stage.effects()).containsExactly(T1, FILL);
  }

  // Every size is bounded.

  @Test
  void commitsManyDataChangesInChunks() {
    stage = Stage.withChunksOf(2);
    String second = ROW.replace("(1,", "(2,");
    String third = ROW.replace("(1,", "(3,");

    assertDone(
        stage.run("r1", List.of(ChangeSets.of("1", T1), ChangeSets.of("2", ROW, second, third))));

    assertThat(stage.transactions()).containsExactly(List.of(ROW, second), List.of(third));
  }

  @Test
  void continuesAfterTheLastChunk() {
    stage = Stage.withChunksOf(1);
    String second = ROW.replace("(1,", "(2,");
    List<ChangeSet> changelog = List.of(ChangeSets.of("1", T1), ChangeSets.of("2", ROW, second));
    stage.run("r1", changelog, killedAfter("commit data"));
    assertThat(stage.effects()).containsExactly(T1, ROW);

    assertDone(stage.run("r2", changelog));

    assertThat(stage.effects()).containsExactly(T1, ROW, second);
    assertThat(stage.history()).containsExactly("1", "2");
  }
}
