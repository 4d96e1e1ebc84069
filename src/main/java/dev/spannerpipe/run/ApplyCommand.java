package dev.spannerpipe.run;

import dev.spannerpipe.apply.port.ApplyResult;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.review.ReviewedPlan;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DurationText;
import dev.spannerpipe.text.English;
import java.util.Optional;

/// `apply`: brings the database to the state of the changelog, then starts the deployment workflow.
final class ApplyCommand implements PipeCommand {
  @Override
  public Conclusion run(Settings settings, Host host) {
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
    try (ChangelogPrefetch<Changelog> ahead = ChangelogPrefetch.begin(settings.changelog())) {
      return apply(settings, run, workflow, ahead);
    }
  }

  private static String apply(
      Settings settings,
      RecordedRun run,
      Optional<WorkflowStage> workflow,
      ChangelogPrefetch<Changelog> ahead) {
    Connection connection = run.connect();
    if (connection.hasTables()) {
      // The engine also stores the run's events in the database. It is created early, so that the
      // database records even a run whose changelog cannot be read.
      run.engine();
    }
    Dialect dialect = connection.description().dialect();
    Changelog changelog = run.changelog(() -> ahead.read(dialect));
    connection.refuseLostHistory();
    workflow.ifPresent(stage -> stage.authenticate(run, connection.access()));
    connection.requirePlan(changelog);
    connection.createTables(run.log());
    Optional<ReviewedPlan> reviewed = connection.access().reviewed();
    ApplyResult outcome =
        run.engine()
            .apply(
                changelog, connection.gate(), reviewed, plan -> run.files().plan(plan, reviewed));
    reviewed.ifPresent(plan -> warnOfReview(plan, run, outcome));
    return sentence(settings.spanner().name().database(), outcome, DurationText.words(run.age()));
  }

  /// Warns if another plan was reviewed although nothing is pending. This is not a failure, because
  /// a plan without pending change sets needs no review.
  private static void warnOfReview(ReviewedPlan reviewed, RecordedRun run, ApplyResult outcome) {
    Plan plan = outcome.plan();
    if (plan.pending().isEmpty() && !plan.digest().equals(reviewed.sha256())) {
      run.log()
          .warn(
              reviewed.variable()
                  + " belongs to another plan, and nothing is pending in this one: the reviewed"
                  + " change sets were applied before, or are not in this changelog");
    }
  }

  private static String sentence(String database, ApplyResult outcome, String duration) {
    Plan plan = outcome.plan();
    if (!outcome.applied().isEmpty()) {
      return "Applied %s to %s in %s%s; last change set: %s"
          .formatted(
              counted(outcome),
              database,
              duration,
              PlanReport.losses(plan),
              outcome.applied().getLast().changeSet());
    }
    return plan.pending().isEmpty()
        ? "Nothing to do: " + PlanReport.upToDate(plan, " to %s (%s)".formatted(database, duration))
        : "Nothing was applied to %s in %s: everything pending was skipped, see the warnings above"
            .formatted(database, duration);
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
