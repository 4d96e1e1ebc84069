package dev.spannerpipe.serve;

import dev.spannerpipe.record.AccessEvent.EndpointOverridden;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Writes records as runs write them, at fixed times and thus with the same hashes each time.
public final class SampleRuns {
  /// The database of all runs.
  public static final String DATABASE = "projects/shop-prod/instances/main/databases/shop";

  /// A run on `main` that creates a table.
  public static final String FIRST = "20261130T120440Z-94925d7b";

  /// A run on another branch, which fails.
  public static final String FAILED = "20261130T122143Z-a8740408";

  /// The digest of the plan of [#FIRST].
  public static final String PLAN_SHA256 =
      "ad878f4e0270924355e52db427b2927637fca61e0d578e64a2e34534834cb7fd";

  /// The words of the server in [#FAILED].
  public static final String REASON =
      "Unrecognized name: Nmae; Did you mean Name? (line 1, column 22 of the statement)";

  private final Path root;

  /// @param root the folder with the folders of the runs
  public SampleRuns(Path root) {
    this.root = root;
  }

  /// Writes the records of both runs, as the artifacts of two builds.
  public SampleRuns both() {
    return record("build-41/shop", first()).record("build-42/shop", failed());
  }

  /// Returns the record of [#FIRST].
  public static List<String> first() {
    return run(
        FIRST,
        "2026-11-30T12:04:40Z",
        Map.of(),
        log -> {
          log.add(new RunStarted("apply", "0.1.0"));
          log.add(new Planned(PLAN_SHA256, 1, 0, 1, 1, 1));
          log.add(
              new StatementCommitted(
                  new StatementPlace(
                      "schema/customers.sql::customers::ann",
                      "schema/customers.sql",
                      3,
                      null,
                      "DDL",
                      "CREATE TABLE Customers (Id INT64 NOT NULL, Name STRING(MAX)) PRIMARY KEY"
                          + " (Id)"),
                  Instant.parse("2026-11-30T12:04:50Z"),
                  "sp_1_1",
                  null));
          log.add(
              new ChangeSetRecorded("schema/customers.sql::customers::ann", "EXECUTED", 1, null));
          log.add(new RunEnded(0, "Applied 1 change set to shop in 12 s."));
        });
  }

  /// Returns the record of [#FAILED].
  public static List<String> failed() {
    return failed("UPDATE Customers SET Nmae = 'Bob' WHERE Id = 2", REASON);
  }

  /// Returns the record of [#FAILED], with this statement and these words of the server.
  public static List<String> failed(String statement, String reason) {
    return run(
        FAILED,
        "2026-11-30T12:21:43Z",
        Map.of("branch", "names"),
        log -> {
          log.add(new RunStarted("apply", "0.1.0"));
          log.add(new EndpointOverridden("SPANNER_ENDPOINT", "https://spanner.acme.example"));
          log.add(
              Outcome.FAILED,
              new StatementFailed(
                  new StatementPlace(
                      "schema/changelog.yaml::names::ben",
                      "schema/broken.sql",
                      2,
                      null,
                      "DML",
                      statement),
                  reason));
          log.add(
              Outcome.FAILED,
              new RunEnded(
                  5,
                  "Could not apply change set schema/changelog.yaml::names::ben at"
                      + " schema/broken.sql:2: Spanner rejected statement 2 of 2: "
                      + reason
                      + ". Fix the statement or the data that it processes, and run again."));
        });
  }

  /// Returns the lines of a record.
  ///
  /// @param subject replaces members of the subject
  public static List<String> run(
      String runId, String startedAt, Map<String, String> subject, Consumer<RunLog> events) {
    Map<String, String> who =
        new HashMap<>(
            Map.of(
                "repository", "acme/shop",
                "environment", "production",
                "branch", "main",
                "step", "{" + runId + "}"));
    who.putAll(subject);
    AtomicLong seconds = new AtomicLong();
    RunLog log =
        new RunLog(
            new RunContext(
                runId,
                "apply",
                "0.1.0",
                who,
                Map.of("serviceAccount", "apply@shop-prod.iam.gserviceaccount.com"),
                DATABASE,
                "0123456789abcdef0123456789abcdef01234567",
                null),
            () -> Instant.parse(startedAt).plusSeconds(seconds.getAndIncrement()),
            UnaryOperator.identity());
    events.accept(log);
    return log.events().stream().map(RecordedEvent::line).toList();
  }

  /// Writes a record.
  public SampleRuns record(String folder, List<String> lines) {
    return file(folder + "/record.jsonl", String.join("\n", lines) + "\n");
  }

  /// Writes a file.
  public SampleRuns file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
