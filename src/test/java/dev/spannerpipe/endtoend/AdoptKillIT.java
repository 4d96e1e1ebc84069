package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.CallKinds;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import dev.spannerpipe.testing.SlowSpanner;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An adoption that ends at any of its calls, before or after they took effect. Run again, it has
/// the same end. In the gate it ends before the first call of each kind and after the last one;
/// with the system property `kill.adopt`, before and after every call.
@Concurrent
class AdoptKillIT {
  private static final String CHANGELOG =
      """
      --liquibase formatted sql
      --changeset ann:one
      CREATE TABLE One (Id INT64 NOT NULL) PRIMARY KEY (Id);
      --changeset ann:data
      INSERT INTO One (Id) VALUES (1);
      --changeset ann:two
      CREATE TABLE Two (Id INT64 NOT NULL) PRIMARY KEY (Id);
      --changeset ann:three
      CREATE TABLE Three (Id INT64 NOT NULL) PRIMARY KEY (Id);
      """;

  private static final Status DEAD = Status.PERMISSION_DENIED.withDescription("the run is dead");

  @TempDir private Path folder;
  private String planSha256;
  private List<Call> calls;
  private EndState end;

  @BeforeEach
  void adoptUndisturbed() throws IOException {
    try (SlowSpanner spanner = newSpanner()) {
      Site site = site(spanner, "undisturbed");
      Map<String, String> variables = site.variables(1);
      variables.put("COMMAND", "adopt");
      PipeRun.in(site.folder(), variables).run().succeeded();
      planSha256 =
          Json.parseObject(
                  Files.readString(
                      site.folder()
                          .resolve(".spanner-pipe")
                          .resolve(site.database().name())
                          .resolve("adopt.json")))
              .text("sha256")
              .orElseThrow();
      spanner.forgetCalls();
      adopt(site, 1).succeeded();
      calls = spanner.calls();
      end = EndState.of(site.database());
    }
    assertThat(end.history())
        .hasSize(4)
        .extracting(List::getFirst)
        .containsExactly("one", "data", "two", "1");
    assertThat(end.rows()).containsOnlyKeys("One", "Two").containsEntry("One", List.of());
  }

  private static SlowSpanner newSpanner() {
    return SlowSpanner.inFrontOf(EmulatorServer.running().host(), Scenario.PACE);
  }

  private Site site(SlowSpanner spanner, String name) {
    Site site = Site.create(spanner.address(), folder.resolve(name), CHANGELOG);
    site.database()
        .execute(
            "CREATE TABLE One (Id INT64 NOT NULL) PRIMARY KEY (Id)",
            "CREATE TABLE Two (Id INT64 NOT NULL) PRIMARY KEY (Id)");
    return site;
  }

  private Map<String, String> variables(Site site, int stepRunNumber) {
    Map<String, String> variables = new HashMap<>(site.variables(stepRunNumber));
    variables.put("COMMAND", "adopt");
    variables.put("PLAN_SHA256", planSha256);
    variables.put("SPANNER_EMULATOR_HOST", EmulatorServer.running().host());
    return variables;
  }

  private Result adopt(Site site, int stepRunNumber) {
    return PipeRun.in(site.folder(), variables(site, stepRunNumber))
        .at(() -> ScaledTime.quick())
        .onOneStream()
        .run();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void endsTheSameWhereverItIsEnded(Moment moment) {
    assertThat(calls).hasSizeGreaterThan(10);
    for (int call : chosen(moment)) {
      String name = moment + " " + call;
      try (SlowSpanner spanner = newSpanner()) {
        Site site = site(spanner, name);
        spanner.faults(
            each ->
                each.number() < call
                    ? Optional.empty()
                    : Optional.of(
                        each.number() == call && moment == Moment.AFTER
                            ? Fault.ending(Moment.AFTER, () -> {})
                            : Fault.refused(DEAD)));

        Result ended = adopt(site, 1);

        spanner.faults(Faults.NONE);
        Result again = adopt(site, 2);
        assertThat(again.exitCode()).as("%s: %s, then %s", name, ended, again).isZero();
        assertThat(EndState.of(site.database()))
            .as("%s: %s, then %s", name, ended, again)
            .isEqualTo(end);
        Runs.assertChainHolds(site, name);
      }
    }
  }

  private List<Integer> chosen(Moment moment) {
    if (Proof.isWhole("kill.adopt")) {
      return IntStream.rangeClosed(1, calls.size()).boxed().toList();
    }
    return switch (moment) {
      case BEFORE -> CallKinds.firstOf(calls);
      case AFTER -> CallKinds.lastOf(calls);
    };
  }

  @Test
  void endsTheSameIfTheProcessIsKilledAfterItsRowsWereCommitted() {
    int commit =
        IntStream.rangeClosed(1, calls.size())
            .filter(
                number ->
                    calls.get(number - 1).method().equals("Commit")
                        && calls.get(number - 1).subject().startsWith("adopt"))
            .findFirst()
            .orElseThrow();
    try (SlowSpanner spanner = newSpanner()) {
      Site site = site(spanner, "killed");
      CompletableFuture<PipeProcess> victim = new CompletableFuture<>();
      spanner.faults(Faults.at(commit, Fault.ending(Moment.AFTER, () -> victim.join().kill())));
      victim.complete(PipeProcess.start(variables(site, 1), site.folder()));
      assertThat(victim.join().await().exitCode()).isEqualTo(Result.KILLED);

      spanner.faults(Faults.NONE);
      Result again = adopt(site, 2);

      assertThat(again.exitCode()).as("%s", again).isZero();
      assertThat(again.lastLine())
          .isEqualTo("✔ Nothing to do: 3 change sets were adopted before, and 1 stays pending.");
      assertThat(EndState.of(site.database())).isEqualTo(end);
      Runs.assertChainHolds(site, "killed");
    }
  }
}
