package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.WholeProofOnly;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The longest execution that Step Functions allows, read by a process of its own. How often it
/// asks while it follows one is tested in [dev.spannerpipe.workflow], where time is simulated.
class LargeWorkflowIT {
  private static final long MEGABYTE = 1024 * 1024;

  @TempDir private Path folder;

  /// The execution is over when it is first looked at, and no wait takes time.
  @Test
  @EnabledOnOs(OS.LINUX)
  void readsTwentyFiveThousandEventsWithAFewRequestsAndLittleMemory() {
    try (Release release = release(Duration.ZERO)) {
      assertModest(release.startHurried(), release);

      assertThat(release.service.calls("GetExecutionHistory")).isBetween(25L, 35L);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @WholeProofOnly("processes.all")
  void followsTwentyFiveThousandEventsWithLittleMemory() {
    try (Release release = release(Duration.ofSeconds(30))) {
      assertModest(release.start(), release);
    }
  }

  private Release release(Duration length) {
    String changelog = "--liquibase formatted sql\n" + WholeTool.table(1);
    Release release = Release.ofProcesses(folder, changelog, Histories.lasting(25_000, length));
    // On a large machine Java takes what it can get; a step has little.
    release.with("JAVA_TOOL_OPTIONS", "-Xmx56m");
    return release;
  }

  private static void assertModest(PipeProcess process, Release release) {
    long memory = process.awaitPeakMemory();
    Result ended = process.await();
    assertThat(ended.exitCode()).as("%s", ended.lastLine()).isZero();
    assertThat(memory).isPositive().isLessThan(200 * MEGABYTE);
    assertThat(
            release
                .site
                .database()
                .rows("SELECT COUNT(*) FROM SPANNER_PIPE_STEP WHERE Name = 'stateExited'"))
        .containsExactly(List.of("4999"));
  }
}
