package dev.spannerpipe.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The outcome of the policy's rules for one action, or for several actions together.
record RuleOutcome(
    boolean allowed,
    String rule,
    String reason,
    String action,
    List<String> explanation,
    IdentityLimits limits) {
  private static final String SPEAK =
      "Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy";

  static RuleOutcome allow(Rule rule, String what, IdentityLimits limits) {
    return new RuleOutcome(
        true, rule.id(), "%s allows %s".formatted(rule.shown(), what), "", List.of(), limits);
  }

  static RuleOutcome deny(String rule, String reason, List<String> explanation) {
    return deny(rule, reason, SPEAK, explanation);
  }

  static RuleOutcome deny(String rule, String reason, String action, List<String> explanation) {
    return new RuleOutcome(false, rule, reason, action, explanation, IdentityLimits.NONE);
  }

  /// Returns one outcome for all actions of a run. The result is a denial if one of the given
  /// outcomes is a denial, or if the rules require different identities for the run.
  static RuleOutcome together(List<RuleOutcome> verdicts) {
    IdentityLimits limits = IdentityLimits.NONE;
    Set<String> rules = new LinkedHashSet<>();
    List<String> explanation = new ArrayList<>();
    for (RuleOutcome verdict : verdicts) {
      if (!verdict.allowed()) {
        return verdict;
      }
      Optional<IdentityLimits> both = limits.and(verdict.limits());
      if (both.isEmpty()) {
        return deny(
            verdict.rule(),
            "the policy requires another identity for %s than for the rest of the run"
                .formatted(verdict.reason().replaceFirst(".* allows ", "")),
            "Let the policy name the same identity for all actions of one run",
            explanation);
      }
      limits = both.get();
      rules.add(verdict.rule());
      explanation.add(verdict.reason());
    }
    return new RuleOutcome(
        true,
        rules.isEmpty() ? Decision.NO_RULE : String.join(", ", rules),
        explanation.stream().collect(Collectors.joining("; ")),
        "",
        explanation,
        limits);
  }
}
