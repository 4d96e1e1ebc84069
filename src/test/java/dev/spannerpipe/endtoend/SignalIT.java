package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.stepfunctions.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A deployment whose process gets a signal at its calls, to Spanner, Step Functions and the token
/// services: it ends in good order within 5 s, and run again it ends as if nothing had been. At the
/// first call of each kind; with `kill.all` (see [Proof]) at every call, before it has its effect
/// and after.
@Concurrent
class SignalIT {
  private static final int PARALLEL = 2;

  /// Less than any wait of a run that does not heed the signal where a service is silent, and long
  /// enough for a machine that stalls. That it takes at most 5 s is a matter of `SupervisionTest`.
  private static final Duration IN_TIME = Duration.ofSeconds(25);

  @TempDir private Path folder;

  /// Where the signal comes.
  ///
  /// @param danger gets what sends it
  private record Point(String name, BiConsumer<Release, Runnable> danger) {}

  @Test
  void endsInGoodOrderWhereverItGetsSigterm() throws InterruptedException {
    List<Point> points = points();
    assertThat(points).hasSizeGreaterThan(10);

    List<String> differences = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<?>> running = new ArrayList<>();
      points.forEach(point -> running.add(threads.submit(() -> terminate(point))));
      for (Future<?> story : running) {
        try {
          story.get();
        } catch (ExecutionException difference) {
          differences.add(String.valueOf(difference.getCause()));
        }
      }
    }

