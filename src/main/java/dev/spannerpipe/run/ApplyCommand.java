package dev.spannerpipe.run;

import dev.spannerpipe.apply.port.ApplyResult;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.English;
import java.util.Optional;

/// `apply`: brings the database to the changelog, and starts the deployment workflow then.
final class ApplyCommand implements PipeCommand {
  @Override
  public ExitCode run(Settings settings, Host host) {
    Optional<WorkflowStage> workflow = WorkflowStage.of(settings);
    return RecordedRun.run(
        settings,
        host,
        run -> {
          workflow.ifPresent(stage -> stage.check(run));
          String applied = apply(settings, run, workflow);
          return workflow.isEmpty() ? applied : workflow.get().run(run, applied);
        });
  }

  private static String apply(
      Settings settings, RecordedRun run, Optional<WorkflowStage> workflow) {
    try (ChangelogPrefetch ahead = ChangelogPrefetch.begin(settings.changelog())) {
      return apply(settings, run, workflow, ahead);
    }
  }

  private static String apply(
      Settings settings,
      RecordedRun run,
      Optional<WorkflowStage> workflow,
      ChangelogPrefetch ahead) {
    Connection connection = run.connect();
    if (connection.hasTables()) {
      // So that a changelog that cannot be read is on record in the database, too.
      run.engine();
    }
    Dialect dialect = connection.description().dialect();
    Changelog changelog = run.changelog(() -> ahead.read(dialect));
    connection.refuseLostHistory();
    workflow.ifPresent(stage -> stage.authenticate(run, connection.access()));
    connection.requirePlan(changelog);
    connection.createTables(run.log());
    ApplyResult outcome = run.engine().apply(changelog, connection.gate(), run.files()::plan);
    warnOfPin(settings, run, outcome);
    return sentence(settings, outcome);
  }

  /// With nothing pending nothing is decided on.
  private static void warnOfPin(Settings settings, RecordedRun run, ApplyResult outcome) {
    settings
        .apply()
        .planSha256()
        .filter(
            pinned -> outcome.plan().pending().isEmpty() && !pinned.equals(outcome.plan().digest()))
        .ifPresent(
            _ ->
                run.log()
                    .warn(
                        "PLAN_SHA256 is not this plan's, in which nothing is pending: what was"
                            + " reviewed ran before, or is not in this changelog"));
  }

  private static String sentence(Settings settings, ApplyResult outcome) {
    String database = settings.spanner().databaseName();
    if (outcome.applied().isEmpty()) {
      return outcome.plan().pending().isEmpty()
          ? "Nothing to do: %s is up to date, %s applied"
              .formatted(database, English.count(outcome.plan().applied(), "change set"))
          : "Nothing was applied to %s: everything pending was skipped, see the warnings above"
              .formatted(database);
    }
    return "Applied %s to %s%s; the last one is %s"
        .formatted(
            counted(outcome),
            database,
            PlanReport.losses(outcome.plan()),
            outcome.applied().getLast().changeSet());
  }

  private static String counted(ApplyResult outcome) {
    long marked =
        outcome.applied().stream()
            .filter(row -> row.execType() == HistoryRow.ExecType.MARK_RAN)
            .count();
    String all = English.count(outcome.applied().size(), "change set");
    return marked == 0 ? all : all + " (" + marked + " only marked as run)";
  }
}
