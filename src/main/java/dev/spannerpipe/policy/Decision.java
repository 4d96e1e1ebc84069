package dev.spannerpipe.policy;

import dev.spannerpipe.failure.BlockedFailure;
import java.util.List;

/// The decision of a policy about the actions of a run.
///
/// @param allowed whether the rules allow the actions
/// @param enforced whether the decision is binding; in mode `audit`, the decision is only recorded
/// @param rule the id of the rule that decided; `default` or `builtIn` if no rule of the policy
///   decided
/// @param reason the reason, in words that can follow a colon
/// @param action what a person can do if the actions are not allowed
/// @param explanation how each rule was evaluated, for the log
/// @param limits the identity that the run must use, and the limits of that identity
/// @param actions the actions that the decision is about
/// @param target the target of the actions
/// @param policy the origin of the policy that decided
public record Decision(
    boolean allowed,
    boolean enforced,
    String rule,
    String reason,
    String action,
    List<String> explanation,
    IdentityLimits limits,
    List<Action> actions,
    String target,
    Origin policy) {
  /// The value of `rule` if no rule of the policy decided.
  public static final String NO_RULE = "default";

  /// Copies the lists.
  public Decision {
    explanation = List.copyOf(explanation);
    actions = List.copyOf(actions);
  }

  /// Returns whether the run may continue.
  public boolean goesOn() {
    return allowed || !enforced;
  }

  /// Returns a copy of this decision that denies the actions, for a reason that the policy's rules
  /// cannot know.
  public Decision but(String why, String fix) {
    return new Decision(
        false,
        enforced,
        rule,
        shown(why, enforced),
        fix,
        explanation,
        limits,
        actions,
        target,
        policy);
  }

  static String shown(String refusal, boolean enforced) {
    return enforced ? refusal : refusal + " (mode audit: not enforced)";
  }

  /// Returns the limits that are binding for the run; no limits in mode `audit`.
  public IdentityLimits binding() {
    return enforced ? limits : IdentityLimits.NONE;
  }

  /// Throws a [BlockedFailure] if the run may not continue.
  ///
  /// @param tried the beginning of the failure's message, such as `Could not connect to orders`
  public void require(String tried) {
    if (!goesOn()) {
      throw new BlockedFailure(tried + ": " + reason, action);
    }
  }
}
