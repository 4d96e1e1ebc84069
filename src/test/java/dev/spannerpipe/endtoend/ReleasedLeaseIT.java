package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.ScaledTime;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a run tells of its lease's end, and when.
class ReleasedLeaseIT extends Staged {
  private static final String RELEASED = "DEBUG: Lease released (epoch 1).";

  private final List<String> told = new ArrayList<>();

  private Result run(Fault atRelease) {
    changeSets(table(1));
    spanner.faults(call -> isRelease(call) ? Optional.of(atRelease) : Optional.empty());
    Result ended =
        PipeRun.in(site.folder(), debugged())
            .at(() -> ScaledTime.by(100))
            .heardBy(told::add)
            .onOneStream()
            .run();
    spanner.faults(Faults.NONE);
    return ended;
  }

  /// The release is a line for those who look for a fault.
  private Map<String, String> debugged() {
    Map<String, String> variables = variables();
    variables.put("DEBUG", "true");
    return variables;
  }

  private static boolean isRelease(Call call) {
    return call.method().equals("Commit") && call.subject().endsWith("return");
  }

  @Test
  void tellsOfTheReleaseOnceItIsDone() {
    List<String> before = new ArrayList<>();

    Result ended = run(Fault.happening(Moment.BEFORE, () -> before.addAll(told)));

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(before).isNotEmpty().doesNotContain(RELEASED);
    assertThat(told).containsOnlyOnce(RELEASED);
    List<String> events = told.stream().filter(line -> line.matches("[A-Z]+: .*")).toList();
    assertThat(events.get(events.indexOf(RELEASED) + 1)).startsWith("INFO: Record head: ");
    assertTidy();
  }

  @Test
  void tellsOfNoReleaseThatFailed() {
    Result ended =
        run(Fault.refused(Status.PERMISSION_DENIED.withDescription("Not allowed any more.")));

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .isEqualTo(
            "✖ Could not write the end of this run into the database's record: Not allowed any more."
                + " Run again: what is applied is on record, and the lease expires within"
                + " a minute.");
    assertThat(told)
        .doesNotContain(RELEASED)
        .anyMatch(line -> line.startsWith("INFO: Record head"));
  }

  @Test
  void tellsOfAReleaseWhoseAnswerWasLost() {
    List<Call> releases = new ArrayList<>();
    changeSets(table(1));
    spanner.faults(
        call -> {
          if (!isRelease(call) || !releases.isEmpty()) {
            return Optional.empty();
          }
          releases.add(call);
          return Optional.of(Fault.answerLost(Status.UNAVAILABLE.withDescription("lost")));
        });

    Result ended =
        PipeRun.in(site.folder(), debugged())
            .at(() -> ScaledTime.by(100))
            .heardBy(told::add)
            .onOneStream()
            .run();

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(told).containsOnlyOnce(RELEASED);
    assertTidy();
  }
}
