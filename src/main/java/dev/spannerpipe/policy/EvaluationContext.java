package dev.spannerpipe.policy;

import dev.spannerpipe.plan.DataLoss;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The input of a decision besides claims, action and target.
///
/// @param pullRequest whether a pull request is built; this is not verified, so it can only reduce
///   what is allowed
/// @param losses the data that would be lost
/// @param planSha256 the plan's digest, once there is a plan
/// @param reviewed the digest of the reviewed plan (`PLAN_SHA256`)
/// @param planning whether the run decides on a plan at some point; until there is a plan,
///   `reviewed` counts only then
public record EvaluationContext(
    Instant now,
    boolean pullRequest,
    List<Loss> losses,
    Optional<String> planSha256,
    Optional<String> reviewed,
    boolean planning) {
  /// A loss of data.
  ///
  /// @param text what causes it, as a clause
  public record Loss(DataLoss.Kind kind, String text) {}

  /// Copies the list of losses.
  public EvaluationContext {
    losses = List.copyOf(losses);
  }

  /// Returns whether a person has reviewed the plan, as far as that is known.
  boolean isReviewed() {
    return reviewed.isPresent() && planSha256.map(reviewed.get()::equals).orElse(planning);
  }
}
