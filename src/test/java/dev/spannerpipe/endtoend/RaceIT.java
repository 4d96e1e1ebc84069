package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twenty runs at once on a database without book-keeping tables: with the system property
/// `processes.all` all as processes, else some, and the others in this one with connections of
/// their own.
class RaceIT {
  private static final int RUNS = 20;
  private static final int PROCESSES = Proof.isWhole("processes.all") ? RUNS : 5;

  @TempDir private Path folder;
  private SlowSpanner spanner;

  @BeforeEach
  void open() {
    spanner = SlowSpanner.inFrontOf(EmulatorServer.running().host(), Scenario.PACE);
  }

  @AfterEach
  void close() {
    spanner.close();
  }

  @Test
  void twentyRunsLeaveWhatOneLeaves() throws Exception {
    Runs.Undisturbed alone = Runs.of(folder, Scenario.GOOD).undisturbed();
    Site site = Site.create(spanner.address(), folder.resolve("race"), Scenario.GOOD);

    List<Result> ended = race(site, site::variablesOfOther);

    assertRaced(ended);
    assertThat(Runs.executed(spanner)).isEqualTo(alone.executed());
    assertThat(EndState.of(site.database())).isEqualTo(alone.end());
    Runs.assertChainHolds(site, "race");
  }

  @Test
  void twentyChangelogsAreAppliedOnceEach() throws Exception {
    Site site = Site.create(spanner.address(), folder, "");
    IntStream.range(0, RUNS).forEach(number -> site.changelog(name(number), changelog(number)));

    List<Result> ended =
        race(
            site,
            number -> {
              Map<String, String> variables = site.variablesOfOther(number);
              variables.put("CHANGELOG_FILE", name(number));
              return variables;
            });

    assertRaced(ended);
    assertThat(Runs.executed(spanner)).hasSize(RUNS).doesNotHaveDuplicates();
    assertThat(EndState.of(site.database()).rows())
        .hasSize(RUNS)
        .allSatisfy((_, rows) -> assertThat(rows).containsExactly(List.of("1", "2")));
    assertThat(site.database().rows("SELECT DISTINCT ORDEREXECUTED FROM DATABASECHANGELOG"))
        .hasSize(2 * RUNS);
    Runs.assertChainHolds(site, "race");
  }

  /// All ended well, and not one after another.
  private static void assertRaced(List<Result> ended) {
    assertThat(ended)
        .hasSize(RUNS)
        .allSatisfy(run -> assertThat(run.exitCode()).as("%s", run).isZero())
        .anyMatch(run -> run.output().contains("INFO: Waiting for the lease: run "));
  }

  private static String name(int number) {
    return "changelog-" + number + ".sql";
  }

  private static String changelog(int number) {
    return """
        --liquibase formatted sql

        --changeset race:table-%1$d
        CREATE TABLE Table%1$d (Id INT64 NOT NULL, Times INT64) PRIMARY KEY (Id);

        --changeset race:rows-%1$d
        INSERT INTO Table%1$d (Id, Times) VALUES (1, 1);
        UPDATE Table%1$d SET Times = Times + 1 WHERE true;
        """
        .formatted(number);
  }

  private static List<Result> race(Site site, IntFunction<Map<String, String>> variables)
      throws Exception {
    List<Future<Result>> running = new ArrayList<>();
    List<Result> ended = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(RUNS)) {
      for (int number = 0; number < RUNS; number++) {
        Map<String, String> own = variables.apply(number);
        own.put("LOCK_TIMEOUT", "60m");
        boolean asProcess = number < PROCESSES;
        running.add(threads.submit(() -> run(site, own, asProcess)));
      }
      for (Future<Result> run : running) {
        ended.add(run.get());
      }
    }
    return ended;
  }

  private static Result run(Site site, Map<String, String> variables, boolean asProcess) {
    return asProcess
        ? PipeProcess.start(variables, site.folder()).await()
        : PipeRun.in(site.folder(), variables).onOneStream().run();
  }
}
