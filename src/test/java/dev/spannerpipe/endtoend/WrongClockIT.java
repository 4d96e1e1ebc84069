package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clock of the machine that the pipe runs on is minutes off, or days; only the database's
/// counts.
@Concurrent
class WrongClockIT extends Staged {
  @TempDir private static Path shared;
  private static Runs.Undisturbed undisturbed;

  @BeforeAll
  static void runWithTheRightClock() {
    undisturbed = Runs.of(shared, Scenario.GOOD).undisturbed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "PT-10M", "PT200H", "PT-200H"})
  void leavesWhatARightClockLeaves(Duration error) {
    site.changelog("changelog.sql", Scenario.GOOD);

    Result ended = run(ScaledTime.wrongBy(error));

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(EndState.of(site.database())).isEqualTo(undisturbed.end());
    assertThat(
            site.database()
                .rows(
                    "SELECT ID FROM DATABASECHANGELOG WHERE ABS(TIMESTAMP_DIFF(CURRENT_TIMESTAMP(),"
                        + " DATEEXECUTED, SECOND)) > 300"))
        .isEmpty();
    assertThat(run("history", "--verify").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "PT-10M", "PT200H", "PT-200H"})
  void takesNobodysLeaseAwayAndForgetsNoOperation(Duration error) {
    changeSets(table(1), table(2));
    kill("UpdateDatabaseDdl", "sp_1_1", Moment.AFTER);

    Result refused = run(ScaledTime.wrongBy(error));
    assertThat(refused.lastLine()).startsWith("✖ Could not take the lease of the database: run ");
    assertThat(refused.exitCode()).isEqualTo(6);
    site.letLeaseExpire();

    Result ended = run(ScaledTime.wrongBy(error));

    assertThat(site.told(ended))
        .contains("INFO: Recovered unfinished run <run 2>: sp_1_1, 2 of 2 statements committed.\n")
        .endsWith(
            "✔ Nothing to do: all 2 change sets of this changelog are applied to <name> (<duration>).\n");
    assertThat(Runs.executed(spanner)).hasSize(2);
    assertTidy();
  }
}
