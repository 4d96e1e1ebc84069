package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Proof;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// "Kill it anywhere, run it again, same end": the pipe's process is killed before and after its
/// calls, alone and twice in a row. In the gate at the points that stand for all ([KillPoints]);
/// with the system property `kill.all` at every call; with `kill.calls`, a list such as `14,22`, at
/// those. `kill.seed` chooses the points of those that are killed twice.
@Concurrent
class KillIT {
  private static final int PARALLEL = 2;

  /// Fewer calls that write would be another scenario.
  private static final int AT_LEAST = 45;

  private static final int TWICE = 4;
  private static final int ALL_TWICE = 20;

  @TempDir private Path folder;

  @Test
  void endsTheSameWhereverItIsKilled() throws Exception {
    boolean all = Proof.isWhole("kill.all");
    long seed = Proof.seed("kill.seed");
    Runs runs = Runs.of(folder, Scenario.FAILING);
    assertIsWhatTheChangelogSays(runs.undisturbed());
    int calls = runs.undisturbed().calls().size();
    List<KillPoint> chosen =
        all ? KillPoints.all(calls) : KillPoints.representative(runs.undisturbed().calls());
    List<List<KillPoint>> plans =
        System.getProperty("kill.calls") == null
            ? plans(chosen, calls, all ? ALL_TWICE : TWICE, new Random(seed))
            : given();
    AtomicInteger killed = new AtomicInteger();

    List<String> differences = run(runs, plans, all, killed);

    System.out.printf(
        "kill test: %d calls, %d kill points tried in %d stories (seed %d), %d differed%n",
        calls, killed.get(), plans.size(), seed, differences.size());
    assertThat(differences).isEmpty();
    if (System.getProperty("kill.calls") == null) {
      assertThat(killed).hasValueGreaterThanOrEqualTo(all ? 2 * calls : AT_LEAST);
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
        .flatMap(KillPoints::around)
        .map(List::of)
        .toList();
  }

  /// Each point once, and some twice in a row.
  private static List<List<KillPoint>> plans(
      List<KillPoint> chosen, int calls, int twice, Random random) {
    List<List<KillPoint>> plans = new ArrayList<>();
    chosen.forEach(point -> plans.add(List.of(point)));
    for (int story = 0; story < twice; story++) {
      plans.add(List.of(any(calls, random), any(calls / 3, random)));
    }
    return plans;
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
