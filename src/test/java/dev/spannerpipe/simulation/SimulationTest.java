package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Proof;
import org.junit.jupiter.api.Test;

/// Plays schedules of runs that are killed, frozen, raced and lied to, and looks whether the
/// guarantees hold.
///
/// `-Dsimulation.schedules=100000` plays more of them, `-Dsimulation.from=N` others, and
/// `-Dsimulation.seed=N` one alone and tells each of its calls.
@Concurrent
class SimulationTest {
  private static final long USUAL = 5_000;
  private static final long SCHEDULES = Proof.cases("simulation.schedules", USUAL, 100_000);
  private static final long FROM = Proof.firstSeed("simulation.from", 100_000);
  private static final Long SEED = Long.getLong("simulation.seed");

  @Test
  void keepsItsGuaranteesWhateverHappens() {
    if (SEED != null) {
      replay(SEED);
      return;
    }
    Campaign campaign = new Campaign();
    long begun = System.nanoTime();

    long found = campaign.applyAsLong(FROM, SCHEDULES);

    System.out.printf(
        "simulation: %d schedules from seed %d in %.0f s; %s%n",
        SCHEDULES, FROM, (System.nanoTime() - begun) / 1e9, campaign.counts());
    assertThat(found)
        .as("a seed that breaks a guarantee; -Dsimulation.seed=%d replays it: %s", found, campaign)
        .isEqualTo(-1);
    if (SCHEDULES >= USUAL) {
      lookForAllTrouble(campaign);
    }
  }

  /// A simulation in which nothing goes wrong proves nothing.
  private static void lookForAllTrouble(Campaign campaign) {
    assertThat(campaign.counts())
        .as("all kinds of trouble happened")
        .containsKeys(
            "crash",
            "freeze",
            "LOST_REQUEST",
            "LOST_ANSWER",
            "LATE",
            "late effect",
            "abort",
            "chunk",
            "transaction",
            "fold",
            "refusal",
            "unclear mistake",
            "unclear data change",
            "contradiction",
            "missing timestamps",
            "restored",
            "aged",
            "removed intent",
            "lost tables",
            "applied and edited",
            "half-applied and edited",
            "resolved by hand",
            "exit 0",
            "exit 2",
            "exit 5",
            "exit 6",
            "exit 8");
  }

  @Test
  void theSameSeedGivesTheSameSchedule() {
    for (long seed = 100; seed < 110; seed++) {
      Simulation.Result once = Alone.play(seed);
      Simulation.Result again = Alone.play(seed);

      assertThat(once.trace()).isNotEmpty().isEqualTo(again.trace());
    }
  }

  private static void replay(long seed) {
    Simulation.Result result = Alone.play(seed);
    result.trace().forEach(System.out::println);
    result
        .problem()
        .ifPresent(
            problem -> {
              throw new AssertionError("seed " + seed + " breaks a guarantee", problem);
            });
  }
}
