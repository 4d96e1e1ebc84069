package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.loss.DataLossDetector;
import java.util.List;
import java.util.Optional;

/// Puts before the gate what a run is about to do, and on record what it said.
final class GateKeeper {
  private static final String PLAN_REFUSED = "Could not apply the plan";

  private final Gate gate;
  private final DataLossDetector losses;
  private final ApplyEvents events;

  /// @param losses knows what the plan loses that is put before the gate, and is used for no other
  GateKeeper(Gate gate, DataLossDetector losses, ApplyEvents events) {
    this.gate = gate;
    this.losses = losses;
    this.events = events;
  }

  /// Returns the plan with what it loses: the only kind that may be put before the gate.
  Plan assess(Plan plan) {
    return losses.assess(plan);
  }

  /// Refuses to settle what an earlier run left open. Asks nothing where nothing is.
  void checkSettling(BookkeepingState standing) {
    standing
        .open()
        .ifPresent(
            intent ->
                enforce(
                    "Could not settle what run %s left open".formatted(intent.runId()),
                    gate.decideSettling(intent.kind())));
  }

  /// Refuses to take the lease for a plan.
  void checkBeginning(Plan plan) {
    enforce(PLAN_REFUSED, gate.decideBeginning(plan));
  }

  /// Refuses a plan that is not the reviewed one, or that the gate does not let through.
  void check(Plan plan, Optional<String> reviewed) {
    if (reviewed.filter(sha256 -> !sha256.equals(plan.digest())).isPresent()) {
      throw new BlockedFailure(
          "Could not apply the plan: its SHA-256 is %s, but the reviewed one is %s (PLAN_SHA256)"
              .formatted(plan.digest(), reviewed.get()),
          "Review the plan that COMMAND=status shows now, and set PLAN_SHA256 to its digest");
    }
    enforce(PLAN_REFUSED, gate.decide(plan));
  }

  /// Refuses statements made from the live schema that the gate does not let through.
  void check(ChangeSet changeSet, Step.Live step, List<String> statements) {
    if (!statements.isEmpty()) {
      enforce(
          "Could not apply change set %s at %s"
              .formatted(changeSet.identity(), changeSet.location()),
          gate.decideMade(statements, losses.of(changeSet, step, statements)));
    }
  }

  private void enforce(String refused, Optional<Gate.Decision> decision) {
    decision.ifPresent(made -> enforce(refused, made));
  }

  private void enforce(String refused, Gate.Decision decision) {
    events.decided(decision);
    if (!decision.allowed()) {
      throw new BlockedFailure(refused + ": " + decision.reason(), decision.action());
    }
  }
}
