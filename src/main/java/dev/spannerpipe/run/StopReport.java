package dev.spannerpipe.run;

import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.LeaseFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.PreviewFailure;
import dev.spannerpipe.failure.StoppedFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.PartitionedSent;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ExecutionEvent.ExecutionIntended;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStarted;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RecoveryEvent.IntentSettled;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reports how far a stopped run got, and what the next run will do. It uses only the run's events,
/// because nothing else is certain.
public final class StopReport {
  private final Stop.Reason reason;
  private final List<RecordedEvent> events;
  private final Optional<String> changelog;
  private final List<String> parts = new ArrayList<>();
  private String next = "continues where this one stopped";

  /// @param events the events of the run, in order
  /// @param changelog the changelog that was being read when the run was stopped; empty if no
  ///   changelog was being read
  StopReport(Stop.Reason reason, List<RecordedEvent> events, Optional<String> changelog) {
    this.reason = reason;
    this.events = events;
    this.changelog = changelog;
  }

  /// Returns the failure to report. The given failure is returned if the server rejected a
  /// statement, the policy denied something, or another run took the lease (the right to change the
  /// database). Any other failure may be a consequence of the stop, so a report of the stop
  /// replaces it.
  RuntimeException of(RuntimeException thrown) {
    return switch (thrown) {
      case MigrationFailure known -> known;
      case BlockedFailure known -> known;
      case LeaseFailure known -> known;
      default -> failure().causedBy(thrown);
    };
  }

  /// Returns the failure of a command that changes and records nothing. The given failure is
  /// returned if it is the result of a complete preview, which was stopped while it was published.
  static Failure ofReading(Stop.Reason reason, RuntimeException thrown) {
    if (thrown instanceof PreviewFailure result) {
      return result;
    }
    String action =
        reason == Stop.Reason.TIMEOUT ? "Run it again with a longer TIMEOUT" : "Run it again";
    return failure(reason, ": this command changes nothing", action).causedBy(thrown);
  }

  /// Returns the reason as text for people.
  public static String words(Stop.Reason reason) {
    return switch (reason) {
      case TIMEOUT -> "the end of TIMEOUT";
      case SIGTERM -> "SIGTERM";
      case SIGINT -> "SIGINT";
    };
  }

  private static Failure failure(Stop.Reason reason, String state, String action) {
    return switch (reason) {
      case TIMEOUT -> new UnfinishedFailure("TIMEOUT has expired" + state, action);
      case SIGTERM, SIGINT ->
          new StoppedFailure(
              Watchdog.exitCode(reason), "Stopped by " + words(reason) + state, action);
    };
  }

  private Failure failure() {
    changeSets();
    openOperation();
    partitionedUpdate();
    execution();
    String reading =
        changelog.map(file -> " while the changelog %s was read".formatted(file)).orElse("");
    return failure(reason, reading + ": " + String.join("; ", parts), action());
  }

  /// Returns the advice. If reading the changelog takes longer than TIMEOUT, another run with the
  /// same TIMEOUT would fail in the same way.
  private String action() {
    return reason == Stop.Reason.TIMEOUT && changelog.isPresent()
        ? "Run again with a longer TIMEOUT; if the problem persists, look for very long lines in the changelog, or split it"
        : "Run again: the next run " + next;
  }

  private void changeSets() {
    int planned = last(Planned.class);
    long applied = count(ChangeSetRecorded.class, planned);
    if (planned >= 0) {
      long pending = at(planned, Planned.class).pending();
      parts.add(
          pending == 0
              ? "no change set pending"
              : "%d of %s applied"
                  .formatted(applied, English.count(pending, "pending change set")));
    } else if (applied > 0) {
      parts.add(
          "this run recorded %s that an earlier, unfinished run had applied, and has not made a plan yet"
              .formatted(English.count(applied, "change set")));
    } else {
      parts.add("no change set applied");
    }
  }

  private void openOperation() {
    int submitted = last(BatchSubmitted.class);
    if (submitted < 0) {
      return;
    }
    BatchSubmitted batch = at(submitted, BatchSubmitted.class);
    long done = count(StatementCommitted.class, submitted);
    boolean ended =
        done >= batch.statements()
            || count(StatementFailed.class, submitted) > 0
            || count(BatchRefused.class, submitted) > 0
            || count(IntentSettled.class, submitted) > 0;
    if (!ended) {
      parts.add(
          "schema operation %s continues in the background (%d of %s done)"
              .formatted(
                  batch.operationId(), done, English.count(batch.statements(), "statement")));
      next = "attaches to the operation and continues";
    }
  }

  private void partitionedUpdate() {
    int sent = last(PartitionedSent.class);
    if (sent >= 0 && count(StatementCommitted.class, sent) == 0) {
      parts.add("it is not known whether the partitioned update has ended");
      next = "waits until no partitioned update is active, and then runs this update again";
    }
  }

  private void execution() {
    int intended = last(ExecutionIntended.class);
    int started = last(ExecutionStarted.class);
    if (started >= 0) {
      parts.add(
          "execution %s continues".formatted(at(started, ExecutionStarted.class).execution()));
      next = "attaches to the same execution";
    } else if (intended >= 0) {
      parts.add(
          "execution %s may have been started"
              .formatted(at(intended, ExecutionIntended.class).execution()));
      next = "starts the execution, or attaches to it if it exists";
    }
  }

  private <E extends RunEvent> E at(int index, Class<E> kind) {
    return kind.cast(events.get(index).event());
  }

  /// Returns the index of the last event of this kind; -1 if there is none.
  private int last(Class<? extends RunEvent> kind) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (kind.isInstance(events.get(i).event())) {
        return i;
      }
    }
    return -1;
  }

  private long count(Class<? extends RunEvent> kind, int after) {
    return events.stream().skip(after + 1L).filter(each -> kind.isInstance(each.event())).count();
  }
}
