package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.plan.DataLoss;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule: the identities that the rule applies to, and the actions that it allows or denies.
///
/// @param line the line of the rule in the file
/// @param issuer the name of the issuer in the policy
/// @param allows whether this is an allow rule; if not, it is a deny rule
record Rule(
    String id,
    int line,
    String issuer,
    List<ClaimMatcher> when,
    boolean allows,
    List<Grant> grants,
    Guard guard) {
  /// Actions on targets, with the identity to use.
  record Grant(List<Action> actions, List<TextPattern> targets, IdentityLimits limits) {
    boolean covers(Action action, String target) {
      return actions.contains(action)
          && targets.stream().anyMatch(pattern -> pattern.matches(target));
    }
  }

  /// Further conditions of an allow rule.
  ///
  /// @param destructive the kinds of data loss that the rule allows
  record Guard(Set<DataLoss.Kind> destructive, boolean requirePlan, List<Window> denyWindows) {
    static final Guard NONE = new Guard(Set.of(), false, List.of());
  }

  /// Returns the grant that covers this action on this target.
  Optional<Grant> grant(Action action, String target) {
    return grants.stream().filter(grant -> grant.covers(action, target)).findFirst();
  }

  /// Returns why the rule does not apply to these claims; empty if the rule applies. A deny rule
  /// also applies to claims that are too long to compare, and to lists that contain a value which
  /// the rule names.
  Optional<String> mismatch(Claims claims) {
    return when.stream()
        .flatMap(condition -> condition.mismatch(claims, !allows).stream())
        .findFirst();
  }

  /// Returns the rule's name for messages.
  String shown() {
    return "rule %s (line %d)".formatted(id, line);
  }
}
