package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Faults;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A partitioned update is done, and the answers to the commit that records it are lost.
@Concurrent
class UnclearRecordIT extends Staged {
  private static final Status INTERNAL = Status.INTERNAL.withDescription("Internal error.");

  /// How often a commit is tried whose answers are internal errors.
  private static final int ATTEMPTS = 3;

  private static boolean isUpdate(Call call) {
    return call.method().equals("ExecuteStreamingSql") && call.subject().startsWith("partitioned ");
  }

  @Test
  void isNoReasonToRunTheUpdateAgain() {
    changeSets(
        table(1),
        changeSet(
            "all",
            "-- spanner-pipe: partitioned-dml idempotent",
            "UPDATE T1 SET Id = Id WHERE Id < 0;"));
    AtomicBoolean updated = new AtomicBoolean();
    AtomicInteger lost = new AtomicInteger();
    spanner.faults(
        call -> {
          updated.compareAndSet(false, isUpdate(call));
          boolean records =
              updated.get()
                  && call.method().equals("Commit")
                  && call.subject().startsWith("history");
          return records && lost.incrementAndGet() <= ATTEMPTS
              ? Optional.of(Fault.answerLost(INTERNAL))
              : Optional.empty();
        });

    end(
        8,
        "✖ Could not record what this run does: Internal error; whether it took effect is not"
            + " known yet. Run again: the next run finds out and continues.");

    assertThat(history()).containsExactly("1", "all");

    spanner.faults(Faults.NONE);
    succeed(
        "✔ Nothing to do: all 2 change sets of this changelog are applied to <name> (<duration>).");

    assertThat(spanner.calls().stream().filter(UnclearRecordIT::isUpdate)).hasSize(1);
    assertThat(site.database().rows("SELECT Kind, State, Result FROM SPANNER_PIPE_INTENT"))
        .contains(List.of("PARTITIONED", "CLOSED", "done"));
    assertTidy();
  }
}
