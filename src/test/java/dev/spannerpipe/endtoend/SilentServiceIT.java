package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.PlatformThreads;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that goes away in the middle of a run: it answers nothing any more, as behind a broken
/// network, or resets its connections. At every kind of call that an undisturbed run with a
/// workflow makes, with the step's token or with the identity of a Google runtime, and at each call
/// of `doctor`, the run ends in time, and says meanwhile what it waits for.
///
/// From shortly before that call on the run's clock goes faster, so that two minutes pass in a few
/// seconds.
class SilentServiceIT {
  private static final String ALL = "silence.all";

  /// For Spanner, for which a run waits until its `TIMEOUT`.
  private static final int FACTOR = 20;

  /// For services that a run gives 15 s: a busy machine needs more than half a second of its own to
  /// see the ten that come before the first line.
  private static final int SLOWER_FACTOR = 8;

  private static final Duration TIMEOUT = Duration.ofSeconds(80);

  /// What a busy machine may need for all that is no wait, by its own clock. Without a limit, the
  /// runs would wait for ever.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// The longest silence, by the hurried clock, with which a machine at half its speed is late: 30
  /// s are 30 ticks of 50 ms. `WaitReporterTest` has the exact times.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2 * 30 + 5);

  private static final String NEVER = "no line has this";

  private static final Pattern WAITING =
      Pattern.compile(
          "INFO: Waiting for (.+) at \\S+ since [0-9:]{8} UTC \\([0-9]+ (s|min), attempt [0-9]+\\)\\.");

  @TempDir private static Path folder;

  /// How a service goes away.
  private enum Way {
    /// It takes requests and never answers.
    BLACK_HOLE,
    /// It resets its connections, and there is nobody at its address any more.
    RESET
  }

  /// What runs.
  ///
  /// @param attached whether with the identity of a Google runtime
  private record Start(String command, boolean attached, Dialect dialect) {
    static final Start APPLY = new Start("apply", false, Dialect.GOOGLE_STANDARD_SQL);
    static final Start ATTACHED = new Start("apply", true, Dialect.GOOGLE_STANDARD_SQL);
    static final Start DOCTOR = new Start("doctor", false, Dialect.GOOGLE_STANDARD_SQL);
    static final Start ATTACHED_DOCTOR = new Start("doctor", true, Dialect.GOOGLE_STANDARD_SQL);

    Result run(CloudRelease release, Map<String, String> more, Rush time, Consumer<String> lines) {
      return attached
          ? release.runAttached(command, more, time, lines)
          : release.run(command, more, time, lines);
    }

    CloudRelease release(Path place) {
      return new CloudRelease(place, changelog(), dialect);
    }

    private String changelog() {
      return "--liquibase formatted sql\n"
          + table(1)
          + WholeTool.changeSet("rows", "INSERT INTO T1 (Id) VALUES (1);")
          + WholeTool.changeSet(
              "many",
              "-- spanner-pipe: partitioned-dml idempotent",
              "UPDATE T1 SET Id = Id WHERE Id < 0;")
          + table(2);
    }

    private String table(int number) {
      return dialect == Dialect.POSTGRESQL
          ? WholeTool.changeSet(
              String.valueOf(number), "CREATE TABLE T" + number + " (Id bigint PRIMARY KEY);")
          : WholeTool.table(number);
    }

    @Override
    public String toString() {
      return command + (attached ? " on a Google runtime" : "") + " in " + dialect;
    }
  }

  /// One service and one kind of its calls.
  ///
  /// @param service as lines about a wait name it
  /// @param hurry what the line before that call has; empty where the hurry begins at once, and
  ///   [#NEVER] where it begins with a call
  private record Case(
      Start start, String service, String name, Way way, String hurry, Trouble trouble) {
    int factor() {
      return service.equals("Spanner") ? FACTOR : SLOWER_FACTOR;
    }

    @Override
    public String toString() {
      return start + ": " + way + " at " + service + ", " + name;
    }
  }

  /// Prepares a release so that a service goes away at a call.
  private interface Trouble {
    void at(CloudRelease release, Rush time, Runnable gone);
  }

  /// Returns the first call of each kind of an undisturbed run.
  private static List<Call> kinds(Dialect dialect) {
    Start start = new Start("apply", false, dialect);
    try (CloudRelease release = start.release(folder.resolve("undisturbed-" + dialect))) {
      Result ended = start.run(release, Map.of(), new Rush(1), _ -> {});
      assertThat(ended.exitCode()).as("%s", ended).isZero();
      Map<String, Call> firsts = new LinkedHashMap<>();
      release.spanner.calls().forEach(call -> firsts.putIfAbsent(kind(call), call));
      assertThat(firsts).hasSizeGreaterThan(15);
      return List.copyOf(firsts.values());
    }
  }

