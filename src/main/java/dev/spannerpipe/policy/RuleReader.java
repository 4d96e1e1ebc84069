package dev.spannerpipe.policy;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.text.DurationText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the rules of the policy, and checks them with [RuleLint] and [IneffectiveRuleLint].
final class RuleReader {
  private final List<IssuerReader.Known> issuers;
  private final WindowReader windows;
  private final Problems problems;
  private final List<String> warnings;

  RuleReader(
      List<IssuerReader.Known> issuers,
      WindowReader windows,
      Problems problems,
      List<String> warnings) {
    this.issuers = issuers;
    this.windows = windows;
    this.problems = problems;
    this.warnings = warnings;
  }

  Rule read(Value value, String where) {
    boolean allows = value.get("allow").isPresent();
    if (value instanceof Value.Mapping && allows == value.get("deny").isPresent()) {
      problems.add(
          value.line(), where, "must have exactly one of allow and deny, but has " + got(allows));
    }
    Rule rule =
        new Rule(
            value.text("id").orElse(""),
            value.line(),
            value.get("when").flatMap(when -> when.text("issuer")).orElse(""),
            conditions(value),
            allows,
            grants(value, allows ? "allow" : "deny"),
            guard(value, where));
    new RuleLint(issuers, problems, warnings).check(rule, value, where);
    new IneffectiveRuleLint(problems).check(rule, value, where);
    return rule;
  }

  private static String got(boolean both) {
    return both ? "both" : "neither";
  }

  private static List<ClaimMatcher> conditions(Value rule) {
    if (!(rule.get("when").orElse(rule) instanceof Value.Mapping when)
        || rule.get("when").isEmpty()) {
      return List.of();
    }
    return when.members().stream()
        .filter(member -> !member.key().equals("issuer"))
        .map(member -> new ClaimMatcher(member.key(), expected(member.value())))
        .toList();
  }

  private static List<ClaimMatcher.Expected> expected(Value value) {
    return value.items().stream()
        .filter(Value.Scalar.class::isInstance)
        .map(item -> expected((Value.Scalar) item))
        .toList();
  }

  private static ClaimMatcher.Expected expected(Value.Scalar scalar) {
    Json exact = Scalars.json(scalar);
    return exact instanceof JsonString(String text)
        ? new ClaimMatcher.Expected.Text(pattern(text))
        : new ClaimMatcher.Expected.Exactly(exact);
  }

  /// Parses a pattern. An invalid regular expression becomes an exact string, which is never used:
  /// [RuleLint] reports the expression, and a policy with a problem is rejected.
  private static TextPattern pattern(String text) {
    boolean wrong = TextPattern.isExpression(text) && ExpressionSyntax.problem(text).isPresent();
    return wrong ? new TextPattern.Exact(text) : TextPattern.of(text);
  }

  private static List<Rule.Grant> grants(Value rule, String key) {
    List<Rule.Grant> grants = new ArrayList<>();
    for (Value value : rule.all(key)) {
      grants.add(
          new Rule.Grant(
              value.scalars("do").stream()
                  .flatMap(action -> Action.of(action.text()).stream())
                  .toList(),
              value.scalars("on").stream().map(target -> pattern(target.text())).toList(),
              value.get("as").map(RuleReader::limits).orElse(IdentityLimits.NONE)));
    }
    return grants;
  }

  private static IdentityLimits limits(Value value) {
    return new IdentityLimits(
        value.text("google"),
        value.text("scope"),
        value.text("databaseRole"),
        value.text("aws"),
        value.text("maxSession").flatMap(DurationText::parse));
  }

  private Rule.Guard guard(Value rule, String where) {
    Optional<Value> guard = rule.get("guard");
    if (guard.isEmpty()) {
      return Rule.Guard.NONE;
    }
    return new Rule.Guard(
        destructions(guard.get()),
        guard.get().flag("requirePlan"),
        windows.read(guard.get(), where + ".guard"));
  }

  static Set<DataLoss.Kind> destructions(Value value) {
    Set<DataLoss.Kind> kinds = EnumSet.noneOf(DataLoss.Kind.class);
    value.scalars("destructive").stream()
        .filter(kind -> Grammar.DESTRUCTIONS.contains(kind.text()))
        .forEach(kind -> kinds.add(DataLoss.Kind.valueOf(kind.text())));
    return kinds;
  }
}
