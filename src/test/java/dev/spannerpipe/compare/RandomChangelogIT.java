package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Changelogs made at random end the same with both tools, run after run, and also where the tools
/// take turns on a database.
///
/// `-Dcompare.seed=7 -Dcompare.seeds=1` runs the changelog of seed 7 again; `-Dcompare.seeds=500`
/// runs more of them.
@Concurrent
class RandomChangelogIT {
  static LongStream seeds() {
    long first = Proof.firstSeed("compare.seed", 1_000);
    return LongStream.range(first, first + Proof.cases("compare.seeds", 3, 50));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endsAsWithLiquibase(long seed, @TempDir Path directory) {
    try {
      compare(seed, Comparison.in(directory));
    } catch (AssertionError difference) {
      throw new AssertionError(
          "seed %d (again with -Dcompare.seed=%d -Dcompare.seeds=1): %s"
              .formatted(seed, seed, difference.getMessage()),
          difference);
    }
  }

  private static void compare(long seed, Comparison both) {
    for (TestDatabase database : List.of(both.ours(), both.theirs())) {
      database.execute("CREATE TABLE counters (id INT64, n INT64) PRIMARY KEY (id)");
      database.update("INSERT INTO counters (id, n) VALUES (1, 0)");
    }
    RandomChangelog changelog = new RandomChangelog(seed, both.repository());

    changelog.grow();
    both.update(RandomChangelog.FILE, RandomChangelog.OPTIONS);
    changelog.grow();
    both.update(RandomChangelog.FILE, RandomChangelog.OPTIONS);
    changelog.grow();
    both.updateInEachOthersDatabase(RandomChangelog.FILE, RandomChangelog.OPTIONS);

    assertThat(DatabaseState.of(both.ours()).history()).isNotEmpty();
  }
}
