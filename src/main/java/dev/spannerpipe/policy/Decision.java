package dev.spannerpipe.policy;

import dev.spannerpipe.failure.BlockedFailure;
import java.util.List;

/// What the policy says.
///
/// @param allowed what the rules say
/// @param enforced whether it is binding; in mode `audit` it is only recorded
/// @param rule which rule decided; `default` or `builtIn` where none of the file did
/// @param reason why, in words that can follow a colon
/// @param action what a person can do where it is not allowed
/// @param explanation how each rule was judged, for the log
/// @param limits the identity that it is to be done with
/// @param actions what was to be done
/// @param target on what
/// @param policy whose rules these are
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
  /// What decided where no rule allows it.
  public static final String NO_RULE = "default";

  /// Copies the lists.
  public Decision {
    explanation = List.copyOf(explanation);
    actions = List.copyOf(actions);
  }

  /// Returns whether the run may go on.
  public boolean goesOn() {
    return allowed || !enforced;
  }

  /// Returns this decision turned into a refusal, for something that the rules cannot see.
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

  /// Returns the limits that the run is held to; in mode `audit` none.
  public IdentityLimits binding() {
    return enforced ? limits : IdentityLimits.NONE;
  }

  /// Throws a [BlockedFailure] where the run may not go on.
  ///
  /// @param tried what was tried: `Could not connect to orders`
  public void require(String tried) {
    if (!goesOn()) {
      throw new BlockedFailure(tried + ": " + reason, action);
    }
  }
}
