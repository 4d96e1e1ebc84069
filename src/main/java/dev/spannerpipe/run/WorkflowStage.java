package dev.spannerpipe.run;

import dev.spannerpipe.access.GrantedAccess;
import dev.spannerpipe.access.WorkflowAccess;
import dev.spannerpipe.access.WorkflowPermission;
import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.text.Arn;
import dev.spannerpipe.workflow.Deployment;
import dev.spannerpipe.workflow.Workflow;
import dev.spannerpipe.workflow.WorkflowResult;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a run that handles the deployment workflow, an execution of an AWS state machine.
/// The checks are made before the migration. The workflow runs after the migration, when the run
/// has released the lease, which is its lock on the database.
final class WorkflowStage {
  private final Settings settings;
  private final WorkflowSettings workflow;
  private Optional<Claims> claims = Optional.empty();
  private Optional<WorkflowPermission> permission = Optional.empty();
  private @Nullable AwsSession session;

  private WorkflowStage(Settings settings, WorkflowSettings workflow) {
    this.settings = settings;
    this.workflow = workflow;
  }

  /// Returns the stage if the settings contain a workflow; otherwise empty. Sends no request and
  /// checks nothing yet.
  static Optional<WorkflowStage> of(Settings settings) {
    return settings.workflow().map(workflow -> new WorkflowStage(settings, workflow));
  }

  /// Checks everything that needs no request. Throws a [ConfigurationFailure] if the settings
  /// cannot be used.
  void check(RecordedRun run) {
    Deployment deployment = deployment(run);
    refuseNameless(deployment);
    Workflow.check(workflow, deployment);
    run.files().expectWorkflow();
  }

  /// Evaluates the policy, gets the AWS credentials, and reads the state machine. If one of these
  /// fails, the migration must not begin. Throws the failures of [WorkflowPermission] and
  /// [WorkflowAccess], and a [ConfigurationFailure] if the state machine cannot be used.
  void authenticate(RecordedRun run, GrantedAccess access) {
    claims = access.token().map(VerifiedToken::claims);
    permission = access.guardrails().map(rules -> permission(rules, run));
    IdentityLimits limits = permission.map(WorkflowPermission::require).orElse(IdentityLimits.NONE);
    AwsSession opened =
        new WorkflowAccess(
                settings,
                workflow,
                run.services(),
                SessionNames.of(run.build(), run.log().context().runId()),
                access,
                run.log())
            .open(Workflow.executionArns(workflow, deployment(run)), limits);
    Workflow.inspect(workflow, opened, run.services().retry());
    session = opened;
  }

  private WorkflowPermission permission(Guardrails rules, RecordedRun run) {
    return new WorkflowPermission(
        rules, workflow, settings.access().aws().orElseThrow(), run.log());
  }

  /// Runs the workflow and returns the last line of the run. Throws the workflow's failure, if
  /// there is one.
  ///
  /// @param before a sentence, without its full stop, that says what the migration did; empty if
  ///   the run had no migration
  String run(RecordedRun run, String before) {
    run.engine().release();
    if (!before.isEmpty()) {
      run.console().info(before + ".");
      permission.ifPresent(WorkflowPermission::requireAfterMigration);
    }
    WorkflowResult result = before.isEmpty() ? result(run) : resultAfterMigration(run);
    run.files().workflow(result);
    result
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    String name = Arn.name(result.executionArn());
    return before.isEmpty()
        ? "Execution " + name + " succeeded"
        : before + "; execution " + name + " succeeded";
  }

  private WorkflowResult result(RecordedRun run) {
    return new Workflow(
            workflow.within(left(run)),
            deployment(run),
            Objects.requireNonNull(session),
            run.engine().workflowIntents(),
            run.log(),
            run.services().retry())
        .run();
  }

  /// Runs the workflow. Failures whose exit codes would mean that nothing was done, or that the
  /// migration failed, become a [WorkflowFailure].
  private WorkflowResult resultAfterMigration(RecordedRun run) {
    try {
      return result(run);
    } catch (ConfigurationFailure | AccessFailure | MigrationFailure failure) {
      throw new WorkflowFailure(failure.description(), failure.action()).causedBy(failure);
    }
  }

  /// Throws if the pipeline, the commit and `WORKFLOW_KEY` are all missing. Without them, all runs
  /// would count as the same deployment, and only the first run would start a workflow.
  private void refuseNameless(Deployment deployment) {
    if (deployment.pipeline().isEmpty()
        && deployment.commit().isEmpty()
        && workflow.key().isEmpty()) {
      throw new ConfigurationFailure(
          "Could not distinguish this deployment from the previous one: neither BITBUCKET_PIPELINE_UUID nor"
              + " BITBUCKET_COMMIT is set",
          "Set WORKFLOW_KEY to a value that differs between deployments");
    }
  }

  private Duration left(RecordedRun run) {
    Duration left =
        settings
            .apply()
            .timeout()
            .map(end -> end.minus(run.host().time().elapsed()))
            .orElse(workflow.timeout());
    if (!left.isPositive()) {
      throw new UnfinishedFailure(
          "Could not start the workflow: TIMEOUT has expired", "Run again to start the workflow");
    }
    return left;
  }

  private Deployment deployment(RecordedRun run) {
    BuildContext build = run.build();
    RunLog log = run.log();
    return new Deployment(
        Objects.requireNonNullElse(build.repository(), ""),
        claims.flatMap(known -> known.text("repositoryUuid")),
        Optional.ofNullable(build.pipelineUuid()),
        Optional.ofNullable(build.commit()),
        Optional.ofNullable(build.environment()),
        settings.spanner().databaseName(),
        Json.object()
            .with("buildUrl", build.buildUrl().orElse(null))
            .with("planSha256", run.files().planSha256().orElse(null))
            .with("recordHead", log.head()),
        log.applied());
  }
}
