package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.spanner.EmulatorProgram;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.stepfunctions.Histories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// However a run ends, it leaves no thread that a Java VM would wait for at its exit.
@Concurrent
class EndOfProcessIT extends CloudStep {
  private static void assertNoneInNativeCode(Result result, int exitCode) {
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(result.lastLine()).as("%s", result).isEqualTo(ThreadsMain.LAST_LINE + "[]");
  }

  private PipeProcess start(PipeRun run) {
    return PipeProcess.startListingThreads(run.variables(), workspace.directory());
  }

  @Test
  void leavesNoThreadOfItsClientsAfterAKeylessDeploymentWithAWorkflow() {
    try (AwsAccount aws = account()) {
      aws.workflows().service().machine(MACHINE).plays(Histories.twoTasks());

      Result result =
          start(
                  deployment()
                      .with(aws.variables())
                      .with("STATE_MACHINE_ARN", MACHINE)
                      .with("BITBUCKET_PIPELINE_UUID", "{pipeline}"))
              .await();

      assertNoneInNativeCode(result, 0);
    }
  }

  @Test
  void leavesNoThreadOfItsClientsAfterAFailure() {
    workspace.withSql(changeSet("1", "CREATE TABLE T1 (Id INT64) PRIMARY KEY (Missing);"));

    Result result = start(pipe).await();

    assertNoneInNativeCode(result, 5);
  }

  @Test
  void leavesNoThreadOfItsClientsAfterSigtermWhileSpannerIsSilentOverTls() throws IOException {
    try (ServerSocket spanner = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      PipeProcess process =
          start(
              deployment().with("SPANNER_ENDPOINT", "https://localhost:" + spanner.getLocalPort()));
      try (Socket _ = spanner.accept()) {
        process.terminate();

        assertNoneInNativeCode(process.await(), Result.TERMINATED);
      }
    }
  }

  @Test
  void leavesNoThreadOfItsEmulatorAfterAPreview() {
    assumeTrue(
        new EmulatorProgram(System.getenv()).find().isPresent(),
        "no Spanner emulator on this machine");

    Result result =
        PipeProcess.startListingThreads(
                Map.of("COMMAND", "preview", "CHANGELOG_FILE", "changelog.sql"),
                workspace.directory())
            .await();

    assertNoneInNativeCode(result, 0);
  }
}
