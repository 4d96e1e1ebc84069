package dev.spannerpipe.cli;

import dev.spannerpipe.apply.Gate;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Dialect;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.policy.Limits;
import java.util.List;
import java.util.Optional;

/// Lets the policy decide between plan and effect.
///
/// @param identity whom the run acts as, which may not be whom the policy wants; empty where it
///   needs no credentials
record PolicyGate(Dialect dialect, Guardrails guardrails, Optional<String> identity)
    implements Gate {
  @Override
  public Gate.Decision decide(Plan plan, LiveDatabase database) {
    return of(guardrails.decide(plan, database));
  }

  @Override
  public Gate.Decision decide(ChangeSet changeSet, List<String> statements, LiveDatabase database) {
    return of(guardrails.decide(dialect, changeSet, statements, database));
  }

  private Gate.Decision of(dev.spannerpipe.policy.Decision decision) {
    Limits limits = decision.limits();
    Optional<String> other =
        identity
            .filter(_ -> decision.allowed() && decision.enforced())
            .flatMap(own -> LimitedIdentity.mismatch(own, limits));
    if (other.isPresent()) {
      return new Gate.Decision(
          false,
          decision.rule(),
          "this run acts as " + identity.orElseThrow() + ", but " + other.get(),
          LimitedIdentity.action(limits),
          decision.detail().with("allowed", new Json.Flag(false)));
    }
    return new Gate.Decision(
        decision.goesOn(),
        decision.rule(),
        decision.reason(),
        decision.action(),
        decision.detail());
  }
}
