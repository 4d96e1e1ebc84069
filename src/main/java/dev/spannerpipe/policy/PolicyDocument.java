package dev.spannerpipe.policy;

import dev.spannerpipe.text.DurationText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns the values of the policy file into a policy, and finds all problems.
final class PolicyDocument {
  private final Value root;
  private final Origin origin;
  private final Problems problems;
  private final List<String> warnings = new ArrayList<>();

  PolicyDocument(Value root, Origin origin, Problems problems) {
    this.root = root;
    this.origin = origin;
    this.problems = problems;
  }

  /// Returns the policy. If a problem was found, the policy must not be used.
  Policy policy() {
    new ShapeCheck(problems).check(root, Grammar.POLICY, "");
    IssuerReader issuerReader = new IssuerReader(problems);
    List<IssuerReader.Known> issuers = issuerReader.read(root);
    WindowReader windows = new WindowReader(problems);
    RuleReader ruleReader = new RuleReader(issuers, windows, problems, warnings);
    List<Rule> rules = rules(ruleReader);
    return new Policy(
        root.text("mode").filter("audit"::equals).isEmpty(),
        issuers.stream().map(IssuerReader.Known::issuer).toList(),
        defaults(windows),
        rules,
        new TestReader(issuers, rules, problems).read(root),
        warnings,
        origin);
  }

  private Policy.Defaults defaults(WindowReader windows) {
    Optional<Value> defaults = root.get("defaults");
    return new Policy.Defaults(
        defaults.flatMap(value -> value.text("maxSession")).flatMap(DurationText::parse),
        defaults.filter(value -> value.flag("requirePlan")).isPresent(),
        defaults.map(value -> windows.read(value, "defaults")).orElse(List.of()));
  }

  private List<Rule> rules(RuleReader reader) {
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<Value> values = root.all("rules");
    for (int index = 0; index < values.size(); index++) {
      String where = "rules[%d]".formatted(index);
      Rule rule = reader.read(values.get(index), where);
      if (!rule.id().isEmpty() && !ids.add(rule.id())) {
        problems.add(rule.line(), where, "duplicate id " + rule.id());
      }
      rules.add(rule);
    }
    return rules;
  }
}
