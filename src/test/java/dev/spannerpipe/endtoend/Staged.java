package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import dev.spannerpipe.testing.SlowSpanner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A Spanner that takes its time, and a repository and a database behind it, for each test. Each
/// run is one of another pipeline, so that none takes over at once what another one holds.
abstract class Staged {
  @TempDir private Path folder;
  SlowSpanner spanner;
  Site site;
  private int runs;

  @BeforeEach
  final void open() {
    spanner = spanner(EmulatorServer.running().host());
    site = Site.create(spanner.address(), folder, "--liquibase formatted sql\n");
  }

  @AfterEach
  final void close() {
    spanner.close();
  }

  /// Starts the Spanner in front of an emulator.
  SlowSpanner spanner(String emulator) {
    return SlowSpanner.inFrontOf(emulator, Pace.AT_ONCE);
  }

  /// Returns the clock of the next run.
  Time time() {
    return ScaledTime.quick();
  }

  /// Writes the changelog; its first change set begins in the second line.
  final void changeSets(String... changeSets) {
    site.changelog("changelog.sql", "--liquibase formatted sql\n" + String.join("", changeSets));
  }

  static String changeSet(String id, String... lines) {
    return WholeTool.changeSet(id, lines);
  }

  /// Returns a change set that makes the table `T` and its number.
  static String table(int number) {
    return WholeTool.table(number);
  }

  /// Returns the variables of the next run.
  final Map<String, String> variables() {
    Map<String, String> variables = site.variables(1);
    variables.put("BITBUCKET_PIPELINE_UUID", "{pipeline-" + ++runs + "}");
    variables.put("LOCK_TIMEOUT", "0s");
    return variables;
  }

  final Result run(String... arguments) {
    return run(time(), arguments);
  }

  final Result run(Time time, String... arguments) {
    return PipeRun.in(site.folder(), variables()).at(() -> time).onOneStream().run(arguments);
  }

  /// Runs it, and asserts that it ends well with this last line.
  final Result succeed(String lastLine, String... arguments) {
    return end(0, lastLine, arguments);
  }

  /// Runs it, and asserts how it ends.
  final Result end(int exitCode, String lastLine, String... arguments) {
    Result ended = run(arguments);
    assertThat(site.told(ended).lines().toList().getLast()).as("%s", ended).isEqualTo(lastLine);
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    return ended;
  }

  /// Runs the pipe's process, and kills it around the first such call.
  final void kill(String method, String subject, Moment moment) {
    CompletableFuture<PipeProcess> victim = new CompletableFuture<>();
    Predicate<Call> where =
        call -> call.method().equals(method) && call.subject().startsWith(subject);
    Fault fault = Fault.ending(moment, () -> victim.join().kill());
    spanner.faults(call -> where.test(call) ? Optional.of(fault) : Optional.empty());
    PipeProcess process = PipeProcess.start(variables(), site.folder());
    victim.complete(process);
    Result ended = process.await();
    spanner.faults(Faults.NONE);
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(Result.KILLED);
  }

  /// Returns the ids in the order of their execution.
  final List<String> history() {
    return site.database().rows("SELECT ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED").stream()
        .map(List::getFirst)
        .toList();
  }

  /// Asserts that no lease is held, no lock taken, and nothing open or half-finished.
  final void assertTidy() {
    assertThat(
            site.database()
                .rows(
                    "SELECT 'lease' FROM SPANNER_PIPE_LEASE WHERE RunId IS NOT NULL"
                        + " UNION ALL SELECT 'lock' FROM DATABASECHANGELOGLOCK WHERE LOCKED"
                        + " UNION ALL SELECT 'intent' FROM SPANNER_PIPE_INTENT WHERE State = 'OPEN'"
                        + " UNION ALL SELECT 'cursor' FROM SPANNER_PIPE_CURSOR"))
        .isEmpty();
  }
}
