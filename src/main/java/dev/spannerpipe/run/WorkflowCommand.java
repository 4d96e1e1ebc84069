package dev.spannerpipe.run;

import dev.spannerpipe.config.Settings;

/// The command `workflow`: starts the deployment workflow, or follows its execution if the workflow
/// was already started. Runs no migration.
final class WorkflowCommand implements PipeCommand {
  @Override
  public Conclusion run(Settings settings, Host host) {
    WorkflowStage stage = WorkflowStage.of(settings).orElseThrow();
    return RecordedRun.run(
        settings,
        host,
        run -> {
          stage.check(run);
          Connection connection = run.connect();
          stage.authenticate(run, connection.access());
          connection.createTables(run.log());
          return stage.run(run, "");
        });
  }
}
