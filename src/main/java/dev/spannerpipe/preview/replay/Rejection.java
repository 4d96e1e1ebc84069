package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.StatusCode;

/// The emulator's answer to a statement that it does not accept.
///
/// @param message the emulator's words, in one line
public record Rejection(StatusCode code, String message) {}
