package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.plan.DataLoss;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule: the identities that it applies to, and what it allows or denies.
///
/// @param line its line in the file
/// @param issuer the issuer's name
/// @param allows whether it allows; if not, it denies
record Rule(
    String id,
    int line,
    String issuer,
    List<ClaimMatcher> when,
    boolean allows,
    List<Grant> grants,
    Guard guard) {
  /// Actions on targets.
  record Grant(List<Action> actions, List<TextPattern> targets, IdentityLimits limits) {
    boolean covers(Action action, String target) {
      return actions.contains(action)
          && targets.stream().anyMatch(pattern -> pattern.matches(target));
    }
  }

  /// Further conditions of a rule.
  ///
  /// @param destructive the kinds of data loss that it allows
  record Guard(Set<DataLoss.Kind> destructive, boolean requirePlan, List<Window> denyWindows) {
    static final Guard NONE = new Guard(Set.of(), false, List.of());
  }

  /// Returns the grant that covers this action on this target.
  Optional<Grant> grant(Action action, String target) {
    return grants.stream().filter(grant -> grant.covers(action, target)).findFirst();
  }

  /// Returns why the rule does not apply to these claims. Returns empty if it does. A rule that
  /// denies also applies to claims that are too long to compare, and to lists with one value that
  /// it names.
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
