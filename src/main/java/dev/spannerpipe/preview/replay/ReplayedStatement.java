package dev.spannerpipe.preview.replay;

/// A statement that takes effect in Spanner, as far as the replay can tell.
///
/// @param text the statement as Spanner would execute it
/// @param leftOut whether the emulator did not execute it, so that what it does is known only from
///   its text; if false, the emulator executed it, maybe without some of its clauses
public record ReplayedStatement(String text, boolean leftOut) {}
