package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import dev.spannerpipe.testing.SlowSpanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Runs of the pipe's process that are killed, compared with one that is not.
final class Runs {
  private static final int NOT_CONNECTED = 3;

  private final Path folder;
  private final String changelog;
  private final Undisturbed undisturbed;

  private Runs(Path folder, String changelog, Undisturbed undisturbed) {
    this.folder = folder;
    this.changelog = changelog;
    this.undisturbed = undisturbed;
  }

  /// What a run does where nothing disturbs it.
  ///
  /// @param exitCode what it ends with
  /// @param calls its calls
  /// @param executed the schema statements that took effect, in order
  /// @param end what it leaves
  record Undisturbed(int exitCode, List<Call> calls, List<String> executed, EndState end) {}

  /// Makes the undisturbed run.
  static Runs of(Path folder, String changelog) {
    try (SlowSpanner spanner = newSpanner()) {
      Site site = Site.create(spanner.address(), folder.resolve("undisturbed"), changelog);
      Result ended = PipeProcess.start(site.variables(1), site.folder()).await();
      return new Runs(
          folder,
          changelog,
          new Undisturbed(
              ended.exitCode(), spanner.calls(), executed(spanner), EndState.of(site.database())));
    }
  }

  Undisturbed undisturbed() {
    return undisturbed;
  }

  /// Runs the pipe, killing it at each of these points in turn; then runs it to its end, and
  /// compares. Returns how often it was killed: a run that goes on where one was killed may be over
  /// before its own point.
  ///
  /// @param lastAsProcess whether the last run is a process, too
  int kill(boolean lastAsProcess, KillPoint... points) {
    String name = "killed " + List.of(points);
    try (SlowSpanner spanner = newSpanner()) {
      Site site = Site.create(spanner.address(), folder.resolve(name), changelog);
      List<Result> story = new ArrayList<>();
      for (KillPoint point : points) {
        story.add(kill(spanner, site, point, story.size() + 1));
        site.letPartitionedDeadlinePass();
      }
      spanner.faults(Faults.NONE);
      story.add(connected(() -> last(site, story.size() + 1, lastAsProcess)));
      assertThat(story.getLast().exitCode())
          .as("%s: %s", name, story)
          .isEqualTo(undisturbed.exitCode());
      assertThat(executed(spanner)).as("%s: %s", name, story).isEqualTo(undisturbed.executed());
      assertThat(EndState.of(site.database()))
          .as("%s: %s", name, story)
          .isEqualTo(undisturbed.end());
      assertChainHolds(site, name);
      return (int) story.stream().filter(ended -> ended.exitCode() == Result.KILLED).count();
    }
  }

  private static Result kill(SlowSpanner spanner, Site site, KillPoint point, int stepRunNumber) {
    Result ended = connected(() -> attempt(spanner, site, point, stepRunNumber));
    // A second run has fewer calls left.
    assertThat(
            ended.exitCode() == Result.KILLED
                || (stepRunNumber > 1 && spanner.calls().size() < point.call()))
        .as("is killed %s: %s", point, ended)
        .isTrue();
    return ended;
  }

  private static Result attempt(
      SlowSpanner spanner, Site site, KillPoint point, int stepRunNumber) {
    CompletableFuture<PipeProcess> victim = new CompletableFuture<>();
    spanner.forgetCalls();
    spanner.faults(
        Faults.at(point.call(), Fault.ending(point.moment(), () -> victim.join().kill())));
    PipeProcess process = PipeProcess.start(site.variables(stepRunNumber), site.folder());
    victim.complete(process);
    return process.await();
  }

  /// On a machine that is busy with other things a run may not get its connection in time; it ends
  /// with exit code 3 and without an effect then.
  private static Result connected(Supplier<Result> run) {
    Result ended = run.get();
    for (int again = 0; again < 2 && ended.exitCode() == NOT_CONNECTED; again++) {
      ended = run.get();
    }
    return ended;
  }

  private static Result last(Site site, int stepRunNumber, boolean asProcess) {
    return asProcess
        ? PipeProcess.start(site.variables(stepRunNumber), site.folder()).await()
        : PipeRun.in(site.folder(), site.variables(stepRunNumber))
            .at(() -> ScaledTime.quick())
            .onOneStream()
            .run();
  }

  /// Asserts that the record of all runs fits together, and that no run with an effect is missing
  /// in the database's chain.
  static void assertChainHolds(Site site, String name) {
    Result history =
        PipeRun.in(site.folder(), site.variables(1))
            .onOneStream()
            .run("history", "--verify", "true");

    assertThat(history.exitCode()).as("%s: %s", name, history).isZero();
    assertThat(
            site.database()
                .rows(
                    "SELECT i.RunId FROM SPANNER_PIPE_INTENT AS i LEFT JOIN SPANNER_PIPE_RUN AS r"
                        + " ON r.RunId = i.RunId WHERE r.LinkNumber IS NULL"))
        .as("%s: runs with an effect that are not linked", name)
        .isEmpty();
  }

  private static SlowSpanner newSpanner() {
    return SlowSpanner.inFrontOf(EmulatorServer.running().host(), Scenario.PACE);
  }

  /// Returns the schema statements that took effect, in order, without the tables of the pipe,
  /// which may be asked for several times, and without the statement that does nothing.
  static List<String> executed(SlowSpanner spanner) {
    return spanner.committed().stream()
        .filter(
            statement ->
                !statement.startsWith("CREATE TABLE IF NOT EXISTS")
                    && !statement.startsWith("DROP INDEX IF EXISTS"))
        .toList();
  }
}
