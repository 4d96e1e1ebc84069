package dev.spannerpipe.report;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.record.AccessEvent;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.ChunkCommitted;
import dev.spannerpipe.record.ChangeSetEvent.PartitionedSent;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.ExecutionEvent;
import dev.spannerpipe.record.LeaseEvent;
import dev.spannerpipe.record.LifecycleEvent;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RecoveryEvent;
import dev.spannerpipe.record.SchemaOperationEvent;
import dev.spannerpipe.record.StateEvent;
import dev.spannerpipe.record.StateEvent.StateExited;
import dev.spannerpipe.record.StateEvent.StateFailed;
import dev.spannerpipe.record.StateEvent.StatePlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A run as a JUnit report, which build servers find and show. It has one case per change set and
/// one per state of the workflow.
///
/// The last event of a change set or state decides the result of the case. A change set that was
/// recorded has passed. A change set with a failed statement has failed. A change set that was
/// skipped, or that the run did not reach, counts as skipped. If the run failed but none of these
/// cases did, an additional case contains the reason.
public final class JunitReport {
  private final Map<String, JunitCase> cases = new LinkedHashMap<>();
  private Optional<JunitCase> failedRun = Optional.empty();

  private JunitReport() {}

  /// Writes `spanner-pipe-<database>.xml` and returns its path.
  ///
  /// @param directory `test-results` in the clone directory, where Bitbucket searches for reports
  /// @param pending the change sets that the run was going to apply; empty without a plan
  public static Path write(
      OutputDirectory directory,
      String database,
      List<ChangeSetId> pending,
      List<RecordedEvent> events) {
    return directory.write(name(database), xml(database, pending, events));
  }

  /// Returns the name of the report file for a database.
  public static String name(String database) {
    return "spanner-pipe-" + database + ".xml";
  }

  /// Returns the XML of the report.
  static String xml(String database, List<ChangeSetId> pending, List<RecordedEvent> events) {
    JunitReport report = new JunitReport();
    pending.forEach(report::pending);
    events.forEach(report::add);
    return report.suite(database);
  }

  private void pending(ChangeSetId id) {
    cases.put(id.toString(), JunitCase.skipped(id.toString(), "Not reached: it is still pending"));
  }

  private void add(RecordedEvent recorded) {
    switch (recorded.event()) {
      case StatementCommitted event -> took(event.changeSet(), recorded);
      case ChangeSetRecorded event -> put(event.changeSet(), JunitCase.passed(event.changeSet()));
      case ChangeSetSkipped event ->
          put(event.changeSet(), JunitCase.skipped(event.changeSet(), event.reason()));
      case StatementFailed event ->
          put(
              event.changeSet(),
              JunitCase.failed(event.changeSet(), event.reason(), where(event.place())));
      case PreconditionChecked event when event.halts() ->
          put(event.changeSet(), JunitCase.failed(event.changeSet(), event.reason(), ""));
      case StateExited event -> left(event);
      case StateFailed event -> failed(event);
      case RunEnded event when recorded.outcome() == Outcome.FAILED ->
          failedRun = Optional.of(JunitCase.failed("spanner-pipe::run::", event.message(), ""));
      case LifecycleEvent _,
          AccessEvent _,
          LeaseEvent _,
          RecoveryEvent _,
          SchemaOperationEvent _,
          PreconditionChecked _,
          PartitionedSent _,
          ChunkCommitted _,
          ExecutionEvent _,
          StateEvent _ -> {}
    }
  }

  private void took(String changeSet, RecordedEvent recorded) {
    Duration time = Duration.between(recorded.startedAt(), recorded.endedAt());
    JunitCase known =
        cases.getOrDefault(
            changeSet,
            JunitCase.skipped(changeSet, "Started but not finished: it is still pending"));
    cases.put(changeSet, known.longer(time));
  }

  /// Adds a state that was left. If the state ran more than once, it still is one case, whose time
  /// is the sum of the state's durations.
  private void left(StateExited event) {
    String state = state(event.place());
    put(state, JunitCase.passed(state).longer(Duration.ofMillis(event.elapsedMillis())));
  }

  private void failed(StateFailed event) {
    String state = state(event.place());
    put(
        state,
        JunitCase.failed(
            state,
            Objects.requireNonNullElse(event.error(), "The execution ended in this state"),
            Objects.requireNonNullElse(event.cause(), "")));
  }

  private static String state(StatePlace place) {
    return place.execution() + "::" + place.path() + "::";
  }

  private void put(String changeSet, JunitCase found) {
    JunitCase known = cases.get(changeSet);
    cases.put(changeSet, known == null ? found : found.longer(known.time()));
  }

  private static String where(StatementPlace place) {
    String last = place.lastLine() == null ? "" : "-" + place.lastLine();
    return place.file()
        + (place.line() == 0 ? "" : ":" + place.line() + last)
        + "\n"
        + place.statement();
  }

  private String suite(String database) {
    if (cases.values().stream().noneMatch(JunitCase::failed)) {
      failedRun.ifPresent(run -> cases.put(run.changeSet(), run));
    }
    return new JunitSuite(database, List.copyOf(cases.values())).xml();
  }
}
