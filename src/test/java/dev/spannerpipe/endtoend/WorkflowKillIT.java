package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.CallKinds;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.WholeProofOnly;
import dev.spannerpipe.testing.stepfunctions.Histories;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A deployment whose run ends at any of its calls, to Spanner or to Step Functions, before or
/// after they took effect. Nothing that it wants to do afterwards reaches anybody. Run again, it
/// has migrated once and started one execution. In the gate it ends before the first call of each
/// kind and after the last one, and the true process gets SIGKILL where it matters most; with the
/// system property `kill.workflow` both happen at every call.
@Concurrent
class WorkflowKillIT {
  private static final String ALL = "kill.workflow";

  private static final Status DEAD = Status.PERMISSION_DENIED.withDescription("the run is dead");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Moment.class)
  void endsTheSameWhereverTheSpannerHalfIsEnded(Moment moment) {
    List<Call> calls = undisturbed().spannerCalls();
    assertThat(calls).hasSizeGreaterThan(20);
    for (int call :
        chosen(
            calls.size(),
            moment == Moment.BEFORE ? CallKinds.firstOf(calls) : CallKinds.lastOf(calls))) {
      int last = call;
      try (Release release = release("spanner-" + moment + call)) {
        release.spanner.faults(
            each ->
                each.number() < last
                    ? Optional.empty()
                    : Optional.of(each.number() == last ? ending(moment) : Fault.refused(DEAD)));

        Result ended = release.apply();

        release.spanner.faults(Faults.NONE);
        assertThat(ended.exitCode()).as("call %d: %s", call, ended).isNotZero();
        release.assertEndsWell(release.apply(), "%s call %d".formatted(moment, call));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsTheSameWhereverTheWorkflowHalfIsEnded(boolean performed) {
    List<String> calls = undisturbed().serviceCalls();
    assertThat(calls).hasSizeGreaterThan(5);
    for (int call :
        chosen(calls.size(), performed ? CallKinds.last(calls) : CallKinds.first(calls))) {
      int last = call;
      try (Release release = release("service-" + performed + call)) {
        release.service.endRunAt(call, performed);
        release.spanner.faults(
            _ ->
                release.service.calls().size() < last
                    ? Optional.empty()
                    : Optional.of(Fault.refused(DEAD)));

        Result ended = release.apply();

        release.spanner.faults(Faults.NONE);
        release.service.nextRun();
        assertThat(ended.exitCode()).as("call %d: %s", call, ended).isNotZero();
        release.assertEndsWell(release.apply(), "performed %s, call %d".formatted(performed, call));
      }
    }
  }

  private static List<Integer> chosen(int calls, List<Integer> inGate) {
    return Proof.isWhole(ALL) ? IntStream.rangeClosed(1, calls).boxed().toList() : inGate;
  }

  /// The real thing, where it matters most: around the intent, the start and the following.
  @ParameterizedTest
  @CsvSource({
    "StartExecution,false",
    "StartExecution,true",
    "GetExecutionHistory,false",
    "GetExecutionHistory,true"
  })
  void endsTheSameWhereTheProcessIsKilledAtStepFunctions(String action, boolean performed) {
    assertThat(
            killed(
                action + performed,
                (release, kill) -> release.service.endCallerAt(action, performed, kill)))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void endsTheSameWhereTheProcessIsKilledAtItsIntent(Moment moment) {
    assertThat(
            killed(
                "intent " + moment,
                (release, kill) -> {
                  Fault fault = Fault.ending(moment, kill);
                  release.spanner.faults(
                      call -> isIntent(call) ? Optional.of(fault) : Optional.empty());
                }))
        .isTrue();
  }

  private static boolean isIntent(Call call) {
    return call.method().equals("Commit") && call.subject().equals("execution");
  }

  @Test
  void endsTheSameWhereTheProcessIsKilledAtTheTokenService() {
    assertThat(killed("sts", (release, kill) -> release.aws.sts().endCaller(kill))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  @WholeProofOnly(ALL)
  void endsTheSameWhereverTheProcessIsKilledAtSpanner(Moment moment) {
    killAtEach(
        moment + " ",
        20,
        (release, call) ->
            kill -> release.spanner.faults(Faults.at(call, Fault.ending(moment, kill))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @WholeProofOnly(ALL)
  void endsTheSameWhereverTheProcessIsKilledAtStepFunctions(boolean performed) {
    killAtEach(
        performed + " ",
        5,
        (release, call) -> kill -> release.service.endCallerAt(call, performed, kill));
  }

  /// Kills the process at its first call, at its second, and so on, until a run has no such call.
  private void killAtEach(
      String story, int atLeast, BiFunction<Release, Integer, Consumer<Runnable>> danger) {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      int call = calls + 1;
      killed = killed(story + call, (release, kill) -> danger.apply(release, call).accept(kill));
      calls += killed ? 1 : 0;
    }
    System.out.printf("workflow kill test: %s%d calls, killed at each%n", story, calls);
    assertThat(calls).isGreaterThan(atLeast);
  }

  /// The changelog is applied already. What is killed here has been accepted and not answered.
  @Test
  void startsTwoExecutionsForTwoDeploymentsWithoutASchemaChange() {
    try (Release release = processes("two deployments")) {
      assertThat(release.start().await().exitCode()).isZero();
      release.nextPipeline(2);
      assertThat(release.start().await().exitCode()).isZero();
      release.nextPipeline(3);
      CompletableFuture<PipeProcess> victim = new CompletableFuture<>();
      release.service.endCallerAt("StartExecution", true, () -> victim.join().kill());

      Result ended = run(release, victim);

      assertThat(ended.exitCode()).as("%s", ended).isEqualTo(Result.KILLED);
      release.assertDoneOnce(3);
      assertThat(release.start().await().exitCode()).isZero();
      release.nextPipeline(2);
      assertThat(release.start().await().exitCode()).isZero();
      release.assertDoneOnce(3);
    }
  }

  /// Runs a deployment that is in danger; where that kills it, once more, and asserts that it ends
  /// as if nothing had been. Returns whether it was killed.
  ///
  /// @param danger gets what kills it
  private boolean killed(String story, BiConsumer<Release, Runnable> danger) {
    try (Release release = processes(story)) {
      CompletableFuture<PipeProcess> victim = new CompletableFuture<>();
      danger.accept(release, () -> victim.join().kill());

      Result ended = run(release, victim);

      release.spanner.faults(Faults.NONE);
      boolean killed = ended.exitCode() == Result.KILLED;
      release.assertEndsWell(killed ? release.start().await() : ended, story);
      return killed;
    }
  }

  private static Result run(Release release, CompletableFuture<PipeProcess> victim) {
    PipeProcess process = release.start();
    victim.complete(process);
    return process.await();
  }

  private Release processes(String story) {
    return Release.ofProcesses(folder.resolve(story), Release.CHANGELOG, Histories.twoTasks());
  }

  private static Fault ending(Moment moment) {
    return switch (moment) {
      case BEFORE -> Fault.refused(DEAD);
      case AFTER -> Fault.answerLost(DEAD);
    };
  }

  private record Undisturbed(List<Call> spannerCalls, List<String> serviceCalls) {}

  private Undisturbed undisturbed() {
    try (Release release = release("undisturbed")) {
      assertThat(release.apply().exitCode()).isZero();
      return new Undisturbed(release.spanner.calls(), release.service.calls());
    }
  }

  private Release release(String name) {
    return Release.playing(folder.resolve(name), Release.CHANGELOG, Histories.twoTasks());
  }
}
