package dev.spannerpipe.apply;

import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import java.util.List;
import java.util.Optional;

/// Puts before the gate what a run is about to do, and on record what it said.
final class GateKeeper {
  private static final String PLAN_REFUSED = "Could not apply the plan";

  private final Gate gate;
  private final LiveDatabase database;
  private final ApplyEvents events;

  GateKeeper(Gate gate, LiveDatabase database, ApplyEvents events) {
    this.gate = gate;
    this.database = database;
    this.events = events;
  }

  /// Refuses to settle what an earlier run left open. Asks nothing where nothing is.
  void checkSettling(Standing standing) {
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
    enforce(PLAN_REFUSED, gate.decide(plan, database));
  }

  /// Refuses statements made from the live schema that the gate does not let through.
  void check(ChangeSet changeSet, List<String> statements) {
    if (!statements.isEmpty()) {
      enforce(
          "Could not apply change set %s at %s"
              .formatted(changeSet.identity(), changeSet.location()),
          gate.decide(changeSet, statements, database));
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
