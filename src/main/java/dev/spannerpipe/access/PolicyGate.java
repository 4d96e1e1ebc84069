package dev.spannerpipe.access;

import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// Lets the policy decide whether the run may recover an unfinished run, begin a plan, or execute
/// statements. It decides before the run does any of that.
///
/// @param acting the identity of the run, which may differ from the identity that the policy
///   requires; empty if the run needs no access tokens
public record PolicyGate(Dialect dialect, Guardrails guardrails, Optional<GoogleIdentity> acting)
    implements Gate {
  @Override
  public Optional<Gate.Decision> decideSettling(Intent.Kind kind) {
    Action action =
        switch (kind) {
          case SCHEMA -> Action.SPANNER_DDL;
          case DATA, PARTITIONED -> Action.SPANNER_DML;
        };
    return Optional.of(of(guardrails.decide(List.of(action), guardrails.database())));
  }

  @Override
  public Optional<Gate.Decision> decideBeginning(Plan plan) {
    return Optional.of(of(guardrails.decideBeginning(plan)));
  }

  @Override
  public Gate.Decision decide(Plan plan) {
    return of(guardrails.decide(plan));
  }

  @Override
  public Gate.Decision decideMade(List<String> statements, List<DataLoss> losses) {
    return of(guardrails.decideMade(dialect, statements, losses));
  }

  private Gate.Decision of(dev.spannerpipe.policy.Decision rules) {
    dev.spannerpipe.policy.Decision decision =
        acting.map(own -> PolicyLimits.hold(rules, own)).orElse(rules);
    return new Gate.Decision(decision.goesOn(), event(decision), decision.action());
  }

  /// Logs and records a decision that is not about a plan.
  public static void log(RunLog log, dev.spannerpipe.policy.Decision decision) {
    log.add(decision.goesOn() ? Outcome.SUCCEEDED : Outcome.FAILED, event(decision));
  }

  private static PolicyDecided event(dev.spannerpipe.policy.Decision decision) {
    return new PolicyDecided(
        decision.rule(),
        decision.reason(),
        decision.enforced() ? "enforce" : PolicyDecided.AUDIT,
        decision.allowed(),
        decision.actions().stream().map(Action::text).toList(),
        decision.target(),
        decision.policy().sha256(),
        decision.policy().file(),
        decision.policy().advice());
  }
}
