package dev.spannerpipe.cli;

import dev.spannerpipe.apply.Gate;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Dialect;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.policy.Guardrails;
import java.util.List;

/// Lets the policy decide between plan and effect.
record PolicyGate(Dialect dialect, Guardrails guardrails) implements Gate {
  @Override
  public Gate.Decision decide(Plan plan, LiveDatabase database) {
    return of(guardrails.decide(plan, database));
  }

  @Override
  public Gate.Decision decide(ChangeSet changeSet, List<String> statements, LiveDatabase database) {
    return of(guardrails.decide(dialect, changeSet, statements, database));
  }

  private static Gate.Decision of(dev.spannerpipe.policy.Decision decision) {
    return new Gate.Decision(
        decision.goesOn(),
        decision.rule(),
        decision.reason(),
        decision.action(),
        decision.detail());
  }
}