    System.out.printf(
        "signal test: %d calls tried, %d differed%n", points.size(), differences.size());
    assertThat(differences).isEmpty();
  }

  private List<Point> points() {
    boolean all = Proof.isWhole("kill.all");
    List<Call> spannerCalls;
    List<String> serviceCalls;
    try (Release release = processes("undisturbed")) {
      release.assertEndsWell(release.start().await(), "undisturbed");
      spannerCalls = release.spanner.calls();
      serviceCalls = release.service.calls();
    }
    List<Point> points = new ArrayList<>();
    points.add(
        new Point(
            "keys of the issuer",
            (release, signal) ->
                release.issuer.answerKeys(
                    answer -> {
                      signal.run();
                      return answer;
                    })));
    points.add(
        new Point("token service", (release, signal) -> release.aws.sts().endCaller(signal)));
    for (Call call : spannerCalls) {
      if (all || call.ofMethod() == 1) {
        points.add(at(call, Moment.BEFORE));
      }
      if (all) {
        points.add(at(call, Moment.AFTER));
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    for (String action : serviceCalls) {
      int ofAction = counts.merge(action, 1, Integer::sum);
      if (all || ofAction == 1) {
        points.add(
            new Point(
                action + " " + ofAction,
                (release, signal) -> release.service.meanwhile(action, ofAction, signal)));
      }
    }
    return points;
  }

  private static Point at(Call call, Moment moment) {
    return new Point(
        moment + " " + call.method() + " " + call.ofMethod(),
        (release, signal) ->
            release.spanner.faults(
                Faults.at(call.method(), call.ofMethod(), Fault.happening(moment, signal))));
  }

  private void terminate(Point point) {
    try (Release release = processes(point.name().replaceAll("\\W+", "-"))) {
      Signalled signalled = signalled(release, point, PipeProcess::terminate);

      release.spanner.faults(Faults.NONE);
      release.issuer.mend();
      assertThat(signalled.duration()).as("%s: %s", point.name(), signalled).isLessThan(IN_TIME);
      if (signalled.ended().exitCode() == 0) {
        // Too late for it: all work was done. Or there was no such call: the number of looks at
        // what goes on depends on the time.
        release.assertEndsWell(signalled.ended(), point.name());
      } else {
        assertIsInOrder(release, signalled.ended(), point.name());
        release.assertEndsWell(release.apply(), point.name());
      }
    }
  }

  /// How a run ended, and how long after the signal.
  private record Signalled(Result ended, Duration duration) {}

  private static Signalled signalled(Release release, Point point, Consumer<PipeProcess> signal) {
    CompletableFuture<PipeProcess> victim = new CompletableFuture<>();
    CompletableFuture<Long> sent = new CompletableFuture<>();
    point
        .danger()
        .accept(
            release,
            () -> {
              sent.complete(System.nanoTime());
              signal.accept(victim.join());
            });
    PipeProcess process = release.start();
    victim.complete(process);
    Result ended = process.await();
    assertThat(sent.isDone() || Proof.isWhole("kill.all"))
        .as("gets a signal at %s: %s", point.name(), ended)
        .isTrue();
    sent.complete(System.nanoTime());
    return new Signalled(ended, Duration.ofNanos(System.nanoTime() - sent.join()));
  }

  private static void assertIsInOrder(Release release, Result ended, String story) {
    assertThat(ended.exitCode()).as("%s: %s", story, ended).isEqualTo(Result.TERMINATED);
    assertThat(ended.lastLine())
        .as("%s: %s", story, ended)
        .matches(
            "✖ Stopped by SIGTERM: (no change set applied|[0-3] of 3 pending change sets applied)"
                + "(; schema operation sp_\\d_\\d continues in the background \\(\\d of \\d statements? done\\))?"
                + "(; execution \\S+ (continues|may have been started))?"
                + "\\. Run again: the next run (continues where this one stopped"
                + "|attaches to the operation and continues|attaches to the same execution"
                + "|starts the execution, or attaches to it if it exists)\\.");
    assertThat(ended.output()).as(story).doesNotContain("WARNING");
    assertThat(release.result("outputs.env")).as(story).contains("OUTCOME=terminated\n");
    assertThat(release.junit()).as(story).contains("<failure message=\"Stopped by SIGTERM");
    assertThat(lastEvent(release)).as(story).contains("\"exitCode\":143");
    assertThat(leases(release)).as("%s: %s", story, ended).isEmpty();
  }

  private static String lastEvent(Release release) {
    return release.result("record.jsonl").lines().toList().getLast();
  }

  private static List<List<String>> leases(Release release) {
    return release
            .site
            .database()
            .rows("SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'SPANNER_PIPE_LEASE'")
            .isEmpty()
        ? List.of()
        : release
            .site
            .database()
            .rows("SELECT RunId FROM SPANNER_PIPE_LEASE WHERE RunId IS NOT NULL");
  }

  @Test
  void saysThatASchemaOperationContinuesAfterCtrlC() {
    try (Release release = processes("operation")) {
      release.spanner.pace(
          Pace.AT_ONCE.withStatements(
              statement ->
                  statement.startsWith("CREATE TABLE T1") ? Duration.ofSeconds(3) : Duration.ZERO));
      Point point =
          new Point(
              "a look at the operation",
              (each, signal) ->
                  each.spanner.faults(
                      Faults.at("GetOperation", 1, Fault.happening(Moment.BEFORE, signal))));

      Signalled signalled = signalled(release, point, PipeProcess::interrupt);

      release.spanner.faults(Faults.NONE);
      assertThat(signalled.ended().exitCode()).isEqualTo(Result.INTERRUPTED);
      assertThat(signalled.duration()).isLessThan(IN_TIME);
      assertThat(signalled.ended().lastLine())
          .isEqualTo(
              "✖ Stopped by SIGINT: 0 of 3 pending change sets applied; schema operation sp_1_1 continues in the background (0 of 1 statement done). Run again: the next run attaches to the operation and continues.");
      assertThat(leases(release)).isEmpty();
      release.assertEndsWell(release.apply(), "operation");
    }
  }

  /// What an earlier run left does not show through.
  @Test
  void leavesTheResultsOfACommandThatKeepsNoRecord() {
    try (Release release = processes("status")) {
      release.assertEndsWell(release.apply(), "status");
      assertThat(release.result("outputs.env")).contains("SPANNER_PIPE_OUTCOME=done\n");
      AtomicBoolean sent = new AtomicBoolean();
      Point point =
          new Point(
              "status",
              (each, signal) ->
                  each.spanner.faults(
                      _ ->
                          sent.compareAndSet(false, true)
                              ? Optional.of(Fault.happening(Moment.BEFORE, signal))
                              : Optional.empty()));
      release.with("COMMAND", "status");

      Signalled signalled = signalled(release, point, PipeProcess::terminate);

      assertThat(signalled.ended().exitCode()).as("%s", signalled).isEqualTo(Result.TERMINATED);
      assertThat(signalled.duration()).as("%s", signalled).isLessThan(IN_TIME);
      assertThat(signalled.ended().lastLine())
          .isEqualTo("✖ Stopped by SIGTERM: this command changes nothing. Run it again.");
      assertThat(release.result("outputs.env"))
          .isEqualTo(
              """
              SPANNER_PIPE_RUN_ID=
              SPANNER_PIPE_OUTCOME=terminated
              SPANNER_PIPE_PLAN_SHA256=
              SPANNER_PIPE_APPLIED=0
              SPANNER_PIPE_PENDING=0
              SPANNER_PIPE_LAST_CHANGE_SET=
              SPANNER_PIPE_RECORD_HEAD=
              SPANNER_PIPE_EXECUTION_ARN=
              SPANNER_PIPE_EXECUTION_STATUS=
              """);
    }
  }

  /// The database cannot be told, but the files can.
  @Test
  void endsInTimeWhereSpannerAnswersNoMore() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try (Release release = processes("silence")) {
      Point point =
          new Point(
              "silence",
              (each, signal) ->
                  each.spanner.faults(
                      call ->
                          call.method().equals("Commit") && call.ofMethod() >= 3
                              ? Optional.of(
                                  Fault.happening(
                                      Moment.BEFORE,
                                      () -> {
                                        if (call.ofMethod() == 3) {
                                          signal.run();
                                        }
                                        awaitQuietly(over);
                                      }))
                              : Optional.empty()));

      Signalled signalled = signalled(release, point, PipeProcess::terminate);

      assertThat(signalled.duration()).as("%s", signalled).isLessThan(IN_TIME);
      assertThat(signalled.ended().exitCode()).as("%s", signalled).isEqualTo(Result.TERMINATED);
      assertThat(signalled.ended().lastLine()).startsWith("✖ Stopped by SIGTERM: ");
      assertThat(release.result("outputs.env")).contains("OUTCOME=terminated\n");
      assertThat(release.junit()).contains("<failure message=\"Stopped by SIGTERM");
      assertThat(lastEvent(release)).contains("\"name\":\"runEnded\"");
      over.countDown();
      release.spanner.faults(Faults.NONE);
      release.assertEndsWell(release.apply(), "silence");
    } finally {
      over.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Release processes(String story) {
    Script quick = Script.empty().started();
    return Release.ofProcesses(
        folder.resolve(story), Release.CHANGELOG, quick.succeeded(quick.task("Deploy", 0, 10)));
  }
}
