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
import org.junit.jupiter.api.Test;

/// Book-keeping tables that take Spanner long to create, as where other schema changes wait, too.
@Concurrent
class SlowTablesIT extends Staged {
  private final FastTime time = new FastTime(Instant.now(), Duration.ZERO);

  @Override
  SlowSpanner spanner(String emulator) {
    return SlowSpanner.inFrontOf(emulator, Pace.AT_ONCE, time);
  }

  @Override
  Time time() {
    return time;
  }

  private static List<String> ofTheTables(Result ended) {
    return ended.lines().stream()
        .filter(line -> line.startsWith("INFO: Schema operation own_"))
        .map(line -> line.replaceFirst("own_[^ :]+", "<id>"))
        .toList();
  }

  @Test
  void waitsForThemForAsLongAsTheyTakeAndSaysSo() {
    changeSets(table(1));
    spanner.pace(
        Pace.AT_ONCE.withStatements(
            statement ->
                statement.contains(" SPANNER_PIPE_LEASE ")
                    ? Duration.ofMinutes(5)
                    : Duration.ZERO));

    // The percentages depend on the waits between the polls, which vary at random.
    Result ended =
        PipeRun.in(site.folder(), variables()).at(() -> time).drawing(() -> 0).onOneStream().run();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(ofTheTables(ended))
        .containsExactly(
            "INFO: Schema operation <id> submitted: 9 statements.",
            "INFO: Schema operation <id>: 0 of 9 statements done, next statement 21% done.",
            "INFO: Schema operation <id>: 0 of 9 statements done, next statement 42% done.",
            "INFO: Schema operation <id>: 0 of 9 statements done, next statement 63% done.",
            "INFO: Schema operation <id>: 0 of 9 statements done, next statement 85% done.");
  }

  @Test
  void endsWithTheRunsTimeAndLeavesThemToTheNextRun() {
    changeSets(table(1));
    spanner.pace(Pace.of(Duration.ofMinutes(2), Duration.ZERO));
    Map<String, String> limited = variables();
    limited.put("TIMEOUT", "60s");

    Result ended = PipeRun.in(site.folder(), limited).at(() -> time).onOneStream().run();

    assertThat(ended.lastLine().replaceAll(" operation \\S+ are ", " operation <id> are "))
        .isEqualTo(
            "✖ Could not wait for the book-keeping tables: TIMEOUT has expired; 0 of 9 statements of"
                + " schema operation <id> are committed, and it continues in the background. Run"
                + " again: the next run creates only the tables that are missing then.");
    assertThat(ended.exitCode()).isEqualTo(8);
  }
}
