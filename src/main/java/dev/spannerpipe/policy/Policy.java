package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules about what a run may do, as read from a policy file.
///
/// @param enforced whether decisions are binding (`mode: enforce`)
/// @param warnings warnings for the owner of the policy, with line numbers
public record Policy(
    boolean enforced,
    List<Issuer> issuers,
    Defaults defaults,
    List<Rule> rules,
    List<PolicyTest> tests,
    List<String> warnings,
    Origin origin) {
  /// Copies the lists.
  public Policy {
    issuers = List.copyOf(issuers);
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
    warnings = List.copyOf(warnings);
  }

  /// The defaults of all rules.
  record Defaults(Optional<Duration> maxSession, boolean requirePlan, List<Window> denyWindows) {}

  /// Decides whether all of these actions are allowed on the target. The first action that is not
  /// allowed determines the decision for all actions.
  ///
  /// @param claims the claims of the verified token; without claims, nothing is allowed
  public Decision decide(
      Optional<Claims> claims,
      List<Action> actions,
      String target,
      EvaluationContext circumstances) {
    Evaluation evaluation = new Evaluation(this, circumstances);
    List<RuleOutcome> verdicts = new ArrayList<>();
    for (Action action : actions) {
      RuleOutcome verdict = evaluation.of(claims, action, target);
      verdicts.add(verdict);
      if (!verdict.allowed()) {
        break;
      }
    }
    return decision(RuleOutcome.together(verdicts), actions, target);
  }

  private Decision decision(RuleOutcome verdict, List<Action> actions, String target) {
    String reason =
        verdict.allowed() ? verdict.reason() : Decision.shown(verdict.reason(), enforced);
    return new Decision(
        verdict.allowed(),
        enforced,
        verdict.rule(),
        reason,
        verdict.action(),
        verdict.explanation(),
        verdict.limits(),
        actions,
        target,
        origin);
  }

  /// Returns the values that allow rules require of a claim, as words for a message. Returns empty
  /// if no allow rule names the claim.
  public Optional<String> demands(String claim) {
    List<String> demands =
        rules.stream()
            .filter(Rule::allows)
            .flatMap(rule -> rule.when().stream())
            .filter(condition -> condition.claim().equals(claim))
            .map(ClaimMatcher::demand)
            .distinct()
            .toList();
    return demands.isEmpty() ? Optional.empty() : Optional.of(String.join(" or ", demands));
  }

  /// Runs the tests in the policy file.
  public List<PolicyTest.Result> runTests() {
    return tests.stream().map(this::run).toList();
  }

  private PolicyTest.Result run(PolicyTest test) {
    RuleOutcome verdict =
        new Evaluation(this, test.circumstances())
            .of(Optional.of(test.claims()), test.action(), test.target());
    boolean asWanted =
        verdict.allowed() == test.allowed()
            && test.rule().filter(rule -> !rule.equals(verdict.rule())).isEmpty();
    String wanted =
        (test.allowed() ? "allow" : "deny") + test.rule().map(rule -> " by " + rule).orElse("");
    String came =
        "%s by %s: %s"
            .formatted(verdict.allowed() ? "allow" : "deny", verdict.rule(), verdict.reason());
    return new PolicyTest.Result(
        test.name(),
        test.line(),
        asWanted,
        asWanted ? "" : "expected %s, but the decision is %s".formatted(wanted, came));
  }
}
