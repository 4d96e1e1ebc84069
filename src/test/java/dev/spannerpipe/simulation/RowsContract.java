package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the engine may rely on from the book-keeping tables and their transactions.
interface RowsContract extends PortsUnderTest {
  @Test
  default void readsNothingAtFirst() {
    BookkeepingState standing = database().view().state();

    assertThat(standing)
        .isEqualTo(
            new BookkeepingState(
                standing.databaseTime(),
                Optional.empty(),
                LiquibaseLock.FREE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0));
    assertThat(database().history()).isEmpty();
  }

  @Test
  default void keepsWhatATransactionWrites() {
    Lease lease = SampleRows.lease(3, "r1");
    LiquibaseLock lock = new LiquibaseLock(true, SampleRows.TIME, "spanner-pipe r1");
    Intent intent = SampleRows.intent(SampleRows.FIRST, Intent.State.OPEN);

    write(
        new Write.PutLease(lease),
        new Write.PutLock(lock),
        new Write.PutCursor(SampleRows.CURSOR, "r1"),
        new Write.InsertIntent(intent),
        new Write.PutRun(SampleRows.run("r1", Optional.empty())),
        new Write.PutVersion(1));

    BookkeepingState standing = database().view().state();
    assertThat(standing.lease()).contains(lease);
    assertThat(standing.lock()).isEqualTo(lock);
    assertThat(standing.cursor()).contains(SampleRows.CURSOR);
    assertThat(standing.open()).contains(intent);
    assertThat(run("r1")).contains(SampleRows.run("r1", Optional.empty()));
    assertThat(run("r2")).isEmpty();
    assertThat(standing.majorVersion()).isEqualTo(1);
  }

  @Test
  default void keepsTheLinkOfARunThatDoesNotKnowOfIt() {
    RunRow.Link link = new RunRow.Link(1, 2, "a".repeat(64), Chain.GENESIS, "b".repeat(64));
    write(
        new Write.PutLease(SampleRows.lease(1, "r1")),
        new Write.PutRun(SampleRows.run("r1", Optional.of(link))));

    write(new Write.PutRun(SampleRows.run("r1", Optional.empty())));

    assertThat(run("r1")).contains(SampleRows.run("r1", Optional.of(link)));
  }

  @Test
  default void writesNothingWhereTheBodyFails() {
    IllegalStateException failure =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                database()
                    .transact(
                        "test",
                        transaction -> {
                          transaction.read(Optional.empty());
                          transaction.write(new Write.PutVersion(9));
                          throw new IllegalStateException("no");
                        }));

