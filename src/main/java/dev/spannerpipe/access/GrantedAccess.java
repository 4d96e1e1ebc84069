package dev.spannerpipe.access;

import dev.spannerpipe.credentials.google.GoogleAccess;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;

/// What a run was let in with.
///
/// @param spanner the database, and the role for data statements that the policy requires
/// @param google gives the tokens; empty where none are needed
/// @param guardrails the policy, asked for this run
/// @param acting whom the tokens stand for, as the policy is to judge it
/// @param token the verified token; empty where nobody had to know who the run is
public record GrantedAccess(
    SpannerSettings spanner,
    Optional<GoogleAccess> google,
    Optional<Guardrails> guardrails,
    Optional<GoogleIdentity> acting,
    Optional<VerifiedToken> token) {}
