package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Pace;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Book-keeping tables that take Spanner long to create, as where other schema changes wait, too.
@Concurrent
class SlowTablesIT extends Staged {
  private static final String BEGUN = "INFO: Schema operation \\S+ submitted: 9 statements\\.";

  @Test
  void waitsForThemForAsLongAsTheyTakeAndSaysSo() {
    changeSets(table(1));
    spanner.pace(
        Pace.AT_ONCE.withStatements(
            statement ->
                statement.contains(" SPANNER_PIPE_LEASE ")
                    ? Duration.ofSeconds(3)
                    : Duration.ZERO));

    // Five minutes for the run.
    Ended ended = run(InnerRun.fast(100));

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(ended.lines()).filteredOn(line -> line.matches(BEGUN)).hasSize(1);
    assertThat(ended.lines())
        .filteredOn(line -> line.contains(" goes on: "))
        .hasSizeBetween(2, 5)
        .allMatch(
            line ->
                line.matches(
                    "INFO: Schema operation \\S+ goes on: 0 of 9 statements committed.*\\."));
  }

  @Test
  void endsWithTheRunsTimeAndLeavesThemToTheNextRun() {
    changeSets(table(1));
    spanner.pace(Pace.of(Duration.ofMinutes(1), Duration.ZERO));
    Map<String, String> limited = variables();
    limited.put("TIMEOUT", "60s");
    Rush time = new Rush(30);

    Ended ended =
        InnerRun.run(
            limited,
            site.folder(),
            time,
            line -> {
              if (line.matches(BEGUN)) {
                time.begin();
              }
            });

    assertThat(ended.lastLine().replaceAll(" operation \\S+ are ", " operation <id> are "))
        .isEqualTo(
            "✖ Could not wait for the book-keeping tables: TIMEOUT is over; 0 of 9 statements of"
                + " schema operation <id> are committed, and it continues in the background. Run"
                + " again: the next run creates only the tables that are missing then.");
    assertThat(ended.exitCode()).isEqualTo(8);
  }
}
