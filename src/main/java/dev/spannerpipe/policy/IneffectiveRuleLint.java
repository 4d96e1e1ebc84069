package dev.spannerpipe.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds settings of a rule that have no effect. The author of such a rule may rely on a
/// restriction that does not exist. Also finds limits that make the actions of the rule impossible.
final class IneffectiveRuleLint {
  private static final String SCOPE_PREFIX = "https://www.googleapis.com/auth/";
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

  private final Problems problems;

  IneffectiveRuleLint(Problems problems) {
    this.problems = problems;
  }

  void check(Rule rule, Value value, String where) {
    value.get("guard").ifPresent(guard -> guard(rule, guard, where + ".guard"));
    String key = rule.allows() ? "allow" : "deny";
    List<Value> grants = value.all(key);
    for (int index = 0; index < grants.size(); index++) {
      Rule.Grant grant = rule.grants().get(index);
      String place = "%s.%s[%d].as".formatted(where, key, index);
      grants.get(index).get("as").ifPresent(as -> limits(rule, grant, as, place));
    }
  }

  private void guard(Rule rule, Value guard, String where) {
    List<Action> actions =
        rule.grants().stream().flatMap(grant -> grant.actions().stream()).toList();
    if (!rule.allows()) {
      problems.add(
          guard.line(), where, "a deny rule cannot have a guard, because it always denies");
    } else if (actions.stream().noneMatch(Action::isEffect)) {
      problems.add(
          guard.line(),
          where,
          "applies only to actions that change something, and this rule allows none of them");
    } else if (guard.get("destructive").isPresent()
        && actions.stream().noneMatch(IneffectiveRuleLint::canLose)) {
      problems.add(
          guard.line(),
          where + ".destructive",
          "applies only to spanner.ddl and spanner.dml, which this rule does not allow");
    }
  }

  private static boolean canLose(Action action) {
    return action == Action.SPANNER_DDL || action == Action.SPANNER_DML;
  }

  private void limits(Rule rule, Rule.Grant grant, Value as, String where) {
    if (!rule.allows()) {
      problems.add(
          as.line(),
          where,
          "a deny rule cannot set an identity (as), because a denied action is not performed");
      return;
    }
    boolean spanner = isFor(grant, "spanner:");
    boolean aws = isFor(grant, "arn:");
    for (String key : List.of("google", "scope", "databaseRole")) {
      if (as.get(key).isPresent() && !spanner) {
        problems.add(
            as.line(),
            where + "." + key,
            "applies only to spanner actions, and this grant has none");
      }
    }
    if (as.get("aws").isPresent() && !aws) {
      problems.add(
          as.line(), where + ".aws", "applies only to sfn actions, and this grant has none");
    }
    if (aws && grant.limits().maxSession().filter(IneffectiveRuleLint::isTooShort).isPresent()) {
      problems.add(as.line(), where + ".maxSession", "AWS gives no session of less than 15m");
    }
    missingScope(grant)
        .ifPresent(
            scope -> problems.add(as.line(), where + ".scope", "these actions require " + scope));
  }

  private static boolean isFor(Rule.Grant grant, String target) {
    return grant.actions().stream().anyMatch(action -> action.targetPrefix().equals(target));
  }

  private static boolean isTooShort(Duration session) {
    return session.compareTo(SHORTEST_SESSION) < 0;
  }

  /// Returns the first scope that the grant lacks. The scope `spanner.data` is always needed,
  /// because every run reads at least the rows in which the pipe keeps its own state.
  private static Optional<String> missingScope(Rule.Grant grant) {
    List<String> given =
        grant.limits().scope().map(text -> List.of(text.split(" ", -1))).orElse(List.of());
    if (given.isEmpty() || given.contains(SCOPE_PREFIX + "cloud-platform")) {
      return Optional.empty();
    }
    List<String> needed =
        grant.actions().contains(Action.SPANNER_DDL)
            ? List.of(SCOPE_PREFIX + "spanner.data", SCOPE_PREFIX + "spanner.admin")
            : List.of(SCOPE_PREFIX + "spanner.data");
    return needed.stream().filter(scope -> !given.contains(scope)).findFirst();
  }
}
