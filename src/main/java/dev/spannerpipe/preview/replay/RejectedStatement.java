package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.SourceLocation;

/// A statement of a change set that the emulator rejected.
///
/// @param statement the statement as Spanner would execute it
/// @param kind what that means for Spanner
public record RejectedStatement(
    SourceLocation location, String statement, Rejection rejection, RejectionKind kind) {}
