package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a policy allows one action. A matching deny rule always wins, and a pull request
/// build may never change anything. Otherwise, a matching allow rule wins if its guards pass. An
/// action that no rule allows is denied.
final class Evaluation {
  private static final String BUILT_IN = "builtIn";

  private final Policy policy;
  private final EvaluationContext circumstances;

  Evaluation(Policy policy, EvaluationContext circumstances) {
    this.policy = policy;
    this.circumstances = circumstances;
  }

  RuleOutcome of(Optional<Claims> claims, Action action, String target) {
    if (claims.isEmpty()) {
      return RuleOutcome.deny(
          Decision.NO_RULE,
          "the policy allows nothing for a run without a verified token",
          "Set oidc: true on the step",
          List.of());
    }
    String what = "%s on %s".formatted(action.text(), target);
    return issuer(claims.get())
        .map(issuer -> of(issuer, claims.get(), action, target, what))
        .orElseGet(
            () ->
                RuleOutcome.deny(
                    Decision.NO_RULE,
                    "the policy does not list the issuer %s".formatted(claims.get().issuer()),
                    List.of()));
  }

  private Optional<Issuer> issuer(Claims claims) {
    return policy.issuers().stream()
        .filter(issuer -> issuer.address().equals(claims.issuer()))
        .findFirst();
  }

  private RuleOutcome of(Issuer issuer, Claims claims, Action action, String target, String what) {
    Optional<RuleOutcome> refused =
        pinned(issuer, claims)
            .or(() -> denied(issuer, claims, action, target, what))
            .or(() -> pullRequest(action));
    return refused.orElseGet(() -> allowed(issuer, claims, action, target, what));
  }

  /// Denies a token whose workspace UUID is not the UUID in the policy. The slug in the issuer's
  /// address is not enough, because someone else can register a slug that was given up. A workspace
  /// UUID is not reused.
  private static Optional<RuleOutcome> pinned(Issuer issuer, Claims claims) {
    Optional<String> actual = claims.text("workspaceUuid");
    return issuer
        .workspaceUuid()
        .filter(wanted -> !actual.equals(Optional.of(wanted)))
        .map(
            wanted ->
                RuleOutcome.deny(
                    Decision.NO_RULE,
                    "workspaceUuid is %s, but the policy pins issuer %s to %s"
                        .formatted(actual.orElse("missing"), issuer.name(), wanted),
                    List.of()));
  }

  private Optional<RuleOutcome> denied(
      Issuer issuer, Claims claims, Action action, String target, String what) {
    return rules(issuer, false, action, target).stream()
        .filter(rule -> rule.mismatch(claims).isEmpty())
        .findFirst()
        .map(
            rule ->
                RuleOutcome.deny(
                    rule.id(), "%s denies %s".formatted(rule.shown(), what), List.of()));
  }

  private Optional<RuleOutcome> pullRequest(Action action) {
    return circumstances.pullRequest() && action.isEffect()
        ? Optional.of(
            RuleOutcome.deny(
                BUILT_IN,
                "a pull request build may only read and plan, so it may not use " + action.text(),
                "Merge the pull request, and apply the plan in a deployment step",
                List.of()))
        : Optional.empty();
  }

  private RuleOutcome allowed(
      Issuer issuer, Claims claims, Action action, String target, String what) {
    List<String> explanation = new ArrayList<>();
    List<RuleOutcome> guarded = new ArrayList<>();
    for (Rule rule : rules(issuer, true, action, target)) {
      Optional<String> mismatch = rule.mismatch(claims);
      Optional<RuleOutcome> refused =
          mismatch.isEmpty() ? refusedByGuard(rule, action) : Optional.empty();
      if (mismatch.isEmpty() && refused.isEmpty()) {
        IdentityLimits limits = rule.grant(action, target).orElseThrow().limits();
        return RuleOutcome.allow(rule, what, limits.within(policy.defaults().maxSession()));
      }
      refused.ifPresent(guarded::add);
      explanation.add(
          "%s: %s"
              .formatted(rule.shown(), mismatch.or(() -> refused.map(RuleOutcome::reason)).get()));
    }
    return guarded.isEmpty() ? nothingAllows(what, explanation) : guarded.getFirst();
  }

  private static RuleOutcome nothingAllows(String what, List<String> explanation) {
    String nearest = explanation.isEmpty() ? "" : " (" + explanation.getFirst() + ")";
    return RuleOutcome.deny(
        Decision.NO_RULE,
        "no rule of the policy allows %s%s".formatted(what, nearest),
        explanation);
  }

  private List<Rule> rules(Issuer issuer, boolean allows, Action action, String target) {
    return policy.rules().stream()
        .filter(rule -> rule.allows() == allows && rule.issuer().equals(issuer.name()))
        .filter(rule -> rule.grant(action, target).isPresent())
        .toList();
  }

  private Optional<RuleOutcome> refusedByGuard(Rule rule, Action action) {
    return action.isEffect()
        ? window(rule).or(() -> plan(rule)).or(() -> losses(rule))
        : Optional.empty();
  }

  private Optional<RuleOutcome> window(Rule rule) {
    List<Window> windows = new ArrayList<>(policy.defaults().denyWindows());
    windows.addAll(rule.guard().denyWindows());
    return windows.stream()
        .filter(window -> window.contains(circumstances.now()))
        .findFirst()
        .map(
            window ->
                RuleOutcome.deny(
                    rule.id(),
                    "%s allows no changes in the window %s, and the time is %s"
                        .formatted(rule.shown(), window.shown(), circumstances.now()),
                    "Run again after the window",
                    List.of()));
  }

  private Optional<RuleOutcome> plan(Rule rule) {
    boolean required = rule.guard().requirePlan() || policy.defaults().requirePlan();
    return required && !circumstances.isReviewed()
        ? Optional.of(unreviewed(rule, "%s requires a reviewed plan".formatted(rule.shown())))
        : Optional.empty();
  }

  private Optional<RuleOutcome> losses(Rule rule) {
    Optional<EvaluationContext.Loss> forbidden =
        circumstances.losses().stream()
            .filter(loss -> !rule.guard().destructive().contains(loss.kind()))
            .findFirst();
    if (forbidden.isPresent()) {
      return Optional.of(
          RuleOutcome.deny(
              rule.id(),
              "%s does not allow %s: %s"
                  .formatted(rule.shown(), forbidden.get().kind(), forbidden.get().text()),
              "If the data loss is intended, ask the policy owner to add it to guard.destructive",
              List.of()));
    }
    return circumstances.losses().isEmpty() || circumstances.isReviewed()
        ? Optional.empty()
        : Optional.of(
            unreviewed(
                rule,
                "%s requires a reviewed plan because %s"
                    .formatted(rule.shown(), circumstances.losses().getFirst().text())));
  }

  private RuleOutcome unreviewed(Rule rule, String what) {
    if (!circumstances.planning()) {
      return RuleOutcome.deny(
          rule.id(),
          what + ", but this command has no plan to review",
          "Use COMMAND=apply, or ask the policy owner for a rule without requirePlan",
          List.of());
    }
    String why =
        circumstances.reviewed().isEmpty()
            ? "neither PLAN_FILE nor PLAN_SHA256 is set"
            : "the reviewed plan (PLAN_FILE or PLAN_SHA256) is another one";
    return RuleOutcome.deny(
        rule.id(),
        "%s, but %s".formatted(what, why),
        "Review the plan that COMMAND=status shows, and set PLAN_FILE to its plan.json or PLAN_SHA256"
            + " to its digest",
        List.of());
  }
}
