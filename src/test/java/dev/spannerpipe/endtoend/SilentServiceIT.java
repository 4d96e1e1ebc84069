package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.cloud.StandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that goes away in the middle of a run: it answers nothing any more, as behind a broken
/// network, or resets its connections. At every kind of call that an undisturbed run with a
/// workflow makes, the run ends in time, says so meanwhile, and is gone on with by the next one.
///
/// From shortly before that call on the run's clock goes faster, so that two minutes pass in a few
/// seconds.
class SilentServiceIT {
  private static final int FACTOR = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(80);

  /// What a busy machine may need for all that is no wait, by its own clock.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /// What a busy machine may be late with a line, by its own clock.
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final String CHANGELOG =
      "--liquibase formatted sql\n"
          + WholeTool.table(1)
          + WholeTool.changeSet("rows", "INSERT INTO T1 (Id) VALUES (1);")
          + WholeTool.changeSet(
              "many",
              "-- spanner-pipe: partitioned-dml idempotent",
              "UPDATE T1 SET Id = Id WHERE Id < 0;")
          + WholeTool.table(2);

  private static final String NEVER = "no line has this";

  private static final Pattern WAITING =
      Pattern.compile(
          "INFO: Waiting for (.+) at \\S+ since [0-9:]{8} UTC \\([0-9]+ (s|min), attempt [0-9]+\\)\\.");

  @TempDir private static Path folder;
  private static List<Call> kinds;

  /// How a service goes away.
  private enum Way {
    /// It takes requests and never answers.
    BLACK_HOLE,
    /// It resets its connections, and there is nobody at its address any more.
    RESET
  }

  /// One service and one kind of its calls.
  ///
  /// @param service as lines about a wait name it
  /// @param hurry what the line before that call has; empty where the hurry begins at once
  private record Case(String service, String name, Way way, String hurry, Trouble trouble) {
    @Override
    public String toString() {
      return way + " at " + service + ", " + name;
    }
  }

  /// Prepares a release so that a service goes away at a call.
  private interface Trouble {
    void at(CloudRelease release, Rush time, Runnable gone);
  }

  @BeforeAll
  static void findTheCallsOfAnUndisturbedRun() {
    try (CloudRelease release = new CloudRelease(folder.resolve("undisturbed"), CHANGELOG)) {
      Ended ended = release.apply(Map.of(), new Rush(1), _ -> {});
      assertThat(ended.exitCode()).as("%s", ended).isZero();
      Map<String, Call> firsts = new LinkedHashMap<>();
      release.spanner.calls().forEach(call -> firsts.putIfAbsent(kind(call), call));
      kinds = List.copyOf(firsts.values());
    }
    assertThat(kinds).hasSizeGreaterThan(15);
  }

  private static String kind(Call call) {
    return call.method() + " " + call.subject().replaceAll("_\\S+", "").replaceFirst(" .*", "");
  }

  @Test
  void endsInTimeWhereverSpannerGoesAway() {
    run(
        Stream.of(Way.values())
            .flatMap(way -> kinds.stream().map(call -> spanner(way, call)))
            .toList());
  }

  @Test
  void endsInTimeWhereverAnotherServiceGoesAway() {
    run(Stream.of(Way.values()).flatMap(SilentServiceIT::others).toList());
  }

  private static Case spanner(Way way, Call last) {
    return new Case(
        "Spanner",
        last.toString(),
        way,
        last.number() <= 2 ? "" : NEVER,
        (release, time, gone) -> {
          release.spanner.listen(
              call -> {
                // The partitioned update and the begin of its transaction are one call to the run.
                if (call.number() >= last.number() - 2) {
                  time.begin();
                }
              });
          release.spanner.faults(
              call ->
                  call.number() >= last.number()
                      ? Optional.of(Fault.happening(Moment.BEFORE, gone))
                      : Optional.empty());
        });
  }

  private static Stream<Case> others(Way way) {
    return Stream.of(
        new Case(
            "the OIDC issuer",
            "discovery",
            way,
            "",
            (release, _, gone) ->
                release.google.issuer().answerDiscovery(answer -> after(gone, answer))),
        new Case(
            "the OIDC issuer",
            "keys",
            way,
            "",
            (release, _, gone) ->
                release.google.issuer().answerKeys(answer -> after(gone, answer))),
        new Case(
            "Google STS",
            "token",
            way,
            "",
            (release, _, gone) -> always(release.google.sts(), gone)),
        new Case(
            "Google IAM Credentials",
            "generateAccessToken",
            way,
            "",
            (release, _, gone) -> always(release.google.iam(), gone)),
        new Case(
            "AWS STS",
            "AssumeRoleWithWebIdentity",
            way,
            "INFO: Connected: ",
            (release, _, gone) -> always(release.aws.sts(), gone)),
        stepFunctions(way, "DescribeStateMachine", "INFO: Acting as arn:aws:"),
        stepFunctions(way, "StartExecution", " is asked for"),
        stepFunctions(way, "GetExecutionHistory", " started: arn:aws:"),
        stepFunctions(way, "DescribeExecution", "INFO: Deploy done"));
  }

