package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.stepfunctions.Histories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The longest execution that Step Functions allows, followed by the true process.
class LargeWorkflowIT {
  private static final long MEGABYTE = 1024 * 1024;

  /// What may be asked at once in the beginning.
  private static final int BURST = 5;

  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void followsTwentyFiveThousandEventsWithAFewRequestsAndLittleMemory() {
    String changelog = "--liquibase formatted sql\n" + WholeTool.table(1);
    try (Release release =
        Release.ofProcesses(folder, changelog, Histories.lasting(25_000, Duration.ofSeconds(30)))) {
      // On a large machine Java takes what it can get; a step has little.
      release.with("JAVA_TOOL_OPTIONS", "-Xmx56m");
      long before = System.nanoTime();
      PipeProcess process = release.start();

      long memory = process.awaitPeakMemory();

      Ended ended = process.await();
      long seconds = Duration.ofNanos(System.nanoTime() - before).toSeconds();
      long requests = release.service.calls().size();
      System.out.printf(
          "large workflow: %d requests in %d s, %d MB%n", requests, seconds, memory / MEGABYTE);
      assertThat(ended.exitCode()).as("%s", ended.lastLine()).isZero();
      assertThat(requests).isLessThanOrEqualTo(seconds + BURST);
      assertThat(memory).isPositive().isLessThan(200 * MEGABYTE);
      assertThat(
              release
                  .site
                  .database()
                  .rows("SELECT COUNT(*) FROM SPANNER_PIPE_STEP WHERE Name = 'stateExited'"))
          .containsExactly(List.of("4999"));
    }
  }
}
