package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Fault.Moment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "Kill it anywhere, run it again, same end": the pipe's process is killed before and after each
/// of its calls. With the system property `kill.all` at every one of them, else at 60 or more,
/// chosen by `kill.seed`; with `kill.calls`, a list such as `14,22`, at those.
class KillIT {
  private static final int PARALLEL = 2;

  /// Of the kill points, unless all are asked for; with those of the stories with two, more than
  /// 60.
  private static final int SOME = 56;

  private static final int TWICE = 6;
  private static final int ALL_TWICE = 20;

  @TempDir private Path folder;

  @Test
  void endsTheSameWhereverItIsKilled() throws Exception {
    boolean all = Boolean.getBoolean("kill.all");
    long seed = Long.getLong("kill.seed", System.nanoTime());
    Runs runs = Runs.of(folder, Scenario.FAILING);
    assertIsWhatTheChangelogSays(runs.undisturbed());
    int calls = runs.undisturbed().calls().size();
    List<List<KillPoint>> plans =
        System.getProperty("kill.calls") == null ? plans(calls, all, new Random(seed)) : given();
    AtomicInteger killed = new AtomicInteger();

    List<String> differences = run(runs, plans, all, killed);

    System.out.printf(
        "kill test: %d calls, %d kill points tried in %d stories (seed %d), %d differed%n",
        calls, killed.get(), plans.size(), seed, differences.size());
    assertThat(differences).isEmpty();
    if (System.getProperty("kill.calls") == null) {
      assertThat(killed).hasValueGreaterThanOrEqualTo(all ? 2 * calls : 60);
    }
  }

  /// The undisturbed run is the measure of all others, so it is measured first.
  private static void assertIsWhatTheChangelogSays(Runs.Undisturbed undisturbed) {
    assertThat(undisturbed.exitCode()).isEqualTo(5);
    assertThat(undisturbed.executed()).hasSize(7).doesNotHaveDuplicates();
    assertThat(undisturbed.calls())
        .anyMatch(call -> call.subject().startsWith("sp_1_1 3 statements"))
        .anyMatch(call -> call.subject().contains("SELECT COUNT(*) FROM Accounts"))
        .anyMatch(call -> call.subject().contains("Note = 'seen'"));
    EndState end = undisturbed.end();
    assertThat(
            end.history().stream()
                .map(row -> row.getFirst() + " " + row.get(row.size() > 4 ? 4 : 0)))
        .containsExactly(
            "accounts EXECUTED",
            "orders EXECUTED",
            "seed EXECUTED",
            "interest EXECUTED",
            "guarded EXECUTED",
            "skipped MARK_RAN",
            "everywhere EXECUTED",
            "audit EXECUTED",
            "1 1");
    assertThat(end.rows())
        .containsOnlyKeys("Accounts", "Audit", "Half", "Orders")
        .containsEntry(
            "Accounts", List.of(List.of("1", "202", "seen", "1"), List.of("2", "400", "seen", "2")))
        .containsEntry("Half", List.of(List.of("1", "too long")));
    assertThat(end.cursors()).hasSize(1);
    assertThat(end.cursors().getFirst()).contains("halfway", "APPLY");
    assertThat(end.openIntents()).isEmpty();
  }

  private static List<List<KillPoint>> given() {
    return Stream.of(System.getProperty("kill.calls").split(",", -1))
        .map(call -> Integer.parseInt(call.strip()))
        .flatMap(call -> Stream.of(Moment.values()).map(moment -> new KillPoint(call, moment)))
        .map(List::of)
        .toList();
  }

  /// Each point once, and some twice in a row.
  private static List<List<KillPoint>> plans(int calls, boolean all, Random random) {
    List<List<KillPoint>> plans = new ArrayList<>();
    for (int call = 1; call <= calls; call++) {
      plans.add(List.of(new KillPoint(call, Moment.BEFORE)));
      plans.add(List.of(new KillPoint(call, Moment.AFTER)));
    }
    Collections.shuffle(plans, random);
    List<List<KillPoint>> chosen = new ArrayList<>(all ? plans : plans.subList(0, SOME));
    for (int twice = 0; twice < (all ? ALL_TWICE : TWICE); twice++) {
      chosen.add(List.of(any(calls, random), any(calls / 3, random)));
    }
    return chosen;
  }

  private static KillPoint any(int calls, Random random) {
    return new KillPoint(
        1 + random.nextInt(calls), random.nextBoolean() ? Moment.BEFORE : Moment.AFTER);
  }

  private static List<String> run(
      Runs runs, List<List<KillPoint>> plans, boolean all, AtomicInteger killed)
      throws InterruptedException {
    List<String> differences = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<?>> running = new ArrayList<>();
      for (List<KillPoint> plan : plans) {
        boolean lastAsProcess = all && plan.size() > 1;
        KillPoint[] points = plan.toArray(KillPoint[]::new);
        running.add(threads.submit(() -> killed.addAndGet(runs.kill(lastAsProcess, points))));
      }
      for (Future<?> future : running) {
        try {
          future.get();
        } catch (ExecutionException difference) {
          differences.add(String.valueOf(difference.getCause()));
        }
      }
    }
    return differences;
  }
}