  private static <T> T after(Runnable gone, T answer) {
    gone.run();
    return answer;
  }

  private static void always(StandIn service, Runnable gone) {
    for (int request = 0; request < 100; request++) {
      service.endCaller(gone);
    }
  }

  private static Case stepFunctions(Way way, String action, String hurry) {
    return new Case(
        "Step Functions",
        action,
        way,
        hurry,
        (release, _, gone) -> release.aws.workflows().endCallerAt(action, false, gone));
  }

  private static void run(List<Case> cases) {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    Semaphore atOnce = new Semaphore(16);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (Case each : cases) {
        runs.add(
            threads.submit(
                () -> {
                  atOnce.acquireUninterruptibly();
                  try {
                    wrong.addAll(
                        run(each, folder.resolve("case-" + System.identityHashCode(each))));
                  } finally {
                    atOnce.release();
                  }
                }));
      }
      for (Future<?> run : runs) {
        await(run);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void await(Future<?> run) {
    try {
      run.get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  /// Returns what is wrong with a run.
  private static List<String> run(Case what, Path place) {
    Rush time = new Rush(FACTOR);
    CountDownLatch over = new CountDownLatch(1);
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    List<Duration> times = Collections.synchronizedList(new ArrayList<>());
    try (CloudRelease release = new CloudRelease(place, CHANGELOG)) {
      Runnable gone =
          () -> {
            time.begin();
            if (what.way() == Way.RESET) {
              close(what, release);
            } else {
              awaitUninterruptibly(over);
            }
          };
      what.trouble().at(release, time, gone);
      if (what.hurry().isEmpty()) {
        time.begin();
      }
      Ended ended =
          release.apply(
              Map.of("TIMEOUT", TIMEOUT.toSeconds() + "s"),
              time,
              line -> {
                lines.add(line);
                times.add(time.trueTime());
                if (line.contains(what.hurry())) {
                  time.begin();
                }
              });
      Duration took = time.trueTime();
      over.countDown();
      return new Observed(what, ended, took, lines, times).problems();
    }
  }

  /// What a run did.
  ///
  /// @param took by the machine's clock, since the hurry began
  /// @param times when each of the lines was printed, by the same clock
  private record Observed(
      Case what, Ended ended, Duration took, List<String> lines, List<Duration> times) {
    List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (took.compareTo(TIMEOUT.plusSeconds(5).dividedBy(FACTOR).plus(PATIENCE)) > 0) {
        problems.add("took " + took);
      }
      if (!exitCodes().contains(ended.exitCode())) {
        problems.add("exit code " + ended.exitCode());
      }
      if (what.way() == Way.BLACK_HOLE && lines.stream().noneMatch(this::isWait)) {
        problems.add("does not say what it waits for");
      }
      if (longestSilence().compareTo(Duration.ofSeconds(30).dividedBy(FACTOR).plus(LATE)) > 0) {
        problems.add("silent for " + longestSilence());
      }
      String last = lines.getLast();
      if (!last.startsWith(ended.exitCode() == 0 ? "✔ " : "✖ ")) {
        problems.add("last line " + last);
      }
      return problems.stream()
          .map(problem -> what + ": " + problem + ": " + String.join("\n", lines))
          .toList();
    }

    /// That the execution ended well is known from its history; what little time is left then may
    /// not do for the record.
    private List<Integer> exitCodes() {
      if (what.name().equals("DescribeExecution")) {
        return List.of(0, 8);
      }
      return lines.stream().anyMatch(line -> line.contains("Lease taken"))
          ? List.of(8)
          : List.of(3, 8);
    }

    private boolean isWait(String line) {
      Matcher matcher = WAITING.matcher(line);
      return matcher.matches() && matcher.group(1).equals(what.service());
    }

    private Duration longestSilence() {
      Duration longest = Duration.ZERO;
      Duration last = Duration.ZERO;
      for (Duration time : times) {
        if (time.minus(last).compareTo(longest) > 0) {
          longest = time.minus(last);
        }
        last = time;
      }
      return longest;
    }
  }

  private static void close(Case what, CloudRelease release) {
    switch (what.service()) {
      case "Spanner" -> release.spanner.close();
      case "the OIDC issuer" -> {
        Thread.ofVirtual().start(release.google.issuer()::close);
        throw new IllegalStateException("no answer");
      }
      case "Google STS" -> Thread.ofVirtual().start(release.google.sts()::close);
      case "Google IAM Credentials" -> Thread.ofVirtual().start(release.google.iam()::close);
      case "AWS STS" -> Thread.ofVirtual().start(release.aws.sts()::close);
      default -> Thread.ofVirtual().start(release.aws.workflows()::close);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
