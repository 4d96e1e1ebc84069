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
/// @param claims the claims of the verified token; without claims, nothing is allowed
/// @param database the run's database in the form in which a policy names it:
///   `spanner:projects/…/instances/…/databases/…`
/// @param pullRequest whether a pull request is built
/// @param reviewed the digest of the reviewed plan (`PLAN_FILE` or `PLAN_SHA256`)
/// @param planning whether the run makes a plan
public record Guardrails(
    Policy policy,
    Optional<Claims> claims,
    String database,
    boolean pullRequest,
    Optional<String> reviewed,
    boolean planning,
    InstantSource clock) {
  private static final String TARGET = "spanner:";

  /// Returns the target that names a database in a policy.
  public static String target(DatabaseName database) {
    return TARGET + database;
  }

  /// Returns whether a string is a target that names databases in a policy. The string may contain
  /// `*`.
  static boolean isTarget(String text) {
    return text.startsWith(TARGET)
        && DatabaseName.parse(text.substring(TARGET.length())).isPresent();
  }

  /// Decides whether a run may perform these actions at all, and with which identity. Used while
  /// there is no plan yet.
  public Decision decide(List<Action> actions, String target) {
    return policy.decide(claims, actions, target, circumstances(List.of(), Optional.empty()));
  }

  /// Decides whether the run may begin to apply a plan. Judges only the kinds of the plan's
  /// statements. Data losses and the reviewed digest are judged later, when the run has the lease
  /// (the right to change the database) and has planned again.
  public Decision decideBeginning(Plan plan) {
    return decide(actions(plan), database);
  }

  /// Decides on a whole plan and its data losses, before any statement runs.
  public Decision decide(Plan plan) {
    return policy.decide(
        claims, actions(plan), database, circumstances(plan.losses(), Optional.of(plan.digest())));
  }

  /// Decides on statements that were generated from the live schema while the plan runs. Does not
  /// compare the reviewed digest again, because the decision on the whole plan has already compared
  /// it.
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

  /// Returns the actions of a plan, in the order of [Action]. A change set that changes nothing
  /// still gets a row in `DATABASECHANGELOG`, and writing that row is a data change.
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

  /// Returns the actions of DDL statements. Statements that change access control count as an
  /// action of their own.
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
