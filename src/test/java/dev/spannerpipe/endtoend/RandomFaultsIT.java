package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.RandomFaults;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.WholeProofOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One call in twenty goes wrong, before or after its effect, on every run; a run that ends with
/// "run again" is run again. System properties: `faults.seed` and `faults.runs` to play some again.
@Concurrent
class RandomFaultsIT {
  private static final double SHARE = 0.05;
  private static final int MOST_RUNS = 12;

  /// What a user may be asked to try again after: no connection, not finished.
  private static final Set<Integer> RUN_AGAIN = Set.of(3, 8);

  @TempDir private Path folder;

  @Test
  void endsRightInTheTestsProcess() throws Exception {
    play(Proof.cases("faults.runs", 40, 200), 3, false);
  }

  @Test
  @WholeProofOnly("processes.all")
  void endsRightAsAProcess() throws Exception {
    play(10, 2, true);
  }

  private void play(long runs, int parallel, boolean asProcess) throws Exception {
    long first = Proof.firstSeed("faults.seed", 1_000);
    System.out.printf("random faults: seeds %d to %d%n", first, first + runs - 1);
    Runs.Undisturbed undisturbed = Runs.of(folder, Scenario.GOOD).undisturbed();
    List<String> differences = new ArrayList<>();
    int faults = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      List<Future<Integer>> running =
          LongStream.range(first, first + runs)
              .mapToObj(seed -> threads.submit(() -> play(seed, undisturbed, asProcess)))
              .toList();
      for (Future<Integer> future : running) {
        try {
          faults += future.get();
        } catch (ExecutionException difference) {
          differences.add(String.valueOf(difference.getCause()));
        }
      }
    }
    System.out.printf(
        "random faults: %d faults in %d stories, %d ended differently%n",
        faults, runs, differences.size());
    assertThat(differences).isEmpty();
    assertThat((long) faults).isGreaterThanOrEqualTo(runs / 2);
  }

  /// Returns how many calls went wrong.
  private int play(long seed, Runs.Undisturbed undisturbed, boolean asProcess) {
    try (SlowSpanner spanner =
        SlowSpanner.inFrontOf(EmulatorServer.running().host(), Scenario.PACE)) {
      Site site = Site.create(spanner.address(), folder.resolve("seed-" + seed), Scenario.GOOD);
      RandomFaults faults = new RandomFaults(seed, SHARE);
      spanner.faults(faults);
      List<Result> story = new ArrayList<>();
      do {
        story.add(run(site, story.size() + 1, asProcess));
        site.letPartitionedDeadlinePass();
      } while (RUN_AGAIN.contains(story.getLast().exitCode()) && story.size() < MOST_RUNS);
      String name = "seed " + seed;
      assertThat(story.getLast().exitCode()).as("%s: %s", name, story).isZero();
      assertThat(Runs.executed(spanner))
          .as("%s: %s", name, story)
          .isEqualTo(undisturbed.executed());
      assertThat(EndState.of(site.database()))
          .as("%s: %s", name, story)
          .isEqualTo(undisturbed.end());
      spanner.faults(Faults.NONE);
      Runs.assertChainHolds(site, name);
      return faults.happened();
    }
  }

  private static Result run(Site site, int stepRunNumber, boolean asProcess) {
    Map<String, String> variables = site.variables(stepRunNumber);
    return asProcess
        ? PipeProcess.start(variables, site.folder()).await()
        : PipeRun.in(site.folder(), variables).at(() -> ScaledTime.quick()).onOneStream().run();
  }
}
