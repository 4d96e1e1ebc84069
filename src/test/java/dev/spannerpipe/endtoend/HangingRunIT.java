package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `TIMEOUT` ends the process where it hangs in what nothing interrupts: Liquibase's regular
/// expression for a property needs hours for this line.
@Concurrent
class HangingRunIT {
  private static final String HANGING =
      "--liquibase formatted sql\n\n--property name:x" + " ".repeat(50_000) + "\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void endsWhileTheChangelogIsRead(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    Site site = new Site(database, EmulatorServer.running().host(), folder);
    Duration whole = wholeRun(site);
    site.changelog("changelog.sql", HANGING);

    // Long enough to come to the changelog, however fast this machine is.
    Ended ended = timed(site, "apply", whole.multipliedBy(2).plusSeconds(2));

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .as("%s", ended)
        .isEqualTo(
            "✖ TIMEOUT has expired while the changelog changelog.sql was read: no change set applied. Run again with a longer TIMEOUT; if the problem persists, look for very long lines in the changelog, or split it.");
    Workspace workspace = new Workspace(folder);
    assertThat(workspace.text(".spanner-pipe/" + database.name() + "/outputs.env"))
        .contains("SPANNER_PIPE_OUTCOME=unfinished\n", "SPANNER_PIPE_APPLIED=0\n");
    assertThat(workspace.text("test-results/spanner-pipe-" + database.name() + ".xml"))
        .contains("<failure message=\"TIMEOUT has expired while the changelog changelog.sql was read");
    assertThat(workspace.text(".spanner-pipe/" + database.name() + "/record.jsonl"))
        .contains("\"exitCode\":8");
  }

  @Test
  void endsACommandThatKeepsNoRecord() {
    TestDatabase database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    Site site = new Site(database, EmulatorServer.running().host(), folder);
    Duration whole = wholeRun(site);
    site.changelog("changelog.sql", HANGING);

    Ended ended = timed(site, "status", whole.multipliedBy(2).plusSeconds(2));

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .as("%s", ended)
        .isEqualTo(
            "✖ TIMEOUT has expired: this command changes nothing. Run it again with a longer TIMEOUT.");
  }

  private static Duration wholeRun(Site site) {
    site.changelog("changelog.sql", "--liquibase formatted sql\n");
    assertThat(Installation.command()).isNotEmpty();
    long before = System.nanoTime();
    Ended ended = PipeProcess.start(site.variables(1), site.folder()).await();
    assertThat(ended.exitCode()).as("%s", ended).isZero();
    return Duration.ofNanos(System.nanoTime() - before);
  }

  private static Ended timed(Site site, String command, Duration timeout) {
    Map<String, String> variables = new HashMap<>(site.variables(1));
    variables.put("COMMAND", command);
    variables.put("TIMEOUT", timeout.toSeconds() + "s");
    // Prepares what all such processes share.
    assertThat(Installation.command()).isNotEmpty();
    long before = System.nanoTime();
    Ended ended = PipeProcess.start(variables, site.folder()).await();
    // With 2 s for a process that has to wait for the processor.
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("%s", ended)
        .isBetween(Duration.ofSeconds(timeout.toSeconds()), timeout.plusSeconds(5 + 2));
    return ended;
  }
}
