package dev.spannerpipe.cli;

import dev.spannerpipe.credentials.GoogleAccess;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;

/// What a run was let in with.
///
/// @param spanner the database, and the role for data statements that the policy wants
/// @param google gives the tokens; empty where none are needed
/// @param guardrails the policy, asked for this run
/// @param identity whom the tokens stand for
/// @param token the verified token; empty where nobody had to know who the run is
record Access(
    SpannerSettings spanner,
    Optional<GoogleAccess> google,
    Optional<Guardrails> guardrails,
    Optional<String> identity,
    Optional<VerifiedToken> token) {}
