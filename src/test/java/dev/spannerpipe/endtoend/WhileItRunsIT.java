package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What a run says while it goes on, and what it says that the next one will do. Time is simulated:
/// a run looks every 10 s at least, and statements take longer.
@Concurrent
class WhileItRunsIT extends Staged {
  private static final String X1 = "CREATE INDEX X1 ON T1 (Id)";
  private static final String X2 = "CREATE INDEX X2 ON T1 (Id DESC)";
  private static final String X3 = "CREATE INDEX X3 ON T1 (Id)";

  private final FastTime time = new FastTime(Instant.now(), Duration.ZERO);

  @Override
  SlowSpanner spanner(String emulator) {
    return SlowSpanner.inFrontOf(emulator, Pace.AT_ONCE, time);
  }

  @Override
  Time time() {
    return time;
  }

  private void slow(Duration duration) {
    spanner.pace(pace(duration));
  }

  private static Pace pace(Duration duration) {
    return Pace.AT_ONCE.withStatements(
        statement -> statement.contains(" ON T1 ") ? duration : Duration.ZERO);
  }

  @Test
  void tellsOfEachStatementAsItCommits() {
    changeSets(
        table(1),
        changeSet("indexes", X1 + ";", X2 + ";"),
        changeSet("rows", "INSERT INTO T1 (Id) VALUES (1), (2);"),
        changeSet(
            "all", "-- spanner-pipe: partitioned-dml idempotent", "DELETE FROM T1 WHERE Id = 2;"));
    slow(Duration.ofSeconds(30));
    Map<String, Integer> committedWhenTold = new ConcurrentHashMap<>();

    Result ended =
        PipeRun.in(site.folder(), variables())
            .at(() -> time)
            .heardBy(line -> committedWhenTold.put(line, Runs.executed(spanner).size()))
            .onOneStream()
            .run();

    assertThat(site.told(ended))
        .isEqualTo(
            """
            INFO: spanner-pipe <version>: apply on <database>, run <run 1>.
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            INFO: 9 book-keeping tables created.
            INFO: Plan <digest>: 4 change sets, 1 schema operation.
            INFO: Data loss check: the plan causes no data loss.
            INFO: Schema operation sp_1_1 submitted: 3 statements.
            INFO: [1/5] changelog.sql:3 change set 1 (ann): CREATE TABLE T1.
            INFO: [2/5] changelog.sql:5 change set indexes (ann): CREATE INDEX X1 ON T1.
            INFO: [3/5] changelog.sql:6 change set indexes (ann): CREATE INDEX X2 ON T1.
            INFO: [4/5] changelog.sql:8 change set rows (ann): INSERT INTO T1, 2 rows.
            INFO: changelog.sql:11 change set all (ann): sent as a partitioned update; Spanner reports no progress.
            INFO: [5/5] changelog.sql:11 change set all (ann): DELETE FROM T1, 1 row.
            INFO: Record head: <digest> (event 20).
            ✔ Applied 4 change sets to <name> in <duration>; last change set: changelog.sql::all::ann.
            """);
    assertThat(toldAt(committedWhenTold, "INFO: [1/5] ")).isEqualTo(1);
    assertThat(toldAt(committedWhenTold, "INFO: [2/5] ")).isEqualTo(2);
    assertThat(toldAt(committedWhenTold, "INFO: [3/5] ")).isEqualTo(3);
  }

  @Test
  void pollsAnOperationAfterAQuarterOfASecondAndThenAfterAnEighthOfTheTimeWaited() {
    changeSets(table(1), changeSet("slow", X1 + ";"));
    slow(Duration.ofMillis(4300));
    List<Duration> submissions = new CopyOnWriteArrayList<>();
    List<Long> polls = new CopyOnWriteArrayList<>();
    spanner.listen(
        call -> {
          if (call.method().equals("UpdateDatabaseDdl")) {
            submissions.add(time.elapsed());
          } else if (call.method().equals("GetOperation")) {
            polls.add(time.elapsed().minus(submissions.getLast()).toMillis());
          }
        });

    Result ended =
        PipeRun.in(site.folder(), variables()).at(() -> time).drawing(() -> 0).onOneStream().run();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(submissions).hasSize(2);
    assertThat(polls)
        .containsExactly(
            250L, 550L, 850L, 1150L, 1450L, 1750L, 2050L, 2350L, 2650L, 2981L, 3353L, 3773L, 4244L,
            4775L);
  }