  private static String kind(Call call) {
    return call.method() + " " + call.subject().replaceAll("_\\S+", "").replaceFirst(" .*", "");
  }

  @Test
  void endsInTimeWhereverSpannerGoesAway() {
    List<Call> kinds = kinds(Dialect.GOOGLE_STANDARD_SQL);
    run(
        Stream.of(Way.values())
            .flatMap(way -> kinds.stream().map(call -> spanner(Start.APPLY, way, call)))
            .toList());
  }

  @Test
  void endsInTimeWhereverSpannerGoesAwayInThePostgresqlDialect() {
    Start start = new Start("apply", false, Dialect.POSTGRESQL);
    Set<String> methods = new HashSet<>();
    run(
        kinds(Dialect.POSTGRESQL).stream()
            .filter(call -> methods.add(call.method()) || Proof.isWhole(ALL))
            .map(call -> spanner(start, Way.BLACK_HOLE, call))
            .toList());
  }

  @Test
  void endsInTimeWhereverAnotherServiceGoesAway() {
    run(
        Stream.of(Way.values())
            .flatMap(
                way ->
                    Stream.of(
                            tokenServices(Start.APPLY, way),
                            Stream.of(awsSts(Start.APPLY, way)),
                            workflow(way),
                            metadata(Start.ATTACHED, way))
                        .flatMap(cases -> cases))
            .toList());
  }

  @Test
  void endsADiagnosisInTimeWhereverAServiceGoesAway() {
    run(
        Stream.of(Way.values())
            .filter(way -> way == Way.BLACK_HOLE || Proof.isWhole(ALL))
            .flatMap(
                way ->
                    Stream.of(
                            tokenServices(Start.DOCTOR, way),
                            Stream.of(
                                spanner(Start.DOCTOR, way, 1, "the first call", NEVER),
                                awsSts(Start.DOCTOR, way),
                                stepFunctions(Start.DOCTOR, way, "DescribeStateMachine", NEVER)),
                            metadata(Start.ATTACHED_DOCTOR, way))
                        .flatMap(cases -> cases))
            .toList());
  }

  private static Case spanner(Start start, Way way, Call last) {
    return spanner(start, way, last.number(), last.toString(), hurry(last));
  }

  /// The workflow is followed without a hurry: it would use up the time in which to wait for what
  /// comes behind it.
  private static String hurry(Call last) {
    return last.subject().startsWith("record") ? " is SUCCEEDED after " : NEVER;
  }

  private static Case spanner(Start start, Way way, int last, String name, String hurry) {
    return new Case(
        start,
        "Spanner",
        name,
        way,
        hurry,
        (release, time, gone) -> {
          if (last <= 2) {
            release.google.iam().listen(time::begin);
          }
          release.spanner.listen(
              call -> {
                // The partitioned update and the begin of its transaction are one call to the run.
                if (last > 2 && call.number() >= last - 2 && hurry.equals(NEVER)) {
                  time.begin();
                }
              });
          release.spanner.faults(
              call ->
                  call.number() >= last
                      ? Optional.of(Fault.happening(Moment.BEFORE, gone))
                      : Optional.empty());
        });
  }

  private static Stream<Case> tokenServices(Start start, Way way) {
    return Stream.of(
        new Case(
            start,
            "the OIDC issuer",
            "discovery",
            way,
            "",
            (release, _, gone) ->
                release.google.issuer().answerDiscovery(answer -> after(gone, answer))),
        new Case(
            start,
            "the OIDC issuer",
            "keys",
            way,
            NEVER,
            (release, time, gone) -> {
              release.google.issuer().answerDiscovery(answer -> after(time::begin, answer));
              release.google.issuer().answerKeys(answer -> after(gone, answer));
            }),
        new Case(
            start,
            "Google STS",
            "token",
            way,
            NEVER,
            (release, time, gone) -> {
              release.google.issuer().answerKeys(answer -> after(time::begin, answer));
              release.google.sts().goAway("", gone);
            }),
        new Case(
            start,
            "Google IAM Credentials",
            "generateAccessToken",
            way,
            NEVER,
            (release, time, gone) -> {
              release.google.sts().listen(time::begin);
              release.google.iam().goAway("", gone);
            }));
  }

