package dev.spannerpipe.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the rules say of one action, or of several together.
record Verdict(
    boolean allowed,
    String rule,
    String reason,
    String action,
    List<String> explanation,
    Limits limits) {
  private static final String SPEAK =
      "Run it with the branch, environment and repository that the policy names, or have the policy changed by those who own it";

  static Verdict allow(Rule rule, String what, Limits limits) {
    return new Verdict(
        true, rule.id(), "%s allows %s".formatted(rule.shown(), what), "", List.of(), limits);
  }

  static Verdict deny(String rule, String reason, List<String> explanation) {
    return deny(rule, reason, SPEAK, explanation);
  }

  static Verdict deny(String rule, String reason, String action, List<String> explanation) {
    return new Verdict(false, rule, reason, action, explanation, Limits.NONE);
  }

  /// Returns one verdict for all: a denial where there is one, and where rules want different
  /// identities for the same run.
  static Verdict together(List<Verdict> verdicts) {
    Limits limits = Limits.NONE;
    Set<String> rules = new LinkedHashSet<>();
    List<String> explanation = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (!verdict.allowed()) {
        return verdict;
      }
      Optional<Limits> both = limits.and(verdict.limits());
      if (both.isEmpty()) {
        return deny(
            verdict.rule(),
            "the policy wants another identity for %s than for the rest of the run"
                .formatted(verdict.reason().replaceFirst(".* allows ", "")),
            "Let the policy name the same identity for what runs together",
            explanation);
      }
      limits = both.get();
      rules.add(verdict.rule());
      explanation.add(verdict.reason());
    }
    return new Verdict(
        true,
        rules.isEmpty() ? Decision.NO_RULE : String.join(", ", rules),
        explanation.stream().collect(Collectors.joining("; ")),
        "",
        explanation,
        limits);
  }
}