  private static int toldAt(Map<String, Integer> told, String beginning) {
    return told.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(beginning))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsEachMinuteThatALongOperationGoesOnAndThatItIsThrottled() {
    changeSets(table(1));
    assertThat(run().exitCode()).isZero();
    changeSets(table(1), changeSet("slow", X1 + ";"));
    spanner.pace(pace(Duration.ofMinutes(10)).withThrottling());

    Result ended = run();

    assertThat(ended.lines())
        .filteredOn(line -> line.contains(" done, next statement "))
        .hasSizeBetween(8, 9)
        .allMatch(
            line ->
                line.matches(
                    "INFO: Schema operation sp_2_1: 0 of 1 statement done, next statement"
                        + " \\d+% done, throttled by Spanner\\."));
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void saysThatAnOperationGoesOnWithoutItWhereItsTimeIsOver() {
    changeSets(table(1));
    assertThat(run().exitCode()).isZero();
    changeSets(table(1), changeSet("slow", X1 + ";"));
    slow(Duration.ofMinutes(4));
    Map<String, String> short1 = variables();
    short1.put("TIMEOUT", "1m");

    Result ended = PipeRun.in(site.folder(), short1).at(() -> time).onOneStream().run();

    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not wait for the end of operation sp_2_1: TIMEOUT has expired; 0 of its 1 statements"
                + " are committed, and it continues in the background. Run again: the next run"
                + " attaches to it.");
    assertThat(ended.exitCode()).isEqualTo(8);
    Result next =
        succeed(
            "✔ Nothing to do: all 2 change sets of this changelog are applied to <name> (<duration>).");
    assertThat(site.told(next)).contains("INFO: Schema operation sp_2_1 found: 1 statement.\n");
    assertThat(Runs.executed(spanner)).hasSize(2).doesNotHaveDuplicates();
    assertTidy();
  }

  /// Statement 3 of 4 of an operation that spans two change sets.
  @Test
  void saysHowFarAFailedOperationGotAndGoesOnFromThere() {
    changeSets(table(1), changeSet("indexes", X1 + ";", X2 + ";"), changeSet("last", X3 + ";"));
    spanner.pace(pace(Duration.ofMillis(100)).failing(X2::equals));

    Result failed =
        end(
            5,
            "✖ Could not apply change set changelog.sql::indexes::ann at changelog.sql:6: Spanner"
                + " rejected statement 2 of 2, `CREATE INDEX X2 ON T1 (Id DESC)`: The statement is to"
                + " fail. 1 change set of this run was applied, and the first statement of this change set. "
                + WholeTool.CORRECT);
    assertThat(site.told(failed))
        .contains(
            """
            INFO: Schema operation sp_1_1 submitted: 4 statements.
            INFO: [1/4] changelog.sql:3 change set 1 (ann): CREATE TABLE T1.
            INFO: [2/4] changelog.sql:5 change set indexes (ann): CREATE INDEX X1 ON T1.
            ERROR: changelog.sql:6 change set indexes (ann) failed: The statement is to fail.
            """);
    Result status = succeed("✔ 2 pending; apply them with COMMAND=apply.", "status");
    assertThat(site.told(status))
        .isEqualTo(
            """
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            2 change sets pending: 2 statements in 1 schema operation; 1 applied; plan <digest>.
            1. changelog.sql:4 indexes (ann), half-finished: 1 of 2 statements done
                 CREATE INDEX X2 ON T1 (Id DESC)
            2. changelog.sql:7 last (ann)
                 CREATE INDEX X3 ON T1 (Id)
            Half-finished: change set changelog.sql::indexes::ann, 1 statement applied, last by intent 1.1.
            The lease is free (epoch 1).
            ✔ 2 pending; apply them with COMMAND=apply.
            """);
    String corrected = "CREATE INDEX X2 ON T1 (Id)";
    changeSets(
        table(1), changeSet("indexes", X1 + ";", corrected + ";"), changeSet("last", X3 + ";"));

    succeed(
        "✔ Applied 2 change sets to <name> in <duration>; last change set: changelog.sql::last::ann.");
    assertThat(history()).containsExactly("1", "indexes", "last");
    assertThat(Runs.executed(spanner)).endsWith(X1, corrected, X3).hasSize(4);
    assertTidy();
  }
}
