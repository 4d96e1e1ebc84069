package dev.spannerpipe.access;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Decision;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.ArrayList;
import java.util.List;

/// Evaluates the policy for the deployment workflow. Each decision is recorded.
public record WorkflowPermission(
    Guardrails guardrails, WorkflowSettings workflow, AwsSettings role, RunLog log) {
  /// Returns the limits that the policy sets. Throws a [BlockedFailure] if the policy denies the
  /// workflow.
  public IdentityLimits require() {
    Decision decision = decide();
    decision.require("Could not start the workflow " + workflow.stateMachineArn());
    return decision.binding();
  }

  /// Evaluates the policy again right before the workflow starts, which may be hours after the
  /// first evaluation. Throws a [BlockedFailure] if the policy denies the workflow now.
  public void requireAfterMigration() {
    Decision decision = decide();
    if (!decision.goesOn()) {
      throw new BlockedFailure(
          "Could not start the workflow %s after the completed migration: %s"
              .formatted(workflow.stateMachineArn(), decision.reason()),
          decision.action() + "; then run COMMAND=workflow, which only starts the workflow");
    }
  }

  /// Evaluates the policy for the state machine without version or alias, because AWS also ignores
  /// version and alias when it authorizes a start.
  private Decision decide() {
    Decision decision =
        PolicyLimits.hold(guardrails.decide(actions(), workflow.unqualifiedArn()), role);
    PolicyGate.log(log, decision);
    return decision;
  }

  private List<Action> actions() {
    List<Action> actions = new ArrayList<>(List.of(Action.SFN_START, Action.SFN_DESCRIBE));
    if (workflow.onFailure() == WorkflowSettings.OnFailure.REDRIVE) {
      actions.add(Action.SFN_REDRIVE);
    }
    return actions;
  }
}
