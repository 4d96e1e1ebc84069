package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Result;
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
///
/// How long after `TIMEOUT` that may be is a matter of `SupervisionTest`: here a machine may be
/// busy, and what counts is that it is not hours.
@Concurrent
class HangingRunIT {
  private static final String HANGING =
      "--liquibase formatted sql\n\n--property name:x" + " ".repeat(50_000) + "\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void endsWhileTheChangelogIsRead(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);

    Result ended = hanging("apply", database);

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .as("%s", ended)
        .isEqualTo(
            "✖ TIMEOUT has expired while the changelog changelog.sql was read: no change set applied. Run again with a longer TIMEOUT; if the problem persists, look for very long lines in the changelog, or split it.");
    assertThat(result(database, "outputs.env"))
        .contains("SPANNER_PIPE_OUTCOME=unfinished\n", "SPANNER_PIPE_APPLIED=0\n");
    assertThat(result(database, "record.jsonl")).contains("\"exitCode\":8");
    assertThat(new Workspace(folder).text("test-results/spanner-pipe-" + database.name() + ".xml"))
        .contains(
            "<failure message=\"TIMEOUT has expired while the changelog changelog.sql was read");
  }

  @Test
  void endsACommandThatKeepsNoRecord() {
    TestDatabase database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);

    Result ended = hanging("status", database);

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .as("%s", ended)
        .isEqualTo(
            "✖ TIMEOUT has expired: this command changes nothing. Run it again with a longer TIMEOUT.");
    assertThat(result(database, "outputs.env"))
        .contains("SPANNER_PIPE_RUN_ID=\n", "SPANNER_PIPE_OUTCOME=unfinished\n");
  }

  /// Lets an undisturbed run come first, which tells how fast this machine is and leaves results.
  private Result hanging(String command, TestDatabase database) {
    Site site = new Site(database, EmulatorServer.running().host(), folder);
    Map<String, String> variables = new HashMap<>(site.variables(1));
    // Prepares what all such processes share.
    assertThat(Installation.command()).isNotEmpty();
    site.changelog("changelog.sql", "--liquibase formatted sql\n");
    long before = System.nanoTime();
    Result undisturbed = PipeProcess.start(variables, folder).await();
    assertThat(undisturbed.exitCode()).as("%s", undisturbed).isZero();
    assertThat(result(database, "outputs.env")).contains("SPANNER_PIPE_OUTCOME=done\n");
    Duration whole = Duration.ofNanos(System.nanoTime() - before);

    site.changelog("changelog.sql", HANGING);
    variables.put("COMMAND", command);
    // Long enough to come to the changelog, also where this machine is slower than before.
    variables.put("TIMEOUT", whole.multipliedBy(3).plusSeconds(3).toSeconds() + "s");
    return PipeProcess.start(variables, folder).await();
  }

  private String result(TestDatabase database, String name) {
    return new Workspace(folder).text(".spanner-pipe/" + database.name() + "/" + name);
  }
}