  private static Case awsSts(Start start, Way way) {
    return new Case(
        start,
        "AWS STS",
        "AssumeRoleWithWebIdentity",
        way,
        start.command().equals("apply") ? "INFO: OIDC token verified: " : NEVER,
        (release, time, gone) -> {
          if (start.command().equals("doctor")) {
            release.google.iam().listen(time::begin);
          }
          release.aws.sts().goAway("", gone);
        });
  }

  /// Google's own token for Spanner, and the one that AWS trusts.
  private static Stream<Case> metadata(Start start, Way way) {
    return Stream.of("token", "identity")
        .map(
            what ->
                new Case(
                    start,
                    "the metadata server",
                    what,
                    way,
                    NEVER,
                    (release, time, gone) -> {
                      release.google.metadata().listen(time::begin);
                      release.google.metadata().goAway(what, gone);
                    }));
  }

  private static Stream<Case> workflow(Way way) {
    return Stream.of(
        stepFunctions(Start.APPLY, way, "DescribeStateMachine", "INFO: Acting as arn:aws:"),
        stepFunctions(Start.APPLY, way, "StartExecution", " requested"),
        stepFunctions(Start.APPLY, way, "GetExecutionHistory", " started: arn:aws:"),
        stepFunctions(Start.APPLY, way, "DescribeExecution", "INFO: Deploy done"));
  }

  private static <T> T after(Runnable gone, T answer) {
    gone.run();
    return answer;
  }

  private static Case stepFunctions(Start start, Way way, String action, String hurry) {
    return new Case(
        start,
        "Step Functions",
        action,
        way,
        hurry,
        (release, time, gone) -> {
          if (hurry.equals(NEVER)) {
            release.aws.sts().listen(time::begin);
          }
          release.aws.workflows().endCallerAt(action, false, gone);
        });
  }

  private static void run(List<Case> cases) {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    Semaphore atOnce = new Semaphore(16);
    try (ExecutorService threads = PlatformThreads.executor()) {
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
    Rush time = new Rush(what.factor());
    CountDownLatch over = new CountDownLatch(1);
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    List<Duration> times = Collections.synchronizedList(new ArrayList<>());
    try (CloudRelease release = what.start().release(place)) {
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
      Result ended =
          what.start()
              .run(
                  release,
                  Map.of("TIMEOUT", TIMEOUT.toSeconds() + "s"),
                  time,
                  line -> {
                    lines.add(line);
                    times.add(time.hurriedTime());
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
  /// @param times when each of the lines was printed, by the hurried clock
  private record Observed(
      Case what, Result ended, Duration took, List<String> lines, List<Duration> times) {
    List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (took.compareTo(TIMEOUT.plusSeconds(5).dividedBy(what.factor()).plus(PATIENCE)) > 0) {
        problems.add("took " + took);
      }
      if (!exitCodes().contains(ended.exitCode())) {
        problems.add("exit code " + ended.exitCode());
      }
      if (what.way() == Way.BLACK_HOLE && lines.stream().noneMatch(this::isWait)) {
        problems.add("does not say what it waits for");
      }
      if (what.way() == Way.BLACK_HOLE && lines.stream().anyMatch(this::isOtherWait)) {
        problems.add("reports the silence in another way, too");
      }
      if (longestSilence().compareTo(LONGEST_SILENCE) > 0) {
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

    private List<Integer> exitCodes() {
      if (what.name().equals("DescribeExecution")) {
        // That the execution succeeded is known from its history.
        return List.of(0);
      }
      return lines.stream().anyMatch(line -> line.startsWith("INFO: Plan "))
          ? List.of(8)
          : List.of(3, 8);
    }

    /// A line that names the service at its address, other than that of a wait and the last one.
    private boolean isOtherWait(String line) {
      return line.contains(what.service() + " ")
          && line.contains("answer")
          && !WAITING.matcher(line).matches()
          && !line.contains(" answered after ")
          && !line.contains("Could not ")
          && !line.startsWith("✖ ");
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
        Thread.ofPlatform().daemon().start(release.google.issuer()::close);
        throw new IllegalStateException("no answer");
      }
      case "Google STS" -> Thread.ofPlatform().daemon().start(release.google.sts()::close);
      case "Google IAM Credentials" ->
          Thread.ofPlatform().daemon().start(release.google.iam()::close);
      case "the metadata server" ->
          Thread.ofPlatform().daemon().start(release.google.metadata()::close);
      case "AWS STS" -> Thread.ofPlatform().daemon().start(release.aws.sts()::close);
      default -> Thread.ofPlatform().daemon().start(release.aws.workflows()::close);
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
