package dev.spannerpipe.report;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.record.Event;
import dev.spannerpipe.record.OutputDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run as a JUnit report, which build servers find and show: one case per change set and one per
/// state of the workflow.
///
/// What a change set's or state's last event says decides: recorded is passed, a failed statement
/// is a failure, left out is skipped; one that is pending and was not reached is skipped. A run
/// that failed without a failed change set has one more case that says why.
public final class JunitReport {
  private final Map<String, JunitCase> cases = new LinkedHashMap<>();
  private Optional<JunitCase> failedRun = Optional.empty();

  private JunitReport() {}

  /// Writes `spanner-pipe-<database>.xml` and returns where it is.
  ///
  /// @param directory `test-results` in the clone directory, where Bitbucket looks
  /// @param pending what the run was going to apply; none where it made no plan
  public static Path write(
      OutputDirectory directory, String database, List<ChangeSetId> pending, List<Event> events) {
    return directory.write(name(database), xml(database, pending, events));
  }

  /// Returns the file's name for a database.
  public static String name(String database) {
    return "spanner-pipe-" + database + ".xml";
  }

  /// Returns the report's text.
  static String xml(String database, List<ChangeSetId> pending, List<Event> events) {
    JunitReport report = new JunitReport();
    pending.forEach(report::pending);
    events.forEach(report::add);
    return report.suite(database);
  }

  private void pending(ChangeSetId id) {
    cases.put(id.toString(), JunitCase.skipped(id.toString(), "Not reached: it is still pending"));
  }

  private void add(Event event) {
    JsonObject detail = event.detail();
    String changeSet = detail.text("changeSet").orElse("");
    String reason = detail.text("reason").orElse("");
    switch (event.name()) {
      case STATEMENT_COMMITTED -> took(changeSet, event);
      case CHANGE_SET_RECORDED -> put(changeSet, JunitCase.passed(changeSet));
      case CHANGE_SET_SKIPPED -> put(changeSet, JunitCase.skipped(changeSet, reason));
      case STATEMENT_FAILED -> put(changeSet, JunitCase.failed(changeSet, reason, where(detail)));
      case PRECONDITION_CHECKED -> {
        if (detail.text("outcome").equals(Optional.of("halt"))) {
          put(changeSet, JunitCase.failed(changeSet, reason, ""));
        }
      }
      case STATE_EXITED -> left(event);
      case STATE_FAILED ->
          put(state(detail), JunitCase.failed(state(detail), error(detail), cause(detail)));
      case RUN_ENDED -> ended(event);
      case RUN_STARTED,
          ENDPOINT_OVERRIDDEN,
          POLICY_READ,
          TOKEN_VERIFIED,
          TOKEN_REFUSED,
          CREDENTIALS_ISSUED,
          CONNECTED,
          EMULATOR_PREPARED,
          TABLES_CREATED,
          WARNING,
          LEASE_AWAITED,
          LEASE_TAKEN,
          LEASE_RETURNED,
          INTENT_SETTLED,
          PLANNED,
          POLICY_DECIDED,
          BATCH_SUBMITTED,
          BATCH_PROGRESS,
          BATCH_REFUSED,
          BATCH_UNCLEAR,
          BATCH_FENCED,
          CHUNK_COMMITTED,
          PARTITIONED_SENT,
          LOCK_REMOVED,
          INTENT_RESOLVED,
          EXECUTION_INTENDED,
          EXECUTION_STARTED,
          EXECUTION_REDRIVEN,
          CHILD_STARTED,
          STATE_ENTERED,
          STATE_ATTEMPT_FAILED,
          MAP_RUN_PROGRESS,
          EXECUTION_PROGRESS,
          EXECUTION_STOPPED,
          EXECUTION_ENDED -> {}
    }
  }

  private void took(String changeSet, Event event) {
    Duration time = Duration.between(event.startedAt(), event.endedAt());
    JunitCase known =
        cases.getOrDefault(
            changeSet, JunitCase.skipped(changeSet, "Begun and not finished: it is still pending"));
    cases.put(changeSet, known.longer(time));
  }

  /// A state that is run more than once is one case, with all its time.
  private void left(Event event) {
    String state = state(event.detail());
    JsonObject detail = event.detail();
    long millis =
        detail.values().get("elapsedMillis") instanceof JsonNumber(long number) ? number : 0;
    put(state, JunitCase.passed(state).longer(Duration.ofMillis(millis)));
  }

  private static String state(JsonObject detail) {
    return detail.text("execution").orElse("") + "::" + detail.text("path").orElse("") + "::";
  }

  private static String error(JsonObject detail) {
    return detail.text("error").orElse("The execution ended in this state");
  }

  private static String cause(JsonObject detail) {
    return detail.text("cause").orElse("");
  }

  private void put(String changeSet, JunitCase found) {
    JunitCase known = cases.get(changeSet);
    cases.put(changeSet, known == null ? found : found.longer(known.time()));
  }

  private void ended(Event event) {
    if (event.outcome() == Event.Outcome.FAILED) {
      String message = event.detail().text("message").orElse("");
      failedRun = Optional.of(JunitCase.failed("spanner-pipe::run::", message, ""));
    }
  }

  private static String where(JsonObject detail) {
    String file = detail.text("file").orElse("");
    String line = detail.find("line").map(Json::canonical).orElse("0");
    String statement = detail.text("statement").orElse("");
    String last = detail.find("lastLine").map(number -> "-" + number.canonical()).orElse("");
    return file + (line.equals("0") ? "" : ":" + line + last) + "\n" + statement;
  }

  private String suite(String database) {
    if (cases.values().stream().noneMatch(JunitCase::failed)) {
      failedRun.ifPresent(run -> cases.put(run.changeSet(), run));
    }
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    Duration time =
        cases.values().stream().map(JunitCase::time).reduce(Duration.ZERO, Duration::plus);
    xml.append(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%s\">\n"
            .formatted(
                Xml.text("spanner-pipe " + database),
                cases.size(),
                cases.values().stream().filter(JunitCase::failed).count(),
                cases.values().stream().filter(JunitCase::skipped).count(),
                JunitCase.seconds(time)));
    cases.values().forEach(each -> each.write(xml));
    return xml.append("</testsuite>\n").toString();
  }
}
