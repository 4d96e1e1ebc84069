package dev.spannerpipe.run;

import dev.spannerpipe.apply.PortFailures;
import dev.spannerpipe.apply.RestoredDatabase;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.report.DatabaseStatus;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.report.StatusDocument;
import dev.spannerpipe.report.StatusReport;
import dev.spannerpipe.sql.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `status`: shows how the database differs from the changelog. It writes nothing to the database.
final class StatusCommand implements PipeCommand {
  @Override
  public Conclusion run(Settings settings, Host host) {
    OutputDirectory directory =
        OutputDirectory.open(settings.output().directory(), settings.output().checkout())
            .redacting(host.redaction());
    RunFiles.refuseObstaclesToStatus(directory);
    DatabaseStatus status;
    try {
      status = Supervision.reading(host.stop(), () -> show(settings, host, directory));
    } catch (RuntimeException failure) {
      // The output files must not keep the values of an earlier run.
      writeOutputs(directory, host, failure);
      throw failure;
    }
    ExitCode exitCode = status.problem().map(Failure::exitCode).orElse(ExitCode.DONE);
    RunFiles.writeOutputs(directory, host, exitCode, status.plan());
    status
        .problem()
        .ifPresent(
            problem -> {
              throw problem;
            });
    return Conclusion.success(sentence(status));
  }

  private static void writeOutputs(OutputDirectory directory, Host host, RuntimeException first) {
    try {
      RunFiles.writeOutputs(directory, host, Conclusion.exitCode(first), Optional.empty());
    } catch (Failure second) {
      first.addSuppressed(second);
    }
  }

  private static DatabaseStatus show(Settings settings, Host host, OutputDirectory directory) {
    try (Connection connection = Connection.openUnrecorded(settings, host)) {
      connection.report(host.console(settings.output().logFormat()));
      Dialect dialect = connection.description().dialect();
      Changelog changelog =
          host.waits()
              .working(
                  "Reading the changelog",
                  () -> new ChangelogReader(settings.changelog()).read(dialect));
      DatabaseStatus status = status(connection, dialect, changelog);
      host.out()
          .print(
              settings.output().json()
                  ? StatusDocument.of(status, settings.spanner().databaseName()).canonical() + "\n"
                  : StatusReport.text(status));
      host.out().flush();
      status.plan().ifPresent(plan -> RunFiles.writePlan(settings, directory, plan));
      return status;
    }
  }

  private static DatabaseStatus status(
      Connection connection, Dialect dialect, Changelog changelog) {
    try {
      Database database =
          connection.spanner().database(connection.description(), "spanner-pipe_status");
      DatabaseSnapshot view = database.view();
      TablesVersion.refuseNewer(view.state());
      Optional<Intent> open =
          view.state().open().filter(intent -> intent.kind() == Intent.Kind.SCHEMA);
      SchemaChanges schema = connection.spanner().schemaChanges();
      Optional<Operation> operation =
          open.flatMap(intent -> schema.find(intent.attempt().operationId()));
      boolean unknown =
          open.filter(intent -> !isRecoverable(intent, operation, view.state().databaseTime()))
              .isPresent();
      DatabaseStatus status =
          DatabaseStatus.of(
                  dialect, changelog, view, operation, unknown ? usersSchema(schema) : List.of())
              .assessedBy(new DataLossDetector(dialect, database));
      return open.flatMap(
              _ -> RestoredDatabase.inTheMiddle(view.state(), connection.spanner().identity()))
          .<DatabaseStatus>map(status::blockedBy)
          .orElse(status);
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("read the state of the database", failure);
    }
  }

  private static List<String> usersSchema(SchemaChanges schema) {
    return schema.ddl().stream()
        .filter(statement -> !statement.toUpperCase(Locale.ROOT).contains("SPANNER_PIPE_"))
        .filter(statement -> !statement.toUpperCase(Locale.ROOT).contains("DATABASECHANGELOG"))
        .toList();
  }

  /// Returns whether it is certain that the next run can recover the intent (find the outcome of
  /// the schema operation that the intent announces) without a decision by a person.
  private static boolean isRecoverable(Intent intent, Optional<Operation> operation, Instant now) {
    return !intent.mayBeForgotten(now)
        && operation
            .filter(found -> found.statements().equals(intent.content().texts("statements")))
            .isPresent();
  }

  private static String sentence(DatabaseStatus status) {
    return status
        .plan()
        .map(
            plan ->
                plan.pending().isEmpty()
                    ? "Up to date: " + PlanReport.upToDate(plan, "") + "."
                    : "%d pending%s; apply them with COMMAND=apply."
                        .formatted(plan.pending().size(), PlanReport.losses(plan)))
        .orElse("");
  }
}
