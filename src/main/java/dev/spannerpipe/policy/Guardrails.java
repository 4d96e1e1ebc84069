package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import dev.spannerpipe.text.DatabaseName;
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
  private static final String TARGET = "spanner:";

  /// Returns what a policy calls a database.
  public static String target(DatabaseName database) {
    return TARGET + database;
  }

  /// Returns whether a policy's text is what it calls a database; `*` may stand in it.
  static boolean isTarget(String text) {
    return text.startsWith(TARGET)
        && DatabaseName.parse(text.substring(TARGET.length())).isPresent();
  }

  /// Decides whether a run may do this at all, before there is a plan, and with which identity.
  public Decision decide(List<Action> actions, String target) {
    return policy.decide(claims, actions, target, circumstances(List.of(), Optional.empty()));
  }

  /// Decides by the kinds of its statements alone whether a plan may be begun; what it would lose,
  /// and whether it is the reviewed one, is decided with the plan that is made under the lease.
  public Decision decideBeginning(Plan plan) {
    return decide(actions(plan), database);
  }

  /// Decides on a whole plan and what it loses, before anything of it runs.
  public Decision decide(Plan plan) {
    return policy.decide(
        claims, actions(plan), database, circumstances(plan.losses(), Optional.of(plan.digest())));
  }

  /// Decides on statements that were made from the live schema. Whether the plan is the reviewed
  /// one was decided with the plan.
  public Decision decideMade(Dialect dialect, List<String> statements, List<DataLoss> losses) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    statements.forEach(statement -> actions.addAll(schemaActions(dialect, statement)));
    return policy.decide(
        claims, List.copyOf(actions), database, circumstances(losses, Optional.empty()));
  }

  private EvaluationContext circumstances(List<DataLoss> losses, Optional<String> planSha256) {
    return new EvaluationContext(
        clock.instant(),
        pullRequest,
        losses.stream().map(loss -> new EvaluationContext.Loss(loss.kind(), loss.text())).toList(),
        planSha256,
        reviewed,
        planning);
  }

  /// Returns what a plan does, in the order of the actions. A change set of which nothing is to be
  /// executed gets its row in the history all the same.
  static List<Action> actions(Plan plan) {
    Set<Action> actions = EnumSet.of(Action.SPANNER_PLAN);
    for (PlannedChangeSet planned : plan.pending()) {
      List<Action> own =
          planned.rest().stream().flatMap(step -> actions(plan.dialect(), step).stream()).toList();
      actions.addAll(own);
      if (own.stream().noneMatch(Action::isEffect)) {
        actions.add(Action.SPANNER_DML);
      }
    }
    return List.copyOf(actions);
  }

  private static Set<Action> actions(Dialect dialect, Step step) {
    return switch (step.kind()) {
      case DDL -> schemaActions(dialect, step.text());
      case DML, PARTITIONED_DML -> Set.of(Action.SPANNER_DML);
      case QUERY -> Set.of(Action.SPANNER_READ);
    };
  }

  /// Who may do what is not part of the schema, though it is changed by the same statements.
  private static Set<Action> schemaActions(Dialect dialect, String sql) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (List<SqlToken> statement : SqlTokenizer.statements(dialect, sql)) {
      actions.add(
          SchemaChange.of(dialect, statement).isAccessControl()
              ? Action.SPANNER_IAM_SET
              : Action.SPANNER_DDL);
    }
    return actions.isEmpty() ? Set.of(Action.SPANNER_DDL) : actions;
  }
}
