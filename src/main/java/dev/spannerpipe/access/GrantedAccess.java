package dev.spannerpipe.access;

import dev.spannerpipe.credentials.google.GoogleAccess;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;

/// The access that a run was granted.
///
/// @param spanner the settings of the database, with the database role that the policy requires
/// @param google provides the access tokens; empty if no tokens are needed
/// @param guardrails evaluates the policy for this run; empty without a policy
/// @param acting the identity that the access tokens belong to, for the evaluation of the policy;
///   empty if no tokens are needed
/// @param token the verified OIDC token; empty if the run needs no OIDC token
public record GrantedAccess(
    SpannerSettings spanner,
    Optional<GoogleAccess> google,
    Optional<Guardrails> guardrails,
    Optional<GoogleIdentity> acting,
    Optional<VerifiedToken> token) {}
