package dev.spannerpipe.policy;

import dev.spannerpipe.plan.DataLoss;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The input of a decision, apart from claims, action and target.
///
/// @param pullRequest whether a pull request is built; the value is not verified, so it is only
///   used to deny
/// @param losses the data losses that the run would cause
/// @param planSha256 the plan's digest, once there is a plan
/// @param reviewed the digest of the reviewed plan (`PLAN_FILE` or `PLAN_SHA256`)
/// @param planning whether the run makes a plan; if so, any `reviewed` digest is accepted until
///   there is a plan to compare the digest with
public record EvaluationContext(
    Instant now,
    boolean pullRequest,
    List<Loss> losses,
    Optional<String> planSha256,
    Optional<String> reviewed,
    boolean planning) {
  /// A loss of data.
  ///
  /// @param text a clause that says which statement causes the loss
  public record Loss(DataLoss.Kind kind, String text) {}

  /// Copies the list of losses.
  public EvaluationContext {
    losses = List.copyOf(losses);
  }

  /// Returns whether a person has reviewed the plan, as far as is known at this time.
  boolean isReviewed() {
    return reviewed.isPresent() && planSha256.map(reviewed.get()::equals).orElse(planning);
  }
}
