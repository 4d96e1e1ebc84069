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

/// Applies the policy to one run.
///
/// @param claims of the verified token; without them, nothing is allowed
/// @param database the target, `spanner:projects/…/instances/…/databases/…`
/// @param pullRequest whether a pull request is built
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

  /// Returns the name of a database in a policy.
  public static String target(DatabaseName database) {
    return TARGET + database;
  }

  /// Returns whether a text is the name of a database in a policy; it may contain `*`.
  static boolean isTarget(String text) {
    return text.startsWith(TARGET)
        && DatabaseName.parse(text.substring(TARGET.length())).isPresent();
  }

  /// Decides whether a run may do this at all, and with which identity. There is no plan yet.
  public Decision decide(List<Action> actions, String target) {
    return policy.decide(claims, actions, target, circumstances(List.of(), Optional.empty()));
  }

  /// Decides by the kinds of its statements whether a plan may begin. Its data losses and its
  /// review are decided later, with the plan that is made under the lease.
  public Decision decideBeginning(Plan plan) {
    return decide(actions(plan), database);
  }

  /// Decides on a whole plan and its data losses, before any of it runs.
  public Decision decide(Plan plan) {
    return policy.decide(
        claims, actions(plan), database, circumstances(plan.losses(), Optional.of(plan.digest())));
  }

  /// Decides on statements that were generated from the live schema. The review of the plan was
  /// decided with the plan.
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

  /// Returns the actions of a plan, in their fixed order. A change set without effects still gets
  /// its history row, which is a data change.
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

  /// Access control is not part of the schema, although the same kind of statement changes it.
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
