package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.plan.review.ReviewedPlan;
import java.util.List;
import java.util.Optional;

/// Asks the gate (the policy, or the rule `ALLOW_DESTRUCTIVE`) about each intended action, records
/// the decision, and throws [BlockedFailure] if the gate does not allow the action.
final class GateKeeper {
  private final Gate gate;
  private final DataLossDetector losses;
  private final ApplyEvents events;
  private final String planRefused;

  /// @param losses finds the data losses that the plan of this run would cause; must not be used
  ///   for another plan
  /// @param intended what the run intends to do, as words that can follow "Could not"
  GateKeeper(Gate gate, DataLossDetector losses, ApplyEvents events, String intended) {
    this.gate = gate;
    this.losses = losses;
    this.events = events;
    this.planRefused = "Could not " + intended;
  }

  /// Returns the plan together with its data losses, which the gate needs to know.
  Plan assess(Plan plan) {
    return losses.assess(plan);
  }

  /// Checks whether the run may recover an open intent (the row with which an unfinished run
  /// announced an effect). Does nothing if no intent is open.
  void checkSettling(BookkeepingState state) {
    state
        .open()
        .ifPresent(
            intent ->
                enforce(
                    "Could not recover what run %s left open".formatted(intent.runId()),
                    gate.decideSettling(intent.kind())));
  }

  /// Checks whether the run may take the lease for a plan.
  void checkBeginning(Plan plan) {
    enforce(planRefused, gate.decideBeginning(plan));
  }

  /// If a plan was reviewed, checks that this plan is the reviewed one, and logs the differences.
  ///
  /// @param reviewed the reviewed plan; empty if no plan was reviewed
  static void checkReview(Plan plan, Optional<ReviewedPlan> reviewed, ApplyEvents events) {
    reviewed
        .flatMap(each -> each.rejection(plan))
        .ifPresent(
            rejection -> {
              rejection.warnings().forEach(events::warn);
              throw new BlockedFailure(rejection.description(), rejection.action());
            });
  }

  /// Checks that the gate allows the plan.
  void check(Plan plan) {
    enforce(planRefused, gate.decide(plan));
  }

  /// Checks statements that were generated from the live schema.
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
