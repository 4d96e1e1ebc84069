package dev.spannerpipe.cli;

import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;

/// `workflow`: starts the deployment workflow, or goes on with it, and nothing else.
final class WorkflowCommand implements CommandBody {
  private final WorkflowStage.Source workflows;

  /// Runs the workflow that this source has.
  WorkflowCommand(WorkflowStage.Source workflows) {
    this.workflows = workflows;
  }

  @Override
  public ExitCode run(Settings settings, Host host) {
    WorkflowStage stage = workflows.of(settings, host).orElseThrow(WorkflowCommand::missing);
    return RecordedRun.run(
        settings,
        host,
        run -> {
          stage.check(run);
          Connection connection = run.connect();
          stage.authenticate(run);
          connection.createTables(run.log());
          return stage.run(run, "");
        });
  }

  private static ConfigurationFailure missing() {
    return new ConfigurationFailure(
        "Could not start a workflow: STATE_MACHINE_ARN is not given",
        "Set STATE_MACHINE_ARN to the state machine's ARN");
  }
}
