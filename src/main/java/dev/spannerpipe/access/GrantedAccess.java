package dev.spannerpipe.access;

import dev.spannerpipe.credentials.google.GoogleAccess;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.plan.review.ReviewedPlan;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;

/// The access that a run was granted.
///
/// @param spanner the settings of the database; if they name no database role, the policy's
///   database role is added
/// @param google provides the access tokens; empty if no tokens are needed
/// @param guardrails evaluates the policy for this run; empty without a policy
/// @param acting the identity, within the policy's limits, for which the policy is evaluated; empty
///   without a policy or if no access tokens are needed
/// @param token the verified OIDC token; empty if the run needs no token or has none
/// @param reviewed the only plan that the run may apply; empty if it may apply any plan
public record GrantedAccess(
    SpannerSettings spanner,
    Optional<GoogleAccess> google,
    Optional<Guardrails> guardrails,
    Optional<GoogleIdentity> acting,
    Optional<VerifiedToken> token,
    Optional<ReviewedPlan> reviewed) {}