    assertThat(failure).hasMessage("no");
    assertThat(database().view().state().majorVersion()).isZero();
  }

  @Test
  default void insertsAnAttemptOnce() {
    write(new Write.InsertIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED)));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                write(
                    new Write.InsertIntent(
                        SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED)),
                    new Write.PutVersion(9)));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
    assertThat(database().view().state().majorVersion()).isZero();
  }

  @Test
  default void readsTheOwnAttemptAlsoWhenItIsClosed() {
    write(new Write.InsertIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED)));

    BookkeepingState own = read(Optional.of(SampleRows.FIRST));
    BookkeepingState other = read(Optional.of(new AttemptId(1, 2)));

    assertThat(own.own()).contains(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED));
    assertThat(own.open()).isEmpty();
    assertThat(other.own()).isEmpty();
  }

  @Test
  default void readsAllButTheIntents() {
    write(
        new Write.PutLease(SampleRows.lease(3, "r1")),
        new Write.PutCursor(SampleRows.CURSOR, "r1"),
        new Write.PutRun(SampleRows.run("r1", Optional.empty())),
        new Write.PutVersion(1),
        new Write.InsertIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.OPEN)));

    BookkeepingState all = database().view().state();
    BookkeepingState without =
        database().transact("test", transaction -> transaction.readWithoutIntents());

    assertThat(all.open()).isPresent();
    assertThat(without)
        .isEqualTo(
            new BookkeepingState(
                without.databaseTime(),
                all.lease(),
                all.lock(),
                Optional.empty(),
                Optional.empty(),
                all.cursor(),
                all.majorVersion()));
  }

  @Test
  default void closesAnIntentAndDeletesACursor() {
    write(
        new Write.InsertIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.OPEN)),
        new Write.PutCursor(SampleRows.CURSOR, "r1"));

    write(
        new Write.UpdateIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED)),
        new Write.DeleteCursor(SampleRows.CHANGE_SET),
        new Write.DeleteCursor(new ChangeSetId("schema.sql", "unknown", "ann")));

    BookkeepingState standing = database().view().state();
    assertThat(standing.open()).isEmpty();
    assertThat(standing.cursor()).isEmpty();
  }

  @Test
  default void keepsTheHistoryInItsOrder() {
    write(
        new Write.PutHistory(SampleRows.history("c2", 2, "9:b")),
        new Write.PutHistory(SampleRows.history("c1", 1, "9:a")));
    write(new Write.PutHistory(SampleRows.history("c1", 3, "9:c")));

    assertThat(database().history())
        .containsExactly(SampleRows.history("c2", 2, "9:b"), SampleRows.history("c1", 3, "9:c"));
  }

  @Test
  default void keepsTheEpochOfALeaseThatNobodyHolds() {
    write(new Write.PutLease(SampleRows.lease(3, "r1")));
    Lease free =
        new Lease(
            3,
            Optional.empty(),
            SampleRows.TIME,
            new Lease.DatabaseIdentity("projects/p/instances/i/databases/d", SampleRows.TIME),
            2,
            "b".repeat(64),
            Optional.of(new Lease.Deployment("c".repeat(64), "1234567890")));

    write(new Write.PutLease(free), new Write.PutLock(LiquibaseLock.FREE));

    BookkeepingState standing = database().view().state();
    assertThat(standing.lease()).contains(free);
    assertThat(standing.lock()).isEqualTo(LiquibaseLock.FREE);
  }

  @Test
  default void readsOneIntentOpenOrClosedAndNoOther() {
    AttemptId second = new AttemptId(1, 2);
    write(
        new Write.InsertIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED)),
        new Write.InsertIntent(SampleRows.intent(second, Intent.State.OPEN)));

    BookkeepingState closed = readIntent(SampleRows.FIRST);
    BookkeepingState open = readIntent(second);
    BookkeepingState missing = readIntent(new AttemptId(1, 3));

    assertThat(closed.own()).contains(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED));
    assertThat(open.own()).contains(SampleRows.intent(second, Intent.State.OPEN));
    assertThat(missing.own()).isEmpty();
    assertThat(List.of(closed.open(), open.open(), missing.open())).containsOnly(Optional.empty());
  }

  @Test
  default void looksForAnOpenIntentFromTheMarkOn() {
    Intent early = SampleRows.intent(new AttemptId(2, 1), Intent.State.OPEN);
    Intent late = SampleRows.intent(new AttemptId(3, 1), Intent.State.OPEN);
    write(new Write.PutLease(SampleRows.lease(3, "r1")), new Write.InsertIntent(early));

    write(new Write.PutClosedBefore(2));
    Optional<Intent> atTheMark = database().view().state().open();
    write(new Write.PutClosedBefore(3), new Write.InsertIntent(late));
    Optional<Intent> beyond = database().view().state().open();
    write(new Write.PutClosedBefore(4));
    Optional<Intent> afterAll = database().view().state().open();

    assertThat(atTheMark).contains(early);
    assertThat(beyond).contains(late);
    assertThat(afterAll).isEmpty();
    assertThat(read(Optional.of(late.attempt())).own()).contains(late);
    assertThat(database().view().state().majorVersion()).isZero();
  }

  @Test
  default void aMarkThatCannotBelongToTheLeaseCountsForNothing() {
    Intent open = SampleRows.intent(new AttemptId(2, 1), Intent.State.OPEN);
    write(new Write.InsertIntent(open), new Write.PutClosedBefore(5));

    Optional<Intent> withoutLease = database().view().state().open();
    write(new Write.PutLease(SampleRows.lease(3, "r1")));
    Optional<Intent> leaseSetBack = database().view().state().open();
    write(new Write.PutLease(SampleRows.lease(4, "r1")));
    Optional<Intent> leaseOfTheMark = read(Optional.empty()).open();

    assertThat(withoutLease).contains(open);
    assertThat(leaseSetBack).contains(open);
    assertThat(leaseOfTheMark).isEmpty();
  }

  @Test
  default void readsTheFirstIntentsAndRemovesOne() {
    List<AttemptId> ids =
        List.of(new AttemptId(2, 10), new AttemptId(2, 9), SampleRows.FIRST, new AttemptId(10, 1));
    for (AttemptId id : ids) {
      write(new Write.InsertIntent(SampleRows.intent(id, Intent.State.CLOSED)));
    }

    List<Intent.Summary> first = firstIntents(3);
    write(new Write.DeleteIntent(SampleRows.FIRST), new Write.DeleteIntent(new AttemptId(7, 7)));

    assertThat(first)
        .containsExactly(
            new Intent.Summary(SampleRows.FIRST, Intent.State.CLOSED, SampleRows.TIME),
            new Intent.Summary(new AttemptId(2, 9), Intent.State.CLOSED, SampleRows.TIME),
            new Intent.Summary(new AttemptId(2, 10), Intent.State.CLOSED, SampleRows.TIME));
    assertThat(firstIntents(9).stream().map(Intent.Summary::attempt))
        .containsExactly(new AttemptId(2, 9), new AttemptId(2, 10), new AttemptId(10, 1));
  }

  @Test
  default void movesOnlyAnIntentThatIsThere() {
    Intent unknown = SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED);

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> write(new Write.UpdateIntent(unknown), new Write.PutVersion(9)));

    assertThat(failure.isRefusal()).isTrue();
    assertThat(database().view().state().majorVersion()).isZero();
  }

  @Test
  default void theLastOfTwoWritesOfARowCounts() {
    write(new Write.PutVersion(1), new Write.PutVersion(2));

    assertThat(database().view().state().majorVersion()).isEqualTo(2);
  }

  @Test
  default void deletesAHistoryRow() {
    write(new Write.PutHistory(SampleRows.history("c1", 1, "9:a")));

    write(
        new Write.DeleteHistory(SampleRows.CHANGE_SET),
        new Write.DeleteHistory(new ChangeSetId("schema.sql", "unknown", "ann")));

    assertThat(database().history()).isEmpty();
  }

  @Test
  default void anEventMayBeWrittenTwice() {
    RunContext context =
        new RunContext("r1", "apply", "0.1.0", Map.of(), Map.of(), "projects/p", "c0ffee", null);
    RunLog log = new RunLog(context, () -> SampleRows.TIME);
    log.add(new RunStarted("apply", "0.1.0"));
    RecordedEvent event = log.unsaved().getFirst();
    write(new Write.PutEvent(event), new Write.PutVersion(1));

    write(new Write.PutEvent(event), new Write.PutVersion(2));

    assertThat(database().view().state().majorVersion()).isEqualTo(2);
  }

  @Test
  default void ofTwoTransactionsThatMeetAtMostOneCommits() {
    List<DatabaseException> failures = new ArrayList<>();
    List<Long> committed = new ArrayList<>();

    Runnable other =
        () -> attempt(failures, () -> committed.add(writeVersion(otherClient(), 2, () -> {})));
    attempt(failures, () -> committed.add(writeVersion(database(), 1, other)));

    assertThat(committed).hasSizeLessThan(2);
    assertThat(failures)
        .isNotEmpty()
        .allMatch(failure -> failure.kind() == DatabaseException.Kind.TRANSIENT);
    assertThat(database().view().state().majorVersion())
        .isEqualTo(committed.isEmpty() ? 0 : committed.getFirst());
  }

  private static long writeVersion(Database database, long version, Runnable meanwhile) {
    return database.transact(
        "test",
        transaction -> {
          BookkeepingState _ = transaction.read(Optional.empty());
          meanwhile.run();
          transaction.write(new Write.PutVersion(version));
          return version;
        });
  }

  private static void attempt(List<DatabaseException> failures, Runnable attempt) {
    try {
      attempt.run();
    } catch (DatabaseException failure) {
      failures.add(failure);
    }
  }

  private BookkeepingState read(Optional<AttemptId> own) {
    return database().transact("test", transaction -> transaction.read(own));
  }

  private BookkeepingState readIntent(AttemptId own) {
    return database().transact("test", transaction -> transaction.readIntent(own));
  }

  private Optional<RunRow> run(String runId) {
    return database()
        .transact(
            "test",
            transaction -> {
              transaction.readWithoutIntents();
              return transaction.run(runId);
            });
  }

  private List<Intent.Summary> firstIntents(int limit) {
    return database()
        .transact(
            "test",
            transaction -> {
              transaction.readWithoutIntents();
              return transaction.firstIntents(limit);
            });
  }
}
