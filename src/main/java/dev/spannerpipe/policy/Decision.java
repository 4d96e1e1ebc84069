package dev.spannerpipe.policy;

import dev.spannerpipe.failure.BlockedFailure;
import java.util.List;

/// The policy's decision.
///
/// @param allowed the result of the rules
/// @param enforced whether it is binding; in mode `audit` it is only recorded
/// @param rule the rule that decided; `default` or `builtIn` if no rule in the file did
/// @param reason why, in words that can follow a colon
/// @param action what a person can do if it is not allowed
/// @param explanation how each rule was evaluated, for the log
/// @param limits the identity to use, and its limits
/// @param actions the actions that were decided on
/// @param target the target of the actions
/// @param policy the policy that decided
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
  /// The name of the decision if no rule allows the actions.
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

  /// Returns this decision as a denial, for a reason that the rules cannot see.
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

  /// Returns the limits that apply to the run; none in mode `audit`.
  public IdentityLimits binding() {
    return enforced ? limits : IdentityLimits.NONE;
  }

  /// Throws a [BlockedFailure] if the run may not continue.
  ///
  /// @param tried what was tried, as in `Could not connect to orders`
  public void require(String tried) {
    if (!goesOn()) {
      throw new BlockedFailure(tried + ": " + reason, action);
    }
  }
}
