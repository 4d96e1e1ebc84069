package dev.spannerpipe.cli;

import dev.spannerpipe.config.LogFormat;
import dev.spannerpipe.config.Request;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.config.SettingsReader;
import dev.spannerpipe.credentials.AwsSession;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The commands with a workflow, whose settings and credentials are given instead of asked for.
public final class FixedWorkflow {
  private final WorkflowSettings workflow;
  private final Supplier<AwsSession> session;

  /// @param session what the run gets when it asks for credentials
  public FixedWorkflow(WorkflowSettings workflow, Supplier<AwsSession> session) {
    this.workflow = workflow;
    this.session = session;
  }

  /// Runs `apply` and returns the number to end the process with.
  public int apply(Host host) {
    return run(new ApplyCommand(this::stage), host);
  }

  /// Runs `workflow` and returns the number to end the process with.
  public int workflow(Host host) {
    return run(new WorkflowCommand(this::stage), host);
  }

  private Optional<WorkflowStage> stage(Settings settings, Host host) {
    return Optional.of(new WorkflowStage(settings, workflow, (_, _) -> session.get()));
  }

  private static int run(CommandBody command, Host host) {
    try {
      Settings settings =
          SettingsReader.read(
              new Request(host.environment(), Map.of(), false, host.currentDirectory()));
      return command.run(settings, host).number();
    } catch (Failure failure) {
      new Console(host, LogFormat.TEXT).failure(failure.description(), failure.action());
      return failure.exitCode().number();
    }
  }
}
