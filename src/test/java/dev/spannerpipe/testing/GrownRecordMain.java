package dev.spannerpipe.testing;

import com.google.cloud.Timestamp;
import com.google.cloud.spanner.DatabaseId;
import com.google.cloud.spanner.Mutation;
import dev.spannerpipe.record.RunId;
import dev.spannerpipe.sql.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Adds runs to the record of a database, as a process of its own, for programs that are measured:
/// each with a row, an event and a closed intent, ten minutes apart, the last one now.
public final class GrownRecordMain {
  private static final Duration APART = Duration.ofMinutes(10);

  /// The numbers of the pipe's own intents of the first epoch are lower.
  private static final int FIRST_NUMBER = 1_000;

  private static final int MUTATIONS_PER_COMMIT = 3_000;

  private GrownRecordMain() {}

  /// Arguments: the resource name of a database in the emulator, and how many runs to add.
  public static void main(String[] arguments) {
    DatabaseId id = DatabaseId.of(arguments[0]);
    TestDatabase database =
        EmulatorServer.running()
            .database(
                id.getInstanceId().getInstance(), id.getDatabase(), Dialect.GOOGLE_STANDARD_SQL);
    if (!database.project().equals(id.getInstanceId().getProject())) {
      throw new IllegalArgumentException("no test's database: " + arguments[0]);
    }
    add(database, Integer.parseInt(arguments[1]));
    System.exit(0);
  }

  private static void add(TestDatabase database, int count) {
    Instant now = Instant.now();
    Random random = new Random(1);
    List<Mutation> mutations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant start = now.minus(APART.multipliedBy(count - 1L - i));
      String runId = RunId.create(start, random);
      Timestamp at = Timestamp.ofTimeSecondsAndNanos(start.getEpochSecond(), 0);
      mutations.add(run(runId, at));
      mutations.add(event(runId, at));
      mutations.add(intent(runId, at, FIRST_NUMBER + i));
      if (mutations.size() >= MUTATIONS_PER_COMMIT || i == count - 1) {
        database.client().write(mutations);
        mutations.clear();
      }
    }
  }

  private static Mutation run(String runId, Timestamp at) {
    return Mutation.newInsertBuilder("SPANNER_PIPE_RUN")
        .set("RunId")
        .to(runId)
        .set("Command")
        .to("apply")
        .set("Version")
        .to("0.1.0")
        .set("StartedAt")
        .to(at)
        .set("EndedAt")
        .to(at)
        .set("ExitCode")
        .to(0)
        .set("HeadSequence")
        .to(1)
        .set("Head")
        .to("a".repeat(64))
        .build();
  }

  private static Mutation event(String runId, Timestamp at) {
    return Mutation.newInsertBuilder("SPANNER_PIPE_STEP")
        .set("RunId")
        .to(runId)
        .set("Sequence")
        .to(1)
        .set("Name")
        .to("runStarted")
        .set("Outcome")
        .to("succeeded")
        .set("StartedAt")
        .to(at)
        .set("EndedAt")
        .to(at)
        .set("EventHash")
        .to("a".repeat(64))
        .set("Event")
        .to("{\"detail\":\"" + "d".repeat(500) + "\"}")
        .build();
  }

  private static Mutation intent(String runId, Timestamp at, long number) {
    return Mutation.newInsertBuilder("SPANNER_PIPE_INTENT")
        .set("Epoch")
        .to(1)
        .set("Number")
        .to(number)
        .set("RunId")
        .to(runId)
        .set("Kind")
        .to("DATA")
        .set("State")
        .to("CLOSED")
        .set("CreatedAt")
        .to(at)
        .set("Recorded")
        .to(1)
        .set("Content")
        .to("{\"statements\":[\"" + "c".repeat(500) + "\"]}")
        .set("Result")
        .to("committed")
        .build();
  }
}
