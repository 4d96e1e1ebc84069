package dev.spannerpipe.policy;

import dev.spannerpipe.plan.DataLoss;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a decision depends on besides claims, action and target.
///
/// @param pullRequest whether it is a pull request's build; nobody has verified that, and so it
///   only ever takes rights away
/// @param losses what would be lost
/// @param planSha256 the plan's digest, as soon as there is a plan
/// @param reviewed the digest of the reviewed plan (`PLAN_SHA256`)
/// @param planning whether the run decides on a plan, now, later or before; only then `reviewed` is
///   compared with anything
public record EvaluationContext(
    Instant now,
    boolean pullRequest,
    List<Loss> losses,
    Optional<String> planSha256,
    Optional<String> reviewed,
    boolean planning) {
  /// What would be lost.
  ///
  /// @param text what loses it, as a clause
  public record Loss(DataLoss.Kind kind, String text) {}

  /// Copies the list.
  public EvaluationContext {
    losses = List.copyOf(losses);
  }

  /// Returns whether a person has reviewed the plan, as far as it is known yet.
  boolean isReviewed() {
    return reviewed.isPresent() && planSha256.map(reviewed.get()::equals).orElse(planning);
  }
}
