package dev.spannerpipe.access;

import dev.spannerpipe.credentials.google.GoogleAccess;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;

/// The access that a run was granted.
///
/// @param spanner the database, with the role for data statements that the policy requires
/// @param google provides the tokens; empty if none are needed
/// @param guardrails evaluates the policy for this run; empty without a policy
/// @param acting the identity of the tokens, as the policy evaluates it; empty if none are needed
/// @param token the verified token; empty if the run needed none
public record GrantedAccess(
    SpannerSettings spanner,
    Optional<GoogleAccess> google,
    Optional<Guardrails> guardrails,
    Optional<GoogleIdentity> acting,
    Optional<VerifiedToken> token) {}
