package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.WholeProofOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that holds the lease freezes beyond its end and wakes up after another run has done its
/// work: it must have no effect any more.
@Concurrent
class FreezeIT {
  private static final String LOST =
      "took the lease of the database while this run did not renew it";

  /// Whoever is away for longer renews its lease before it sends anything.
  private static final Duration RENEWAL = Duration.ofSeconds(15);

  @TempDir private static Path shared;
  private static Runs.Undisturbed alone;

  private final SystemTime time = new SystemTime();
  @TempDir private Path folder;
  private SlowSpanner spanner;
  private Site site;

  @BeforeAll
  static void runAlone() {
    alone = Runs.of(shared, Scenario.GOOD).undisturbed();
  }

  @BeforeEach
  void open() {
    spanner = SlowSpanner.inFrontOf(EmulatorServer.running().host(), Scenario.PACE);
    site = Site.create(spanner.address(), folder.resolve("frozen"), Scenario.GOOD);
  }

  @AfterEach
  void close() {
    spanner.close();
  }

  @Test
  void hasNoEffectWhereItFreezesBeforeItSendsASchemaChange() throws Exception {
    PipeProcess holder = frozen(about("Commit", "intent"), Moment.AFTER);
    Duration since = time.elapsed();

    successor();

    assertHasNoEffect(holder);
    if (time.elapsed().minus(since).compareTo(RENEWAL) < 0) {
      // Not stopped by the renewal of its lease, but by the id: it did send.
      assertThat(
              spanner.calls().stream()
                  .filter(about("UpdateDatabaseDdl", "sp_1_1"))
                  .map(Call::subject))
          .containsExactly(
              "sp_1_1 1 statements, first: DROP INDEX IF EXISTS SPANNER_PIPE_SPENT",
              "sp_1_1 3 statements, first: CREATE TABLE Accounts (Id INT64 NOT NULL, Balance INT64 NOT …");
    }
  }

  @Test
  void hasNoEffectWhereItFreezesAfterItSentASchemaChange() throws Exception {
    PipeProcess holder = frozen(about("UpdateDatabaseDdl", "sp_1_1"), Moment.BEFORE);

    successor();

    assertHasNoEffect(holder);
  }

  @Test
  void hasNoEffectWhereItFreezesWithinATransaction() throws Exception {
    PipeProcess holder = frozen(about("ExecuteBatchDml", "data"), Moment.BEFORE);

    successor();

    assertHasNoEffect(holder);
  }

  @Test
  void hasNoEffectWhereItFreezesBeforeItHearsOfACommit() throws Exception {
    PipeProcess holder = frozen(about("Commit", "data"), Moment.BEFORE);

    successor();

    assertHasNoEffect(holder);
  }

  @Test
  void hasNoEffectWhereItFreezesBeforeItWritesTheHistory() throws Exception {
    PipeProcess holder = frozen(about("ExecuteStreamingSql", "history"), Moment.AFTER);

    successor();

    assertHasNoEffect(holder);
  }

  @Test
  @WholeProofOnly("processes.all")
  void hasNoEffectWhereItsLeaseReallyExpires() throws Exception {
    PipeProcess holder = frozen(about("Commit", "intent"), Moment.AFTER);

    Result successor = PipeRun.in(site.folder(), site.variablesOfOther(1)).onOneStream().run();

    assertThat(successor.exitCode()).as("%s", successor).isZero();
    assertHasNoEffect(holder);
  }

  /// The documented exception: nothing can stop a partitioned update that is on its way.
  @Test
  void mayOnlyRepeatAPartitionedUpdate() throws Exception {
    PipeProcess holder = frozen(about("BeginTransaction", ""), Moment.BEFORE);
    site.letLeaseExpire();
    Map<String, String> impatient = site.variablesOfOther(1);
    impatient.put("LOCK_TIMEOUT", "0s");
    Result refused =
        PipeRun.in(site.folder(), impatient).at(() -> ScaledTime.quick()).onOneStream().run();
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(6);
    assertThat(refused.output()).contains("may still send a partitioned update");
    site.letPartitionedDeadlinePass();
    successor();
    site.database().update("UPDATE Accounts SET Note = NULL WHERE Id = 1");

    assertHasNoEffect(holder);
    assertThat(spanner.calls().stream().filter(call -> call.subject().contains("Note = 'seen'")))
        .hasSize(2);
  }

  private static Predicate<Call> about(String method, String subject) {
    return call -> call.method().equals(method) && call.subject().startsWith(subject);
  }

  /// Starts a run, and returns it once it is frozen at the first such call.
  private PipeProcess frozen(Predicate<Call> where, Moment moment) throws Exception {
    CompletableFuture<PipeProcess> started = new CompletableFuture<>();
    CompletableFuture<Boolean> frozen = new CompletableFuture<>();
    AtomicBoolean first = new AtomicBoolean(true);
    Fault freezing =
        Fault.happening(
            moment,
            () -> {
              started.join().freeze();
              frozen.complete(true);
            });
    spanner.faults(
        call ->
            where.test(call) && first.getAndSet(false) ? Optional.of(freezing) : Optional.empty());
    started.complete(PipeProcess.start(site.variables(1), site.folder()));
    frozen.get(1, TimeUnit.MINUTES);
    return started.join();
  }

  private void successor() {
    site.letLeaseExpire();
    Result successor =
        PipeRun.in(site.folder(), site.variablesOfOther(1))
            .at(() -> ScaledTime.quick())
            .onOneStream()
            .run();
    assertThat(successor.exitCode()).as("%s", successor).isZero();
  }

  private void assertHasNoEffect(PipeProcess holder) {
    holder.wake();
    Result ended = holder.await();

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(6);
    assertThat(ended.output()).contains(LOST);
    assertThat(Runs.executed(spanner)).isEqualTo(alone.executed());
    assertThat(EndState.of(site.database())).isEqualTo(alone.end());
    Runs.assertChainHolds(site, "frozen");
  }
}
