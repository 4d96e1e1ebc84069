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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "Kill it anywhere, run it again, same end": the pipe's process is killed before and after each
/// of its calls. With the system property `kill.all` at every one of them, else at some, chosen by
/// `kill.seed`.
class KillIT {
  private static final int PARALLEL = 2;

  @TempDir private Path folder;

  @Test
  void endsTheSameWhereverItIsKilled() throws Exception {
    boolean all = Boolean.getBoolean("kill.all");
    long seed = Long.getLong("kill.seed", System.nanoTime());
    Runs runs = Runs.of(folder, Scenario.FAILING);
    assertThat(runs.undisturbed().exitCode()).isEqualTo(5);
    List<List<KillPoint>> plans = plans(runs.undisturbed().calls().size(), all, new Random(seed));

    List<String> differences = run(runs, plans, all);

    System.out.printf(
        "kill test: %d calls, %d kill points tried in %d stories (seed %d), %d differed%n",
        runs.undisturbed().calls().size(),
        plans.stream().mapToInt(List::size).sum(),
        plans.size(),
        seed,
        differences.size());
    assertThat(differences).isEmpty();
    if (all) {
      assertThat(plans).hasSizeGreaterThanOrEqualTo(60);
    }
  }

  /// Each point once, and some twice in a row.
  private static List<List<KillPoint>> plans(int calls, boolean all, Random random) {
    List<List<KillPoint>> plans = new ArrayList<>();
    for (int call = 1; call <= calls; call++) {
      plans.add(List.of(new KillPoint(call, Moment.BEFORE)));
      plans.add(List.of(new KillPoint(call, Moment.AFTER)));
    }
    Collections.shuffle(plans, random);
    List<List<KillPoint>> chosen = new ArrayList<>(all ? plans : plans.subList(0, 18));
    for (int twice = 0; twice < (all ? 20 : 3); twice++) {
      chosen.add(List.of(any(calls, random), any(calls / 3, random)));
    }
    return chosen;
  }

  private static KillPoint any(int calls, Random random) {
    return new KillPoint(
        1 + random.nextInt(calls), random.nextBoolean() ? Moment.BEFORE : Moment.AFTER);
  }

  private static List<String> run(Runs runs, List<List<KillPoint>> plans, boolean all)
      throws InterruptedException {
    List<String> differences = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<?>> running = new ArrayList<>();
      for (List<KillPoint> plan : plans) {
        boolean lastAsProcess = all && plan.size() > 1;
        running.add(threads.submit(() -> runs.kill(lastAsProcess, plan.toArray(KillPoint[]::new))));
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
