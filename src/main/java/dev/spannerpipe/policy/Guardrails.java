package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Losses;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The policy, asked for one run.
///
/// @param claims of the verified token; without one, nothing is allowed
/// @param database the target, `spanner:projects/…/instances/…/databases/…`
/// @param pullRequest whether it is a pull request's build
/// @param reviewed the digest of the reviewed plan (`PLAN_SHA256`)
/// @param planning whether the run decides on a plan
public record Guardrails(
    Policy policy,
    Optional<Claims> claims,
    String database,
    boolean pullRequest,
    Optional<String> reviewed,
    boolean planning,
    InstantSource clock) {

  /// Returns what a policy calls a database.
  ///
  /// @param resourceName `projects/…/instances/…/databases/…`
  public static String target(String resourceName) {
    return "spanner:" + resourceName;
  }

  /// Decides whether a run may do this at all, before there is a plan, and with which identity.
  public Decision decide(List<Action> actions, String target) {
    return policy.decide(claims, actions, target, circumstances(List.of(), Optional.empty()));
  }

  /// Decides by the kinds of its statements alone whether a plan may be begun; what it would lose,
  /// and whether it is the reviewed one, is decided with the plan that is made under the lease.
  public Decision decide(Plan plan) {
    return decide(actions(plan), database);
  }

  /// Decides on a whole plan, before anything of it runs.
  public Decision decide(Plan plan, LiveDatabase live) {
    List<Losses.Found> losses = new Losses(plan.dialect(), live).of(plan);
    return policy.decide(
        claims, actions(plan), database, circumstances(losses, Optional.of(plan.digest())));
  }

  /// Decides on statements that were made from the live schema. Whether the plan is the reviewed
  /// one was decided with the plan.
  public Decision decide(
      Dialect dialect, ChangeSet changeSet, List<String> statements, LiveDatabase live) {
    List<Losses.Found> losses = new Losses(dialect, live).of(changeSet, statements);
    return policy.decide(
        claims, List.of(Action.SPANNER_DDL), database, circumstances(losses, Optional.empty()));
  }

  private Circumstances circumstances(List<Losses.Found> losses, Optional<String> planSha256) {
    return new Circumstances(clock.instant(), pullRequest, losses, planSha256, reviewed, planning);
  }

  /// Returns what a plan does, in the order of the actions. A change set of which nothing is to be
  /// executed gets its row in the history all the same.
  static List<Action> actions(Plan plan) {
    Set<Action> actions = EnumSet.of(Action.SPANNER_PLAN);
    for (PlannedChangeSet planned : plan.pending()) {
      List<Action> own = planned.rest().stream().map(Guardrails::action).toList();
      actions.addAll(own);
      if (own.stream().noneMatch(Action::isEffect)) {
        actions.add(Action.SPANNER_DML);
      }
    }
    return List.copyOf(actions);
  }

  private static Action action(Step step) {
    return switch (step.kind()) {
      case DDL -> Action.SPANNER_DDL;
      case DML, PARTITIONED_DML -> Action.SPANNER_DML;
      case QUERY -> Action.SPANNER_READ;
    };
  }
}
